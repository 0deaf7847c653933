import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { previewOf } from '../../ccp-widget/src/preview/preview.ts';
import { PreviewError } from '../../ccp-widget/src/preview/preview-error.ts';
import { showCsv } from '../../ccp-widget/src/preview/show-csv.ts';
import { showText } from '../../ccp-widget/src/preview/show-text.ts';
import { documentEditBetween, documentFormFrom, tagsFrom } from '../../ccp-widget/src/state/document-form.ts';
import { nextLookMs } from '../../ccp-widget/src/state/documents-on-their-way.ts';
import { filterDocuments, NO_FILTER, tagsOf } from '../../ccp-widget/src/state/filter-documents.ts';
import { documentEditSchema } from '../../functions/core/contracts/agent-requests.ts';
import type { DocumentView } from '../../functions/core/contracts/opportunity-context.ts';

const proposal: DocumentView = {
  id: 'd-1',
  title: 'Angebot für Łódź',
  fileName: 'offer-v3.pdf',
  contentType: 'application/pdf',
  category: 'Proposal',
  state: 'ready',
  pinned: false,
  tags: ['Board', 'price'],
  version: 2,
  updatedAt: '2026-11-24T12:00:00Z',
};
const minutes: DocumentView = { ...proposal, id: 'd-2', title: 'Minutes', category: 'Meeting', tags: ['board'] };

describe('finding a document', () => {
  const found = (text: string, tag = ''): string[] =>
    filterDocuments([proposal, minutes], { text, tag }).map(({ id }) => id);

  it('takes words in any order and place, without accents and capitals', () => {
    expect(found('')).toEqual(['d-1', 'd-2']);
    expect(found('FUR offer')).toEqual(['d-1']);
    expect(found('price prop')).toEqual(['d-1']);
    expect(found('meeting offer')).toEqual(['d-2']);
    expect(found('nothing')).toEqual([]);
    expect(filterDocuments([proposal], NO_FILTER)).toEqual([proposal]);
  });

  it('takes a tag as the same however it is capitalised, most used first', () => {
    expect(tagsOf([proposal, minutes])).toEqual(['Board', 'price']);
    expect(found('', 'board')).toEqual(['d-1', 'd-2']);
    expect(found('minutes', 'Board')).toEqual(['d-2']);
  });
});

describe('the form of a document', () => {
  it('sends only what was changed, as the API takes it', () => {
    const form = documentFormFrom(proposal);
    expect(documentEditBetween(proposal, form)).toEqual({});
    expect(documentEditBetween(proposal, { ...form, title: ' Angebot für Łódź ', category: ' ' })).toEqual({});
    const edit = documentEditBetween(proposal, { ...form, title: 'Offer', tags: 'Board, legal' });
    expect(edit).toEqual({ title: 'Offer', tags: ['Board', 'legal'] });
    expect(v.parse(documentEditSchema, edit)).toEqual(edit);
    expect(documentEditBetween(proposal, { ...form, tags: '' })).toEqual({ tags: [] });
  });

  it('takes each tag once', () => {
    expect(tagsFrom(' board,, Board ,price,')).toEqual(['board', 'price']);
  });
});

describe('a document on its way', () => {
  it('is looked for soon, then less and less often, never more rarely than every half minute', () => {
    const waits = Array.from({ length: 12 }, (_, looks) => nextLookMs(looks));
    expect(waits[0]).toBe(3_000);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBe(30_000);
  });
});

describe('the preview', () => {
  const of = (contentType: string, fileName: string) => previewOf({ contentType, fileName });

  it('knows a table by its type, or by its name when the type says nothing', () => {
    expect(of('text/csv; charset=utf-8', 'x')).toBe(showCsv);
    expect(of('application/vnd.ms-excel', 'prices.CSV')).toBe(showCsv);
    expect(of('text/plain', 'prices.csv')).toBe(showCsv);
    expect(of('text/plain', 'notes.txt')).toBe(showText);
    expect(of('text/html', 'page.csv')).toBe(showText);
    expect(() => of('application/vnd.ms-excel', 'prices.xls')).toThrow(PreviewError);
  });
});
