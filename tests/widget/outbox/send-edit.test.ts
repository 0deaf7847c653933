import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../ccp-widget/src/api/api-error.ts';
import { sendEdit } from '../../../ccp-widget/src/outbox/send-edit.ts';
import type { EditWork, WaitingEdit } from '../../../ccp-widget/src/outbox/waiting-edit.ts';
import { createDesk } from '../../../ccp-widget/src/state/desk.ts';
import { INITIAL_STATE } from '../../../ccp-widget/src/state/desktop-state.ts';
import { createStore } from '../../../ccp-widget/src/state/store.ts';
import { sampleDeal } from '../harness/sample-deal.ts';

const key = { sourceId: 'demo-crm', opportunityId: 'opp/1001' };
const edit = (work: EditWork): WaitingEdit => ({
  ...{ work, key, name: 'Dana', version: 3, uid: 'edit-1', owner: 'ana', at: 0 },
});
const role = (before: string | null): WaitingEdit =>
  edit({ kind: 'edit-contact', id: 'c-1', body: { role: 'Sponsor' }, before: { role: before } });
const problem = (status: number): ApiError => new ApiError('problem', { status });

/** The first request is refused so; then the deal is asked for, where Dana is what is given. */
async function answerTo(waiting: WaitingEdit, refusal: Error, there: object = {}) {
  let asked = 0;
  const send = async <Answer>(): Promise<Answer> => {
    if (asked++ === 0) throw refusal;
    const deal = sampleDeal();
    const contacts = deal.contacts.map((one) => (one.id === 'c-1' ? { ...one, version: 5, ...there } : one));
    return { ...deal, contacts } as Answer;
  };
  return sendEdit(createDesk(createStore(INITIAL_STATE), send, 'all'), waiting);
}

describe('the answer to an edit', () => {
  it.each([new ApiError('unreachable'), new ApiError('signed-out'), problem(401), problem(429), problem(503)])(
    'that could not be asked for is awaited: %s',
    async (refusal) => {
      expect(await answerTo(role(null), refusal)).toEqual({ name: 'later' });
    },
  );

  it.each([400, 403, 404, 422])('that says no (%i) is the agent’s to read', async (status) => {
    expect(await answerTo(role(null), problem(status))).toMatchObject({ name: 'refused', error: { status } });
  });

  it('of 412 is a conflict only where somebody else has changed the same field', async () => {
    expect(await answerTo(role('User'), problem(412), { role: 'Legal' })).toEqual({
      ...{ name: 'conflict', theirs: { role: 'Legal' }, version: 5 },
    });
    expect(await answerTo(role('User'), problem(412), { role: 'User', title: 'CEO' })).toEqual({
      ...{ name: 'rebase', version: 5 },
    });
  });

  it('of 412 means that the first answer was lost when everything is there', async () => {
    expect(await answerTo(role('User'), problem(412), { role: 'Sponsor' })).toEqual({ name: 'sent' });
  });

  it('of 412 for a person who is gone is a refusal', async () => {
    const gone = edit({ kind: 'edit-contact', id: 'nobody', body: { role: 'x' }, before: { role: null } });
    expect(await answerTo(gone, problem(412))).toMatchObject({ name: 'refused', error: { status: 404 } });
  });

  it('to a removal may come late: the person is gone; what was changed meanwhile is for the agent to see', async () => {
    const removal = edit({ kind: 'remove-contact', id: 'c-1', before: { role: 'User', email: null } });
    expect(await answerTo(removal, problem(404))).toEqual({ name: 'sent' });
    expect(await answerTo(removal, problem(412), { role: 'Sponsor', email: undefined })).toEqual({
      ...{ name: 'conflict', theirs: { role: 'Sponsor' }, version: 5 },
    });
    expect(await answerTo(removal, problem(412), { role: 'User', email: undefined })).toEqual({
      ...{ name: 'rebase', version: 5 },
    });
  });

  it('to an outcome waits for the record of the call', async () => {
    const outcome = edit({
      ...{ kind: 'outcome', id: 'call-1', body: { disposition: 'connected', notes: '', followUpAt: null } },
    });
    expect(await answerTo(outcome, problem(404))).toEqual({ name: 'not-yet' });
    expect(await answerTo(outcome, problem(409))).toEqual({ name: 'not-yet' });
    expect(await answerTo(outcome, problem(422))).toMatchObject({ name: 'refused' });
  });
});
