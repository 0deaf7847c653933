/** What every kind of CRM that is asked through its API must do, told once. A kind's own rules have tests of their own. */
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallView } from '#core/contracts/call.ts';
import { opportunityUpdatedSchema } from '#core/contracts/call-request.ts';
import type { DocumentView } from '#core/contracts/opportunity-context.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import { CtiError } from '#core/errors.ts';
import type { OpenableFile, OpportunityRead } from '#core/ports/crm.ts';
import { capabilitiesOf } from '#crm/capabilities.ts';
import { DEMO_OPPORTUNITIES } from '../../../../local/console/crm/opportunities.ts';
import type { CrmUnderTest } from './crm-under-test.ts';

const NOW = new Date('2026-11-24T10:00:00.000Z');
const DEAL = DEMO_OPPORTUNITIES[0] ?? expect.fail('there is no deal');
const PERSON = DEAL.people[0] ?? expect.fail('there is nobody');

export const finishedCall = (
  { source: { id: sourceId }, idOf }: Pick<CrmUnderTest, 'source' | 'idOf'>,
  changes: Partial<CallView> = {},
): CallView => ({
  ...{ callId: 'call-aaaabbbbccccddddeeeeffff22', sourceId, opportunityId: idOf(DEAL.id), direction: 'outbound' },
  ...{ state: 'completed', contactId: idOf(PERSON.id), contactName: PERSON.name, phone: '+14155550101' },
  ...{ agentUsername: 'ana', connectContactId: '0aa0aa0a-0000-4000-8000-000000000001' },
  ...{ requestedAt: '2026-11-24T09:50:00.000Z', dialingAt: '2026-11-24T09:50:01.000Z' },
  ...{ answeredAt: '2026-11-24T09:50:10.000Z', withAgentAt: '2026-11-24T09:50:12.000Z' },
  ...{ endedAt: '2026-11-24T09:55:10.000Z', completedAt: '2026-11-24T09:56:00.000Z' },
  history: [],
  version: 6,
  outcome: {
    disposition: 'Connected',
    notes: 'Wants a new offer',
    savedAt: '2026-11-24T09:55:50.000Z',
    savedBy: 'ana',
  },
  ...changes,
});

export const DESKTOP_URL = 'https://desktop.example/#opportunity/crm/opp-1/call/call-1';

export const told = (
  call: CallView,
  type: 'call.completed' | 'call.failed' | 'call.blocked' = 'call.completed',
): SourceEvent => ({
  ...{ type, timestamp: NOW.toISOString() },
  data: { call, desktopUrl: DESKTOP_URL },
});

