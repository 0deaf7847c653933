/** What was changed is told as the forms say it, in the agent's language: never by the API's own keys, ids and flags. */
import type { ComponentChild, VNode } from 'preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LANGUAGES, type Language } from '../../ccp-widget/src/language.ts';
import type { ContactInput } from '../../functions/core/contracts/call-request.ts';
import { CONTACT_FIELDS } from '../../functions/core/contracts/capabilities.ts';
import type { ActivityView } from '../../functions/core/contracts/opportunity-context.ts';
import { contactChanges } from '../../functions/core/model/contact-edit.ts';
import { sampleDeal } from './harness/sample-deal.ts';

const TEXTS = ['labels', 'timeline', 'calls', 'call-states'] as const;
const people = sampleDeal().contacts;

/** The lines of a change, as the timeline of one language shows them. */
async function timelineIn(language: Language) {
  vi.resetModules();
  const read = (name: string): Promise<object> => import(`../../ccp-widget/src/texts/${language}/${name}.ts`);
  for (const name of TEXTS) vi.doMock(`#texts/${name}.ts`, () => read(name));
  const { activityEntry } = await import('../../ccp-widget/src/views/timeline-entry.ts');
  return (type: ActivityView['type'], changes: NonNullable<ActivityView['changes']>): readonly string[] => {
    const activity = { ...{ id: 'a', type, changes }, ...{ by: 'ben', at: '', subjectId: 's', subjectName: 'S' } };
    const entry = activityEntry(activity, 'ana', new Date(), people);
    return nodesOf(entry).flatMap((node) => (node.type === 'li' ? [wordsOf(node)] : []));
  };
}

const childrenOf = (node: VNode<{ children?: ComponentChild }>): ComponentChild[] => [node.props.children].flat(9);
const isNode = (child: ComponentChild): child is VNode<{ children?: ComponentChild }> =>
  typeof child === 'object' && child !== null && 'props' in child;
const nodesOf = (child: ComponentChild): VNode<{ children?: ComponentChild }>[] =>
  isNode(child) ? [child, ...childrenOf(child).flatMap(nodesOf)] : [];
const wordsOf = (child: ComponentChild): string =>
  isNode(child) ? childrenOf(child).map(wordsOf).join('') : typeof child === 'string' ? child : '';

const before: ContactInput = {
  ...{ id: 'c-9', name: 'Kim', phones: [{ number: '+14155550109' }], attributes: {} },
  ...{ group: 'stakeholder', primary: false, doNotCall: true, reportsTo: 'c-2' },
};
const after: ContactInput = { ...before, group: 'team', primary: true, doNotCall: false, reportsTo: 'c-1' };

describe.each(LANGUAGES)('a change in the timeline, in %s,', (language) => {
  afterEach(() => {
    for (const name of TEXTS) vi.doUnmock(`#texts/${name}.ts`);
    vi.resetModules();
  });

  it('is told in the words of the form, of people, documents and outcomes', async () => {
    const lines = await timelineIn(language);
    const { fields, dispositions } = await import('#texts/labels.ts');
    expect(lines('contact.updated', contactChanges(before, after)).toSorted()).toEqual(
      [
        `${fields.group}: ${fields.stakeholder} → ${fields.team}`,
        `${fields.primary}: ${fields.no} → ${fields.yes}`,
        `${fields.reportsTo}: Marcus Bell → Dana Reyes`,
        `${fields.doNotCall}: ${fields.yes} → ${fields.no}`,
      ].toSorted(),
    );
    const edit = { title: 'Final', pinned: 'true', tags: 'board, pricing' };
    const told = Object.entries(edit).map(([field, to]) => ({ field, to }));
    expect(lines('document.updated', told)).toEqual([
      `${fields.documentTitle}: Final`,
      `${fields.pinned}: ${fields.yes}`,
      `${fields.tags}: board, pricing`,
    ]);
    expect(lines('outcome.saved', [{ field: 'disposition', to: 'follow-up' }])).toEqual([
      `${fields.disposition}: ${dispositions['follow-up']}`,
    ]);
  });

  it('has a name for every field of a person, and leaves what a person has written as it is', async () => {
    const lines = await timelineIn(language);
    for (const field of CONTACT_FIELDS) {
      const [line = ''] = lines('contact.updated', [{ field, from: 'no', to: 'team' }]);
      expect(line, field).not.toContain(`${field}:`);
    }
    expect(lines('contact.updated', [{ field: 'role', from: 'no', to: 'team' }])[0]).toMatch(/: no → team$/);
  });
});
