import { SearchContactsCommand, type SearchContactsCommandInput } from '@aws-sdk/client-connect';
import { describe, expect, it } from 'vitest';
import { createContact } from '../../../local/connect/contacts/create-contact.ts';
import { DEFAULT_QUOTAS } from '../../../local/connect/quotas.ts';
import { createService } from '../../../local/connect/service/serve.ts';
import { PLACE, testInstance } from './instance.ts';
import { clientOf } from './service-client.ts';

const { instanceId: InstanceId } = PLACE;

const open = async () => {
  const instance = testInstance();
  const { engine, scheduler } = instance;
  const start = scheduler.now();
  for (const [name, channel, tier] of [
    ['Fleet renewal', 'VOICE', 'gold'],
    ['Fleet question', 'TASK', 'gold'],
    ['Refund', 'TASK', 'silver'],
  ] as const) {
    const contact = createContact(engine, { initiationMethod: 'API', channel, name, attributes: { tier } });
    contact.tags.team = tier;
    await scheduler.advance(60_000);
  }
  const client = clientOf(engine);
  const range = (fromMinute: number, toMinute: number) => ({
    Type: 'INITIATION_TIMESTAMP' as const,
    StartTime: new Date(start + fromMinute * 60_000),
    EndTime: new Date(start + toMinute * 60_000),
  });
  const search = (more: Partial<SearchContactsCommandInput> = {}) =>
    client.send(new SearchContactsCommand({ InstanceId, TimeRange: range(0, 10), ...more }));
  const names = async (more: Partial<SearchContactsCommandInput> = {}) =>
    (await search(more)).Contacts?.map(({ Name }) => Name);
  return { engine, range, search, names };
};

describe('SearchContacts', () => {
  it('finds contacts by time, in pages, in the order that is asked for', async () => {
    const { range, search, names } = await open();
    expect(await names()).toEqual(['Refund', 'Fleet question', 'Fleet renewal']);
    expect(await names({ TimeRange: range(0.5, 1.5) })).toEqual(['Fleet question']);
    const Sort = { FieldName: 'INITIATION_TIMESTAMP', Order: 'ASCENDING' } as const;
    const first = await search({ Sort, MaxResults: 2 });
    expect(first).toMatchObject({ TotalCount: 3, Contacts: [{ Name: 'Fleet renewal' }, { Name: 'Fleet question' }] });
    expect(await names({ Sort, MaxResults: 2, NextToken: first.NextToken })).toEqual(['Refund']);
    await expect(search({ TimeRange: range(5, 1) })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('finds them by name, channel, attributes and tags, all of which must hold', async () => {
    const { names } = await open();
    const fleet = { SearchText: ['fleet'], MatchType: 'MATCH_ALL' as const };
    const gold = { Criteria: [{ Key: 'tier', Values: ['gold'] }], MatchType: 'MATCH_ANY' as const };
    expect(await names({ SearchCriteria: { Name: fleet, Channels: ['TASK'] } })).toEqual(['Fleet question']);
    expect(await names({ SearchCriteria: { SearchableContactAttributes: gold } })).toHaveLength(2);
    const none = { ...fleet, MatchType: 'MATCH_NONE' as const };
    expect(await names({ SearchCriteria: { Name: none } })).toEqual(['Refund']);
    const TagCondition = { TagKey: 'team', TagValue: 'silver' };
    expect(await names({ SearchCriteria: { ContactTags: { TagCondition } } })).toEqual(['Refund']);
  });

  it('is paced at one in two seconds, as "Amazon Connect service quotas" says', async () => {
    const { engine } = await open();
    engine.quotas.replace(DEFAULT_QUOTAS);
    const serve = createService(engine, async () => ({ allowed: true, principal: 'test' }));
    const TimeRange = { Type: 'INITIATION_TIMESTAMP', StartTime: 0, EndTime: 1 };
    const body = Buffer.from(JSON.stringify({ InstanceId, TimeRange }));
    const ask = async () =>
      (await serve({ method: 'POST', path: '/search-contacts', query: '', headers: {}, body })).status;
    expect([await ask(), await ask()]).toEqual([200, 429]);
  });
});
