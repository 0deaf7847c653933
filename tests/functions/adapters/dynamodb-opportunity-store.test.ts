import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamodbPersonalData } from '#adapters/dynamodb-personal-data.ts';
import type { HeldItem } from '#core/ports/erasure.ts';
import { AT, contact, crmAttributes, document, HOSTILE_NAMES, later, opportunity } from '../support/opportunities.ts';
import { dana, key, load, matches, PHONE, project, stores, test, useStores } from '../support/stores.ts';

useStores();

describe('an opportunity', () => {
  it('is written in one round trip and read back whole with one query', async () => {
    const written = await test.measure(() => project());
    expect(written.inSequence).toBe(1);
    const { result, operations } = await test.measure(load);
    expect(operations).toEqual(['Query']);
    expect(result.opportunity).toEqual({ ...opportunity(), sourceId: key.sourceId, updatedAt: AT, version: 1 });
    expect(result.contacts).toEqual([{ ...dana, version: 1, updatedAt: AT, updatedBy: key.sourceId }]);
    expect(result.documents).toEqual([
      {
        ...{ id: 'd-1', title: 'Document d-1', fileName: 'd-1.pdf', contentType: 'application/pdf', category: 'Other' },
        ...{ state: 'fetching', pinned: false, tags: [], version: 1, updatedAt: AT },
      },
    ]);
    expect(await stores.opportunities.loadContext({ ...key, opportunityId: 'other' })).toBeUndefined();
  });

  it('keeps names with markup, emoji, right-to-left text and 500 characters as they are', async () => {
    const names = Object.values(HOSTILE_NAMES);
    await project(AT, {
      opportunity: opportunity({ name: HOSTILE_NAMES.long, attributes: HOSTILE_NAMES }),
      contacts: names.map((name, index) =>
        contact(`${index}#${name.slice(0, 20)}`, { name, role: name, phones: [{ number: PHONE }] }),
      ),
      documents: names.map((title, index) => document(String(index), { title })),
    });
    const context = await load();
    expect(context.opportunity.attributes).toEqual(HOSTILE_NAMES);
    expect(context.contacts.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(context.documents.map(({ title }) => title).sort()).toEqual([...names].sort());
    expect((await matches(PHONE)).map(({ contactName }) => contactName).sort()).toEqual([...names].sort());
    expect(await stores.opportunities.findByName(key.sourceId, 'ẞß')).toHaveLength(1);
  });

  it('gives back every JSON value among the fields of opportunity and people, whatever DynamoDB thinks of it', async () => {
    let minute = 0;
    await fc.assert(
      fc.asyncProperty(crmAttributes, crmAttributes, async (ofOpportunity, ofContact) => {
        minute += 1;
        await project(later(minute), {
          opportunity: opportunity({ amount: 1e300, attributes: ofOpportunity }),
          contacts: [contact('c-1', { attributes: ofContact })],
          documents: [],
        });
        const context = await load();
        expect(context.opportunity).toMatchObject({ amount: 1e300 });
        expect(context.opportunity.attributes).toEqual(ofOpportunity);
        expect(context.contacts[0]?.attributes).toEqual(ofContact);
      }),
      { numRuns: 25 },
    );
  });

  it('never mixes ids that contain the separator', async () => {
    const one = { sourceId: 'a', opportunityId: 'b#c' };
    const other = { sourceId: 'a#b', opportunityId: 'c' };
    await stores.opportunities.project(one, { opportunity: opportunity(), contacts: [], documents: [] }, AT);
    expect(await stores.opportunities.getOpportunity(other)).toBeUndefined();
    expect(await stores.opportunities.getOpportunity(one)).toBeDefined();
  });

  it('is found under the longest ids that there are', async () => {
    const longest = { sourceId: 's'.repeat(40), opportunityId: '漢'.repeat(128) };
    const people = [contact('語'.repeat(128), { phones: [{ number: PHONE }] })];
    await stores.opportunities.project(longest, { opportunity: opportunity(), contacts: people, documents: [] }, AT);
    expect(await stores.opportunities.findByPhone(PHONE)).toContainEqual(expect.objectContaining(longest));
    expect((await stores.opportunities.loadContext(longest))?.contacts).toMatchObject([{ id: '語'.repeat(128) }]);
  });

  it('comes in pages: the opportunity on each, nothing lost, no foreign cursor taken', async () => {
    const people = Array.from({ length: 60 }, (_, index) =>
      contact(`c-${index}`, { name: 'x'.repeat(500), role: 'y'.repeat(200), attributes: { big: 'z'.repeat(32_000) } }),
    );
    await project(AT, { contacts: people });
    const first = await load();
    expect(first.cursor).toBeDefined();
    const second = await stores.opportunities.loadContext(key, first.cursor);
    expect(second?.opportunity).toEqual(first.opportunity);
    const ids = [...first.contacts, ...(second?.contacts ?? [])].map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(people.map(({ id }) => id)));
    for (const cursor of [
      first.cursor ?? '',
      'x',
      '',
      Buffer.from('{"pk":"OPP#a#b","sk":"CALL#"}').toString('base64url'),
    ]) {
      const elsewhere = stores.opportunities.loadContext({ ...key, opportunityId: 'other' }, cursor);
      await expect(elsewhere).rejects.toMatchObject({ code: 'invalid-fields' });
    }
  });

  it('is found by how its name begins, in any case, within its source', async () => {
    await project();
    expect(await stores.opportunities.findByName(key.sourceId, 'FLEET ren')).toEqual([
      { ...key, opportunityId: 'opp/1#001', opportunityName: 'Fleet renewal 2027', stage: 'Negotiation' },
    ]);
    expect(await stores.opportunities.findByName(key.sourceId, 'renewal')).toEqual([]);
    expect(await stores.opportunities.findByName('elsewhere', 'fleet')).toEqual([]);
  });

  it('is forgotten altogether, phones in the index included', async () => {
    await project(AT, { documents: Array.from({ length: 30 }, (_, index) => document(`d-${index}`)) });
    await stores.activity.record(key, {
      at: AT,
      by: 'ana',
      type: 'contact.added',
      subjectId: 'c-1',
      subjectName: 'Dana',
    });
    const personalData = dynamodbPersonalData(test.table);
    const found: HeldItem[] = [];
    for await (const page of personalData.ofOpportunity(key)) found.push(...page);
    expect(found).toHaveLength(1 + 1 + 1 + 30 + 1);
    for (const item of found) expect(await personalData.remove(item, later(1))).toBe(true);
    for await (const page of personalData.ofOpportunity(key)) expect(page).toEqual([]);
    expect(await stores.opportunities.loadContext(key)).toBeUndefined();
    expect(await matches(PHONE)).toEqual([]);
  });
});

describe('the timeline', () => {
  it('is newest first, has a repeated record once, and tells the latest about one subject', async () => {
    await project();
    const line = (minutes: number, subjectId: string) =>
      stores.activity.record(key, {
        at: later(minutes),
        by: 'ana',
        type: 'contact.updated',
        subjectId,
        subjectName: 'Dana',
      });
    await line(1, 'c-1');
    await line(1, 'c-1');
    for (let minutes = 2; minutes < 40; minutes += 1) await line(minutes, 'c-2');
    const { activity } = await load();
    expect(activity).toHaveLength(39);
    expect(activity[0]).toMatchObject({ at: later(39), subjectId: 'c-2' });
    expect(await stores.activity.latestAbout(key, 'c-1')).toMatchObject({ at: later(1) });
    expect(await stores.activity.latestAbout(key, 'c-9')).toBeUndefined();
  });
});
