import { describe, expect, it } from 'vitest';
import { AT, contact, later, opportunity } from '../support/opportunities.ts';
import { dana, key, load, matches, PHONE, project, stores, test, useStores } from '../support/stores.ts';

useStores();

describe("the CRM's copy of a person", () => {
  it('changes nothing when it is unchanged, and nothing when it is older than what is there', async () => {
    await project();
    await project(later(5));
    await project(later(-5), {
      contacts: [
        { ...dana, role: 'Older', name: 'Dana before', phones: [{ number: PHONE }, { number: '+14155550111' }] },
      ],
      opportunity: opportunity({ name: 'Older' }),
    });
    const { contacts, documents, opportunity: shown } = await load();
    expect(contacts).toMatchObject([{ version: 1, role: 'Decision maker' }]);
    expect(documents).toMatchObject([{ version: 1 }]);
    expect(shown).toMatchObject({ name: 'Fleet renewal 2027', updatedAt: later(5) });
    expect(await matches(PHONE)).toMatchObject([{ contactName: 'Dana Reyes', opportunityName: 'Fleet renewal 2027' }]);
    expect(await matches('+14155550111')).toEqual([]);
  });

  it('replaces what the CRM changed, clears what it dropped, and moves the phone', async () => {
    await project();
    const { title: _title, ...untitled } = dana;
    await project(later(1), {
      contacts: [{ ...untitled, name: 'Dana Reyes-Lee', phones: [{ number: '+14155550199' }] }],
    });
    const { contacts } = await load();
    expect(contacts).toMatchObject([{ name: 'Dana Reyes-Lee', version: 2, phones: [{ number: '+14155550199' }] }]);
    expect(contacts[0]).not.toHaveProperty('title');
    expect(await matches(PHONE)).toEqual([]);
    expect(await matches('+14155550199')).toMatchObject([{ contactId: 'c-1', contactName: 'Dana Reyes-Lee' }]);
  });

  it('leaves people it does not mention, and shows them under the new name of the opportunity', async () => {
    await project(AT, { contacts: [dana, contact('c-2', { phones: [{ number: '+14155550102' }] })] });
    await project(later(1), { opportunity: opportunity({ name: 'Fleet 2028', stage: 'Won' }), contacts: [dana] });
    expect((await load()).contacts).toHaveLength(2);
    expect(await matches('+14155550102')).toMatchObject([
      { opportunityName: 'Fleet 2028', stage: 'Won', contactId: 'c-2' },
    ]);
  });

  it("does not touch an agent's edit before the CRM has it, and does after", async () => {
    await project();
    const edit = { role: 'Champion', name: 'Dana R.', phones: [{ number: '+14155550177' }] };
    await stores.contacts.edit(key, 'c-1', 1, edit, 'ana', later(1));
    await project(later(2), { contacts: [{ ...dana, title: 'CEO' }] });
    expect((await load()).contacts).toMatchObject([{ role: 'Champion', title: 'CFO', version: 2, updatedBy: 'ana' }]);
    expect(await matches(PHONE)).toEqual([]);
    expect(await matches('+14155550177')).toMatchObject([{ contactName: 'Dana R.' }]);

    await stores.contacts.confirmWrittenBack(key, 'c-1', 1);
    await project(later(3));
    expect((await load()).contacts).toMatchObject([{ role: 'Champion' }]);
    await stores.contacts.confirmWrittenBack(key, 'c-1', 2);
    await project(later(4));
    expect((await load()).contacts).toMatchObject([{ role: 'Decision maker', version: 3 }]);
  });

  it('does not bring back a person whom an agent removed, before the CRM knows', async () => {
    await project();
    const removed = await stores.contacts.remove(key, 'c-1', 1, 'ana', later(1));
    expect(removed).toMatchObject({ outcome: 'done', before: { name: 'Dana Reyes' }, value: { version: 2 } });
    await project(later(2), { contacts: [{ ...dana, title: 'CEO' }] });
    expect((await load()).contacts).toEqual([]);
    expect(await stores.contacts.get(key, 'c-1')).toBeUndefined();
    expect(await matches(PHONE)).toEqual([]);
    expect(await stores.contacts.edit(key, 'c-1', 2, { role: 'x' }, 'ben', later(3))).toEqual({ outcome: 'missing' });
    await stores.contacts.confirmWrittenBack(key, 'c-1', 2);
    await project(later(4));
    expect((await load()).contacts).toMatchObject([{ id: 'c-1', version: 1 }]);
    expect(await matches(PHONE)).toHaveLength(1);
  });
});