/** @param open `takesDocuments`: whether the kind has a place for files that agents add */
export function describeCrm(
  kind: string,
  open: () => Promise<CrmUnderTest & { stop(): Promise<void> }>,
  { takesDocuments = true } = {},
): void {
  describe(`a CRM of kind ${kind}`, () => {
    let crm: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      crm = await open();
    });
    afterEach(() => crm.stop());

    const verify = (request: Parameters<typeof crm.inbound.verify>[0], now = NOW): string =>
      crm.inbound.verify(request, crm.secrets, now, crm.source);
    const refusal = (attempt: () => unknown): string => {
      try {
        attempt();
        return 'accepted';
      } catch (error) {
        if (error instanceof CtiError) return error.code;
        throw error;
      }
    };
    const read = (id: string): Promise<OpportunityRead> => crm.reading.read(id);

    describe('that sends', () => {
      const asked = () =>
        crm.callAsked({ eventId: 'e-1', opportunityId: crm.idOf(DEAL.id), contactId: crm.idOf(PERSON.id), at: NOW });

      it('asks for a call, under an id that a repetition has too', () => {
        const notices = () => crm.inbound.parse(asked(), verify(asked()), crm.source);
        expect(notices()).toMatchObject([
          { read: { opportunityId: crm.idOf(DEAL.id), call: { contactId: crm.idOf(PERSON.id) } } },
        ]);
        expect(notices()).toEqual(notices());
      });

      it('tells that opportunities have changed, and that one is gone', () => {
        const ids = DEMO_OPPORTUNITIES.map(({ id }) => crm.idOf(id));
        const changed = crm.changed({ eventId: 'e-2', opportunityIds: ids, at: NOW });
        const notices = crm.inbound.parse(changed, verify(changed), crm.source);
        expect(notices.map((notice) => 'read' in notice && notice.read.opportunityId).sort()).toEqual([...ids].sort());
        const deleted = crm.deleted({ eventId: 'e-3', opportunityId: crm.idOf(DEAL.id), at: NOW });
        expect(crm.inbound.parse(deleted, verify(deleted), crm.source)).toMatchObject([
          { message: { type: 'opportunity.deleted', data: { opportunity: { id: crm.idOf(DEAL.id) } } } },
        ]);
      });

      it('is not believed with another body, another secret, or no signature', () => {
        const request = asked();
        const forged = { ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) };
        const secrets = crm.secrets.map((secret) => `${secret.slice(0, -4)}AAAA`);
        expect(refusal(() => crm.inbound.verify(request, secrets, NOW, crm.source))).toBe('signature-invalid');
        expect(refusal(() => verify({ ...request, headers: {}, url: request.url.replace(/\?.*$/, '') }))).toMatch(
          /^signature-/,
        );
        if (crm.knowsTime) expect(refusal(() => verify(forged))).toBe('signature-invalid');
      });

      it('is believed by either of two secrets while they are changed, under the same id, and then by the new one only', () => {
        const newer = crm.secrets.map((secret) => `${Buffer.from(`a newer one than ${secret}`).toString('base64')}`);
        const by = (secrets: readonly string[]) => crm.inbound.verify(asked(), secrets, NOW, crm.source);
        expect([by([...newer, ...crm.secrets]), by([...crm.secrets, ...newer])]).toEqual([
          verify(asked()),
          verify(asked()),
        ]);
        expect(refusal(() => by(newer))).toBe('signature-invalid');
      });

      it('is not believed when somebody sends it again, later', () => {
        if (!crm.knowsTime) return;
        expect(refusal(() => verify(asked(), new Date(NOW.getTime() + 301_000)))).toBe('signature-expired');
      });
    });

    describe('that is read', () => {
      it('gives the opportunity with its people, their roles and numbers, and its documents', async () => {
        const found = await read(crm.idOf(DEAL.id));
        if (found.outcome !== 'read') return expect.fail(found.outcome);
        const { opportunity, contacts, documents } = found.data;
        expect(opportunity).toMatchObject({
          id: crm.idOf(DEAL.id),
          name: DEAL.name,
          closeDate: DEAL.closeDate,
          amount: DEAL.amount,
        });
        expect(opportunity.owner).toEqual({ username: 'ana' });
        expect(contacts.map(({ id }) => id).sort()).toEqual(DEAL.people.map(({ id }) => crm.idOf(id)).sort());
        const person = contacts.find(({ id }) => id === crm.idOf(PERSON.id));
        expect(person).toMatchObject({ name: PERSON.name, role: PERSON.role, primary: true, email: PERSON.email });
        expect(person?.phones.map(({ number }) => number)).toContain('+14155550101');
        expect(documents.map(({ fileName }) => fileName).sort()).toEqual(
          DEAL.documents.map(({ fileName }) => fileName).sort(),
        );
      });

      it('gives nothing that a call request could not say', async () => {
        for (const { id, people } of DEMO_OPPORTUNITIES) {
          const found = await read(crm.idOf(id));
          if (found.outcome !== 'read') return expect.fail(found.outcome);
          const { contacts } = v.parse(opportunityUpdatedSchema.entries.data, found.data);
          expect(contacts).toHaveLength(people.length);
        }
      });

      it('gives the bytes of its documents', async () => {
        const found = await read(crm.idOf(DEAL.id));
        const url = found.outcome === 'read' ? found.data.documents[0]?.url : undefined;
        const place = url === undefined ? undefined : await crm.files.locateDocument(url);
        if (place?.outcome !== 'located') return expect.fail(`not located: ${place?.outcome}`);
        const answer = await fetch(place.url, { headers: place.headers });
        expect(answer.status).toBe(200);
        expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
      });

      it('says when there is no such opportunity, or none for us', async () => {
        crm.double.remove(crm.idOf(DEAL.id));
        expect((await read(crm.idOf(DEAL.id))).outcome).toBe('gone');
        const other = crm.idOf(DEMO_OPPORTUNITIES[1]?.id ?? '');
        crm.double.hide(other);
        expect(['gone', 'refused']).toContain((await read(other)).outcome);
      });

      it('goes on when its token ends in between', async () => {
        expect((await read(crm.idOf(DEAL.id))).outcome).toBe('read');
        crm.double.expireTokens();
        expect((await read(crm.idOf(DEAL.id))).outcome).toBe('read');
      });

      it('is left alone for as long as it asks, and is asked again when it fails or makes no sense', async () => {
        crm.double.failNext([{ status: 429, retryAfter: 7 }]);
        expect(await read(crm.idOf(DEAL.id))).toMatchObject({ outcome: 'unavailable', retryAfter: 7_000 });
        crm.double.failNext([{ status: 429 }]);
        expect((await read(crm.idOf(DEAL.id))).outcome).toBe('unavailable');
        crm.double.failNext([{ status: 503 }]);
        expect((await read(crm.idOf(DEAL.id))).outcome).toBe('unavailable');
        crm.double.failNext(['garbage']);
        expect((await read(crm.idOf(DEAL.id))).outcome).toBe('unusable');
        expect((await read(crm.idOf(DEAL.id))).outcome).toBe('read');
      });

      it('knows whose Connect user its own users are', async () => {
        expect(await crm.reading.usernameOf('nobody-with-this-id')).toBeUndefined();
      });
    });

    describe('that is told', () => {
      const log = () => crm.double.loggedCalls();

      it('leads from the entry of a call that an agent took to the desktop, where its notes and recordings are, whatever is noted', async () => {
        const outcome = finishedCall(crm).outcome ?? expect.fail('there is no outcome');
        const long = { ...outcome, notes: 'n'.repeat(1_990) };
        for (const taken of [
          finishedCall(crm, { takenBy: 'ana' }),
          finishedCall(crm, { takenBy: 'ana', outcome: long }),
        ]) {
          expect(await crm.telling.deliver(told(taken), `event-${taken.outcome?.notes}`)).toMatchObject({
            outcome: 'delivered',
          });
          expect(log()[0]?.notes).toContain(DESKTOP_URL);
        }
        const missed = finishedCall(crm, { callId: 'call-missed' });
        await crm.telling.deliver(told(missed), 'event-missed');
        expect(log().find(({ callId }) => callId === missed.callId)?.notes).not.toContain('desktop.example');
      });

      it('has one entry of its call log for a call, bound to opportunity and person by their ids', async () => {
        const call = finishedCall(crm);
        expect(await crm.telling.deliver(told(call), 'event-1')).toEqual({ outcome: 'delivered' });
        expect(log()).toHaveLength(1);
        expect(log()[0]).toMatchObject({
          ...{
            callId: call.callId,
            opportunityId: crm.idOf(DEAL.id),
            contactId: crm.idOf(PERSON.id),
            direction: 'outbound',
          },
          ...{ seconds: 300, notes: expect.stringContaining('Wants a new offer'), phone: '+14155550101' },
        });
        expect(log()[0]?.userId).toBeDefined();
      });

      it('has the call to a person whom an agent has added bound to that person’s own record', async () => {
        const added = { ...PERSON, id: 'added-1', name: 'Kim Lee', timeZone: 'Europe/Berlin', attributes: {} };
        const contact = { ...added, version: 1, updatedAt: NOW.toISOString(), updatedBy: 'ana' };
        const person: SourceEvent = {
          ...{ type: 'contact.updated', timestamp: NOW.toISOString() },
          data: { opportunityId: crm.idOf(DEAL.id), contactId: added.id, contact, changes: [], by: 'ana' },
        };
        expect(await crm.telling.deliver(person, 'event-1')).toEqual({ outcome: 'delivered' });
        expect(await crm.telling.deliver(told(finishedCall(crm, { contactId: added.id })), 'event-2')).toEqual({
          outcome: 'delivered',
        });
        expect(log()).toHaveLength(1);
        expect(log()[0]?.contactId).toBeDefined();
        expect(log()[0]?.contactId).not.toBe(added.id);
      });

      it('has what concerns somebody who was merged at the person that they have become', async () => {
        if (crm.double.merge === undefined) return;
        const survivor = DEAL.people.find(({ group, id }) => group === 'stakeholder' && id !== PERSON.id);
        const [gone, into] = [crm.idOf(PERSON.id), crm.idOf(survivor?.id ?? expect.fail('there is nobody else'))];
        crm.double.merge(gone, into);
        const contact = { ...PERSON, id: gone, title: 'Chief of all', timeZone: 'Europe/Berlin', attributes: {} };
        const edited: SourceEvent = {
          ...{ type: 'contact.updated', timestamp: NOW.toISOString() },
          data: {
            ...{ opportunityId: crm.idOf(DEAL.id), contactId: gone, changes: [{ field: 'title' }], by: 'ana' },
            contact: { ...contact, version: 2, updatedAt: NOW.toISOString(), updatedBy: 'ana' },
          },
        };
        expect(await crm.telling.deliver(edited, 'event-1')).toEqual({ outcome: 'delivered' });
        const found = await read(crm.idOf(DEAL.id));
        if (found.outcome !== 'read') return expect.fail(found.outcome);
        expect(found.data.contacts.find(({ id }) => id === into)?.title).toBe('Chief of all');
        expect(await crm.telling.deliver(told(finishedCall(crm)), 'event-2')).toEqual({ outcome: 'delivered' });
        expect(log().map(({ contactId }) => contactId)).toEqual([into]);
      });

      it('changes that entry when it is told again, with an outcome that came later', async () => {
        const { outcome: _, ...before } = finishedCall(crm);
        await crm.telling.deliver(told(before), 'event-1');
        await crm.telling.deliver(told(finishedCall(crm, { version: 7 })), 'event-2');
        expect(log()).toHaveLength(1);
        expect(log()[0]?.notes).toContain('Wants a new offer');
      });

      it('has an entry for every call that was not made or reached nobody, with the reason', async () => {
        const { outcome: _, answeredAt: _a, withAgentAt: _w, ...missed } = finishedCall(crm);
        await crm.telling.deliver(told({ ...missed, reason: 'no-answer' }), 'event-1');
        const { dialingAt: _d, endedAt: _e, completedAt: _c, ...blocked } = missed;
        const other = { ...blocked, callId: 'call-bbbb', state: 'blocked' as const, reason: 'do-not-call' as const };
        await crm.telling.deliver(told(other, 'call.blocked'), 'event-2');
        expect(
          log()
            .map(({ callId }) => callId)
            .sort(),
        ).toEqual([missed.callId, 'call-bbbb'].sort());
        expect(new Set(log().map(({ status }) => status)).size).toBeGreaterThan(0);
      });

      it('has one entry when the answer to the first attempt is lost, or two are told at once', async () => {
        const call = finishedCall(crm);
        crm.double.failNext(['lost-answer']);
        const first = await crm.telling.deliver(told(call), 'event-1');
        expect(first.outcome).toBe('failed');
        await Promise.all([1, 2].map((n) => crm.telling.deliver(told({ ...call, callId: 'call-2' }), `event-2-${n}`)));
        expect(log().filter(({ callId }) => callId === 'call-2').length).toBeLessThanOrEqual(1);
        expect(log().filter(({ callId }) => callId === call.callId).length).toBeLessThanOrEqual(1);
      });

      it('is told again later when it is down, and not when its record is gone', async () => {
        crm.double.failNext([{ status: 503 }]);
        expect((await crm.telling.deliver(told(finishedCall(crm)), 'event-1')).outcome).toBe('failed');
        expect((await crm.telling.deliver(told(finishedCall(crm)), 'event-1')).outcome).not.toBe('dropped');
      });
    });

    if (!takesDocuments) {
      it('has no place for documents of agents, says so, and drops them', async () => {
        expect(capabilitiesOf(crm.source).documents).toMatchObject({ add: 'here', newVersion: 'here', rename: 'here' });
        const document = {
          id: 'd-9',
          title: 'Offer',
          fileName: 'offer.pdf',
          contentType: 'application/pdf',
          category: '',
        };
        const state = { state: 'ready' as const, pinned: false, tags: [], version: 1, updatedAt: NOW.toISOString() };
        const event: SourceEvent = {
          ...{ type: 'document.added', timestamp: NOW.toISOString() },
          data: { opportunityId: crm.idOf(DEAL.id), document: { ...document, ...state }, by: 'ana' },
        };
        expect(await crm.telling.deliver(event, 'event-d')).toMatchObject({ outcome: 'dropped' });
      });

      return;
    }

    describe('that is brought documents by agents', () => {
      const opportunityId = () => crm.idOf(DEAL.id);
      const content = 'line, line\n'.repeat(40_000);
      const fileOf = (id: string, text = content): OpenableFile => ({
        ...{ id, fileName: 'offer "v1".csv', contentType: 'text/csv', bytes: Buffer.byteLength(text) },
        async open() {
          // Parts that fit no group of base64.
          const bytes = Buffer.from(text);
          return (async function* () {
            for (let at = 0; at < bytes.byteLength; at += 65_537) yield bytes.subarray(at, at + 65_537);
          })();
        },
        link: async () => expect.fail('nobody asks for a link'),
      });
      const document = (changes: Partial<DocumentView> = {}): DocumentView => ({
        ...{ id: 'added-doc-1', title: 'Offer', fileName: 'offer "v1".csv', contentType: 'text/csv', category: '' },
        ...{ state: 'ready', pinned: false, tags: [], version: 2, updatedAt: NOW.toISOString(), fileVersion: 1 },
        ...changes,
      });
      const news = (type: 'document.added' | 'document.updated', changes?: Partial<DocumentView>): SourceEvent => ({
        ...{ type, timestamp: NOW.toISOString() },
        data: { opportunityId: opportunityId(), document: document(changes), by: 'ana' },
      });
      const bring = (file = fileOf('file-1')) => crm.telling.deliver(news('document.added'), 'event-d', file);
      const kept = () =>
        crm.double.keptDocuments().map(({ bytes, ...about }) => ({ ...about, text: Buffer.from(bytes).toString() }));

      it('says that it takes them', () => {
        const { documents } = capabilitiesOf(crm.source);
        expect(documents).toMatchObject({ add: 'crm', newVersion: 'crm', rename: 'crm', remove: 'crm' });
      });

      it('keeps one with its bytes, on its opportunity, once, however often it is told', async () => {
        expect(await bring()).toEqual({ outcome: 'delivered' });
        expect(await bring()).toEqual({ outcome: 'delivered' });
        expect(kept()).toMatchObject([{ opportunityId: opportunityId(), title: expect.stringContaining('Offer') }]);
        expect(kept()[0]?.fileName).toContain('.csv');
        expect(kept()[0]?.text === content).toBe(true);
      });

      it('does not give it back as one of its own', async () => {
        const before = await read(opportunityId());
        await bring();
        const after = await read(opportunityId());
        if (before.outcome !== 'read' || after.outcome !== 'read') return expect.fail('it is not read');
        expect(after.data.documents).toEqual(before.data.documents);
      });

      it('shows its next version in the same place, and another name', async () => {
        await bring();
        expect(await bring(fileOf('file-2', 'second'))).toEqual({ outcome: 'delivered' });
        expect(kept().map(({ text }) => text)).toEqual(['second']);
        const renamed = news('document.updated', { title: 'Final offer' });
        expect(await crm.telling.deliver(renamed, 'event-r')).toEqual({ outcome: 'delivered' });
        expect(kept()).toMatchObject([{ title: expect.stringContaining('Final offer'), text: 'second' }]);
      });

      it('has it no more once it is removed, and may be told so twice', async () => {
        await bring();
        const gone: SourceEvent = {
          ...{ type: 'document.removed', timestamp: NOW.toISOString() },
          data: { opportunityId: opportunityId(), documentId: 'added-doc-1', by: 'ana' },
        };
        expect(await crm.telling.deliver(gone, 'event-g')).toEqual({ outcome: 'delivered' });
        expect(kept()).toEqual([]);
        expect(await crm.telling.deliver(gone, 'event-g')).toEqual({ outcome: 'delivered' });
      });

      it('is told again when it is down or its answer is lost, and never has it twice', async () => {
        crm.double.failNext([{ status: 503 }]);
        expect((await bring()).outcome).toBe('failed');
        crm.double.failNext(['lost-answer']);
        await bring();
        await bring();
        expect(kept().length).toBeLessThanOrEqual(1);
      });

      it('does not get one whose opportunity is gone', async () => {
        crm.double.remove(opportunityId());
        expect((await bring()).outcome).not.toBe('delivered');
        expect(kept()).toEqual([]);
      });
    });
  });
}
