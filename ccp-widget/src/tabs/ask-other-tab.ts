import type { CallControl, ControlOutcome, QuickConnect, Softphone } from '../softphone/softphone.ts';
import type { TabChannel, TabRequest } from './tab-message.ts';

/** Longer than the softphone itself may take, so that its own refusal arrives. */
const ANSWER_WITHIN_MS = 20_000;

/** Everything that another tab may ask for. What belongs to the frame stays with the tab that has it. */
const CONTROLS = [
  'accept',
  'decline',
  'leave',
  'clear',
  'hold',
  'resume',
  'drop',
  'add',
  'merge',
  'swap',
  'transfer',
  'dial',
  'mute',
  'select',
  'choosePresence',
] as const satisfies readonly (keyof CallControl)[];

type Control = (...args: readonly unknown[]) => Promise<ControlOutcome>;

/** The same controls, of this tab's softphone or, by messages, of the tab that has it; without either it is the wrong moment. */
export function createAskOtherTab(
  local: Softphone,
  channel: TabChannel,
  where: () => 'here' | 'other tab' | 'nowhere',
): CallControl & Pick<Softphone, 'quickConnects'> {
  const waiting = new Map<string, (answer: unknown) => void>();

  const ask = (control: string, args: readonly unknown[]): Promise<unknown> => {
    const id = crypto.randomUUID();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => resolve('unreachable'), ANSWER_WITHIN_MS);
    waiting.set(id, resolve);
    channel.post({ kind: 'ask', id, control, args });
    return promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(id);
    });
  };
  const perform = async ({ id, control, args }: TabRequest): Promise<void> => {
    const known = CONTROLS.find((name) => name === control);
    const answer = known
      ? await (local[known] as Control)(...args)
      : await local.quickConnects().catch(() => undefined);
    channel.post({ kind: 'answer', id, answer });
  };
  channel.listen((message) => {
    if (message.kind === 'ask' && where() === 'here') void perform(message);
    else if (message.kind === 'answer') waiting.get(message.id)?.(message.answer);
  });

  const controls = CONTROLS.map((name) => {
    const act: Control = async (...args) => {
      const place = where();
      if (place === 'here') return (local[name] as Control)(...args);
      return place === 'nowhere' ? 'wrong-moment' : ((await ask(name, args)) as ControlOutcome);
    };
    return [name, act];
  });
  return {
    ...(Object.fromEntries(controls) as unknown as CallControl),
    async quickConnects() {
      if (where() === 'here') return local.quickConnects();
      const answer = await ask('quickConnects', []);
      if (!Array.isArray(answer)) throw new Error('the other tab could not list them');
      return answer as readonly QuickConnect[];
    },
  };
}
