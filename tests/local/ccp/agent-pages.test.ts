import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgentPages, type Page } from '../../../local/connect/ccp/agent-pages.ts';
import { SmallEngine } from './small-engine.ts';

const session = { id: 's', username: 'ana', signInId: 'i', bearer: 'b', expiresAt: new Date() };
const openPage = (pages: AgentPages, id: string) => {
  const received: { event: string; data: unknown }[] = [];
  let closed = false;
  const page: Page = {
    id,
    session,
    send: (event, data) => void received.push({ event, data }),
    close: () => {
      closed = true;
    },
  };
  pages.add(page);
  return { page, received, events: () => received.map(({ event }) => event), isClosed: () => closed };
};

describe('pages of an agent', () => {
  it('are acknowledged by name before the first update', () => {
    const { received } = openPage(new AgentPages(new SmallEngine()), 'page-1');
    expect(received.map(({ event }) => event)).toEqual([
      'page::settings',
      'acknowledge',
      'update_connected_ccps',
      'agent::update',
    ]);
    expect(received[1]?.data).toEqual({ id: 'page-1' });
  });

  it('see every change and every broadcast, the sender too', () => {
    const engine = new SmallEngine();
    const pages = new AgentPages(engine);
    const [first, second] = [openPage(pages, 'page-1'), openPage(pages, 'page-2')];
    engine.ring();
    pages.broadcast('ana', 'contact::accepted', { contactId: 'c' });
    for (const { events } of [first, second]) {
      expect(events().slice(-2)).toEqual(['agent::update', 'contact::accepted']);
    }
  });

  it('know after a reload that the microphone is muted, until the call is over', () => {
    const engine = new SmallEngine();
    const pages = new AgentPages(engine);
    const settings = (id: string) => openPage(pages, id).received[0]?.data;
    openPage(pages, 'page-1');
    const id = engine.ring();
    pages.broadcast('ana', 'agent::mute_toggle', { muted: true });
    expect(settings('page-2')).toMatchObject({ muted: true });
    engine.customerHangsUp(id);
    return engine.perform('ana', 'clearContact', { contactId: id }).then(() => {
      expect(settings('page-3')).toMatchObject({ muted: false });
    });
  });

  it('have at most one master per topic, and never one that is gone', () => {
    const step = fc.record({
      page: fc.constantFrom('page-1', 'page-2', 'page-3'),
      topic: fc.constantFrom('softphone', 'ringtone'),
      action: fc.constantFrom('open', 'leave', 'checkMaster', 'becomeMaster', 'look'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const pages = new AgentPages(new SmallEngine());
        const open = new Map<string, Page>();
        const masters = new Map<string, string>();
        for (const { page, topic, action } of steps) {
          const present = open.get(page);
          if (action === 'open') open.set(page, openPage(pages, page).page);
          else if (action === 'leave') {
            if (present) pages.remove(present);
            open.delete(page);
            for (const [held, master] of masters) if (master === page) masters.delete(held);
          } else {
            const method = action === 'look' ? 'checkMaster' : action;
            const answer = pages.master('ana', page, method, topic, action === 'look');
            if (!present) {
              expect(answer).toBeUndefined();
              continue;
            }
            const before = masters.get(topic);
            if (action === 'becomeMaster' || (action === 'checkMaster' && before === undefined))
              masters.set(topic, page);
            expect(answer?.masterId).toBe(masters.get(topic));
            if (action === 'becomeMaster') expect(answer?.takeOver).toBe(before !== undefined && before !== page);
            else expect(answer?.isMaster).toBe(masters.get(topic) === page);
          }
        }
      }),
    );
  });

  it('are closed with the session they belong to', () => {
    const pages = new AgentPages(new SmallEngine());
    const { received, isClosed } = openPage(pages, 'page-1');
    pages.endSession({ ...session, id: 'another' }, 'signed-out');
    expect(isClosed()).toBe(false);
    pages.endSession(session, 'expired');
    expect(received.at(-1)).toEqual({ event: 'page::session-ended', data: { reason: 'expired' } });
    expect(isClosed()).toBe(true);
  });
});