describe("an agent's edit of a person", () => {
  it('is one round trip, counts the version and answers with what was before', async () => {
    await project();
    const edit = { role: 'Champion', title: null, doNotCall: true };
    const { result, inSequence } = await test.measure(() => stores.contacts.edit(key, 'c-1', 1, edit, 'ana', later(1)));
    expect(inSequence).toBe(1);
    expect(result).toMatchObject({
      outcome: 'done',
      before: { role: 'Decision maker', title: 'CFO', version: 1 },
      value: { role: 'Champion', doNotCall: true, version: 2, updatedBy: 'ana', updatedAt: later(1) },
    });
    const stored = await stores.contacts.get(key, 'c-1');
    expect(stored).toEqual({ ...(result.outcome === 'done' ? result.value : {}), pendingWriteBackVersion: 2 });
    expect(stored).not.toHaveProperty('title');
  });

  it('of a stale version is refused with what is there, and of a missing person as missing', async () => {
    await project();
    await stores.contacts.edit(key, 'c-1', 1, { role: 'Champion' }, 'ana', later(1));
    const second = await stores.contacts.edit(key, 'c-1', 1, { role: 'Blocker' }, 'ben', later(2));
    expect(second).toMatchObject({ outcome: 'conflict', current: { role: 'Champion', version: 2, updatedBy: 'ana' } });
    expect(await stores.contacts.edit(key, 'c-9', 1, { role: 'x' }, 'ben', AT)).toEqual({ outcome: 'missing' });
    expect(await stores.contacts.remove(key, 'c-1', 1, 'ben', AT)).toMatchObject({ outcome: 'conflict' });
  });

  it('of ten at once with the same version lets exactly one through', async () => {
    await project();
    const edits = Array.from({ length: 10 }, (_, index) =>
      stores.contacts.edit(key, 'c-1', 1, { role: `Role ${index}` }, 'ana', later(1)),
    );
    const outcomes = (await Promise.all(edits)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(9);
  });

  it('adds a person once, reachable by phone at once', async () => {
    await project();
    const added = await stores.contacts.add(key, contact('c-3', { phones: [{ number: '+4930555010' }] }), 'ana', AT);
    expect(added).toMatchObject({ outcome: 'done', value: { version: 1, updatedBy: 'ana' } });
    expect(await matches('+4930555010')).toMatchObject([{ contactId: 'c-3', opportunityName: 'Fleet renewal 2027' }]);
    const again = await stores.contacts.add(key, contact('c-3', { name: 'Other' }), 'ben', AT);
    expect(again).toMatchObject({ outcome: 'conflict', current: { name: 'Person c-3' } });
  });

  it('keep what an agent says of fields that the CRM has no place for, whatever its copies say, until it is cleared', async () => {
    const here = ['role', 'doNotCall', 'timeZone'] as const;
    await project(AT, {
      opportunity: opportunity(),
      contacts: [contact('c-1', { role: 'User', title: 'CFO' })],
      documents: [],
    });
    const said = { role: 'Champion', doNotCall: true, timeZone: 'Europe/Berlin', title: 'CEO' };
    await stores.contacts.edit(key, 'c-1', 1, said, 'ana', later(1), here);
    await stores.contacts.confirmWrittenBack(key, 'c-1', 2);
    const again = (minute: number, changes: Parameters<typeof contact>[1]) =>
      project(later(minute), { opportunity: opportunity(), contacts: [contact('c-1', changes)], documents: [] });
    await again(2, { role: 'User', title: 'COO' });
    const kept = await stores.contacts.get(key, 'c-1');
    expect(kept).toMatchObject({ role: 'Champion', doNotCall: true, timeZone: 'Europe/Berlin', title: 'COO' });
    expect(Object.keys(kept ?? {}).filter((name) => name.startsWith('kept'))).toEqual([]);

    await stores.contacts.edit(key, 'c-1', 3, { role: null, doNotCall: false }, 'ana', later(3), here);
    await stores.contacts.confirmWrittenBack(key, 'c-1', 4);
    await again(4, { role: 'User', title: 'CTO' });
    expect(await stores.contacts.get(key, 'c-1')).toMatchObject({ role: 'User', doNotCall: false, title: 'CTO' });
    await again(5, { title: 'CTO' });
    expect(await stores.contacts.get(key, 'c-1')).not.toHaveProperty('role');
  });
});
