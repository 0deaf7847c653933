/** An app of the agent workspace is created and destroyed as the agent opens and closes it: what it hears ends with it. */
import { expect, it } from 'vitest';
import type { SoftphoneEvent } from '../../ccp-widget/src/softphone/softphone.ts';
import type { WorkspaceApp, WorkspaceLink } from '../../ccp-widget/src/softphone/workspace-app.ts';
import { createWorkspaceSoftphone } from '../../ccp-widget/src/softphone/workspace-softphone.ts';
import { memoryStorage } from './harness/memory-storage.ts';

type Handler = (event: object) => Promise<void>;
const TASK = { contactId: 'task-1', type: 'task' };
const AVAILABLE = { agentStateARN: 'state/1', name: 'Available', type: 'routable' };

/** A workspace with one task of ours; `handlers` are those that it would call, by event. */
function workspace() {
  const handlers = new Map<string, Handler[]>();
  const of = (event: string): Handler[] => handlers.get(event) ?? [];
  const answers: Readonly<Record<string, unknown>> = {
    ...{ listContacts: [TASK], getAttributes: { callId: 'call-1' }, getName: 'Ana Flores' },
    ...{ getQueue: { name: 'Sales' }, getStateDuration: 0, listParticipants: [] },
    ...{ listAvailabilityStates: [AVAILABLE], getAvailabilityState: AVAILABLE },
  };
  const client = new Proxy(
    {},
    {
      get: (_, name: string) => async (handler: Handler) => {
        const [, verb, event = ''] = /^(on|off)(.+)$/.exec(name) ?? [];
        if (verb === 'on') handlers.set(event, [...of(event), handler]);
        else if (verb === 'off')
          handlers.set(
            event,
            of(event).filter((one) => one !== handler),
          );
        return answers[name];
      },
    },
  );
  let tell = (_link: WorkspaceLink): void => undefined;
  const app = {
    ...{ agent: client, contact: client, voice: client },
    onLink(listener: typeof tell) {
      tell = listener;
      listener('joining');
    },
  } as unknown as WorkspaceApp;
  return {
    app,
    link: (link: WorkspaceLink) => tell(link),
    counts: () => Object.fromEntries([...handlers].map(([event, all]) => [event, all.length])),
    happens: (event: string, about: object) => Promise.all(of(event).map((handler) => handler(about))),
  };
}

it('an app that is closed and opened again hears each event once, and tells again what there is', async () => {
  const { app, link, counts, happens } = workspace();
  const told: SoftphoneEvent[] = [];
  const softphone = createWorkspaceSoftphone(app, {
    ...{ username: async () => 'ana', storage: memoryStorage() },
    report: (what, error) => expect.fail(`${what}: ${String(error)}`),
  });
  softphone.subscribe((event) => told.push(event));
  await softphone.start(undefined as never);
  const previews = () => told.filter(({ type }) => type === 'preview').length;

  for (const round of [1, 2]) {
    link('joined');
    // A workspace may say so again.
    link('joined');
    await expect.poll(() => told.filter(({ type }) => type === 'agent').length).toBe(round);
    expect(previews()).toBe(2 * round - 1);
    expect(new Set(Object.values(counts()))).toEqual(new Set([1]));
    expect(Object.keys(counts()).length).toBeGreaterThan(12);
    await happens('Connected', TASK);
    await expect.poll(previews).toBe(2 * round);
    link('left');
    expect(new Set(Object.values(counts()))).toEqual(new Set([0]));
    await happens('Connected', TASK);
  }
  expect(previews()).toBe(4);
  expect(told.filter(({ type }) => type === 'health')).toEqual([{ type: 'health', health: 'ready' }]);
});
