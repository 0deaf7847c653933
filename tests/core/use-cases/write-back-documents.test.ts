import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { InCrm } from '../../../functions/core/contracts/opportunity-context.ts';
import type { WriteBackMessage } from '../../../functions/core/contracts/queue-messages.ts';
import type { SourceEvent } from '../../../functions/core/contracts/source-events.ts';
import { NOT_KEPT_THERE, TOO_LARGE_FOR_CRM } from '../../../functions/core/delivery-reasons.ts';
import type { Delivered, OpenableFile } from '../../../functions/core/ports/crm.ts';
import type { StoredDocument } from '../../../functions/core/ports/document-store.ts';
import { type WriteBackPorts, writeBack } from '../../../functions/core/use-cases/write-back.ts';
import { silentLog } from '../support/logs.ts';

const ids = { sourceId: 'demo-crm', opportunityId: 'opp/1', documentId: 'd-1' };
const added = { type: 'document.added', ...ids, version: 2, by: 'ana' } as const;
const file = { id: 'first', number: 1, at: '', bytes: 3, fileName: 'plan.txt', contentType: 'text/plain', by: 'ana' };
const document: StoredDocument = {
  ...{ id: 'd-1', title: 'Plan', fileName: 'plan.txt', contentType: 'text/plain', category: '', state: 'ready' },
  ...{ pinned: false, tags: [], version: 2, updatedAt: '', addedBy: 'ana', fetched: undefined, sourceUrl: undefined },
  ...{ files: [file], current: file },
};
const notAsked = (): never => expect.fail('nobody asks for it');

/** What is told of it, with which file, and what the desktop shows then. */
async function tell(
  message: WriteBackMessage,
  answer: Delivered = { outcome: 'delivered' },
  stored: StoredDocument | undefined = document,
) {
  const told: { event: SourceEvent; file: OpenableFile | undefined }[] = [];
  const marked: [fileId: string, inCrm: InCrm][] = [];
  const ports: WriteBackPorts<{ readonly retry?: undefined }> = {
    documents: {
      get: async () => stored,
      markInCrm: async (_key, _id, fileId, inCrm) => void marked.push([fileId, inCrm]),
    },
    files: {
      async open(key) {
        return (async function* () {
          yield new TextEncoder().encode(key);
        })();
      },
      linkForReading: async (key, { seconds }) => `https://files.example/${key}?for=${seconds}`,
    },
    deliver: async (event, _source, _id, sent) => {
      told.push({ event, file: sent });
      return answer;
    },
    ...{ calls: { get: notAsked, change: notAsked }, contacts: { get: notAsked, confirmWrittenBack: notAsked } },
    ...{ activity: { latestAbout: notAsked }, erasureOrders: { get: notAsked } },
    ...{ requests: { get: notAsked, accept: notAsked }, dialQueue: { send: notAsked } },
    ...{ sources: new Map([['demo-crm', {}]]), clock: { now: () => new Date(0) }, log: silentLog },
    desktopOrigin: 'https://desktop.example',
  };
  const result = await writeBack(ports)(message);
  return { result, told, marked };
}

describe('a document of an agent’s, on its way to the CRM', () => {
  it('goes there with its current file, which can be opened and linked to', async () => {
    const { told } = await tell(added);
    expect(told[0]?.event).toMatchObject({ type: 'document.added', data: { document: { id: 'd-1' }, by: 'ana' } });
    const sent = told[0]?.file ?? expect.fail('no file');
    expect(sent).toMatchObject({ id: 'first', fileName: 'plan.txt', contentType: 'text/plain', bytes: 3 });
    const key = 'documents/demo-crm/opp%2F1/d-1/first';
    expect(await text(await sent.open())).toBe(key);
    expect(await sent.link(9)).toBe(`https://files.example/${key}?for=9`);
  });

  it.each([
    [{ outcome: 'delivered' }, { state: 'kept' }],
    [
      { outcome: 'dropped', reason: TOO_LARGE_FOR_CRM },
      { state: 'only-here', reason: 'too-large' },
    ],
    [
      { outcome: 'dropped', reason: NOT_KEPT_THERE },
      { state: 'only-here', reason: 'not-taken' },
    ],
    [
      { outcome: 'dropped', reason: 'record-gone' },
      { state: 'only-here', reason: 'opportunity-gone' },
    ],
    [
      { outcome: 'dropped', reason: 'storage-limit-exceeded' },
      { state: 'only-here', reason: 'refused' },
    ],
  ] as const)('answered with %o is shown as %o', async (answer, inCrm) => {
    expect((await tell(added, answer)).marked).toEqual([['first', inCrm]]);
  });

  it('that the CRM does not take now stays on its way', async () => {
    const { result, marked } = await tell(added, { outcome: 'failed', status: 503, retryAfter: 0 });
    expect([result.outcome, marked]).toEqual(['failed', []]);
  });

  it('is told without its file when only its name has changed, and by its id when it is gone', async () => {
    const renamed = await tell({ ...added, type: 'document.updated' });
    expect(renamed.told).toMatchObject([{ event: { type: 'document.updated' }, file: undefined }]);
    expect(renamed.marked).toEqual([]);
    const removed = await tell({ ...added, type: 'document.removed' }, undefined, undefined);
    expect(removed.told).toMatchObject([{ event: { type: 'document.removed', data: { documentId: 'd-1' } } }]);
  });
});
