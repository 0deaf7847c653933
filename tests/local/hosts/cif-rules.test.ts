import { describe, expect, it } from 'vitest';
import { CifRules } from '../../../local/hosts/dynamics365/cif-rules.ts';

const DEAL = { table: 'opportunity', id: '0000006f-0000-4000-8000-000000001001' };
const rules = () =>
  new CifRules(
    [DEAL],
    [
      { contactid: 'c1', fullname: 'Dana Reyes', mobilephone: '(415) 555-0101' },
      { contactid: 'c2', fullname: 'Marcus Hale', telephone1: '+14155550102' },
    ],
  );

describe('Unified Interface’s rules for a panel', () => {
  it('raise only what has a handler, of the events of version 1.0', () => {
    const strict = rules();
    expect(strict.hears('onclicktoact')).toBe(false);
    strict.receive('addGenericHandler', { eventType: 'onclicktoact' }, undefined);
    expect(strict.hears('onclicktoact')).toBe(true);
    strict.receive('addGenericHandler', { eventType: 'onSessionSwitched' }, undefined);
    expect(strict.faults).toEqual(['addGenericHandler: no event onSessionSwitched']);
  });

  it('know two modes, a width, and whether numbers may be clicked', () => {
    const strict = rules();
    strict.receive('setMode', { value: 1 }, undefined);
    strict.receive('setMode', { value: 2 }, undefined);
    strict.receive('setWidth', { value: 340 }, undefined);
    strict.receive('setWidth', { value: '340' }, undefined);
    strict.receive('setClickToAct', { value: true }, undefined);
    strict.receive('setClickToAct', { value: 'yes' }, undefined);
    expect([strict.mode, strict.width, strict.clickToAct]).toEqual([1, 340, true]);
    expect(strict.faults).toHaveLength(3);
    expect(strict.toggle()).toBe(0);
    expect(strict.receive('getMode', {}, undefined)).toEqual({ outcome: 'success', value: 0 });
  });

  it('open records that are there, want both texts for it, and say which one is on the screen', () => {
    const strict = rules();
    const open = (entityFormOptions: unknown, entityFormParameters: unknown = '{}') =>
      strict.receive('openForm', { entityFormOptions, entityFormParameters }, undefined).outcome;
    const options = JSON.stringify({ entityName: DEAL.table, entityId: DEAL.id });
    expect(open(options)).toBe('success');
    expect(open(options, undefined)).toBe('success');
    expect(open(options, null)).toBe('failure');
    expect(open(JSON.stringify({ entityName: 'opportunity', entityId: 'gone' }))).toBe('failure');
    expect(open('{')).toBe('failure');
    expect(strict.opened).toEqual([DEAL, DEAL]);
    expect(strict.receive('getEnvironment', {}, DEAL)).toMatchObject({
      value: { pagetype: 'entityrecord', etn: 'opportunity', id: DEAL.id },
    });
    expect(strict.receive('getEnvironment', {}, undefined)).toMatchObject({ value: { pagetype: 'dashboard' } });
  });

  it('search contacts as written, refuse any other query, and a record of the call beside the connector’s', () => {
    const strict = rules();
    const search = (queryParameters: string, entityName = 'contact') =>
      strict.receive('search', { entityName, queryParameters, searchOnly: true }, undefined);
    const query =
      "?$select=fullname&$filter=contains(mobilephone,'5%5%5%0%1%0%1') or contains(telephone1,'0102')&$top=5";
    expect(search(query)).toMatchObject({ value: { 0: { fullname: 'Dana Reyes' }, 1: { fullname: 'Marcus Hale' } } });
    expect(search("?$select=fullname&$filter=contains(mobilephone,'x') or 1 eq 1").outcome).toBe('failure');
    expect(search("?$select=salary&$filter=contains(mobilephone,'1')").outcome).toBe('failure');
    expect(search(query, 'lead').outcome).toBe('failure');
    expect(strict.receive('createRecord', { entityName: 'phonecall' }, undefined).outcome).toBe('failure');
    expect(strict.receive('createSession', {}, undefined).outcome).toBe('failure');
    expect(strict.faults).toHaveLength(5);
  });
});
