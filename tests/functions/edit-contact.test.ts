import { describe, expect, it } from 'vitest';
import { api, call, context, count, key, services, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';
import { HOSTILE_NAMES } from './support/opportunities.ts';

useAgentApi();

describe('contacts', () => {
  const edit = (version: string | undefined, body: unknown, claims = { username: 'ana' }) =>
    ask(api.editContact, 'PATCH', {
      path: { ...key, contactId: 'c-1' },
      body,
      claims,
      headers: version === undefined ? {} : { 'if-match': version },
    });

  it('are edited under their version; the timeline and the CRM are told once', async () => {
    const answer = await edit('"1"', { role: 'Champion', title: null });
    expect(answer).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { role: 'Champion', version: 2 } });
    expect(answer.body).not.toHaveProperty('title');
    /** The query asks for calls in progress, because role and title are shown in them. */
    expect([...services.seen.operations].sort()).toEqual([
      ...['dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem', 'sqs:SendMessage'],
    ]);
    expect(services.messages).toEqual([{ type: 'contact.updated', ...key, contactId: 'c-1', version: 2, by: 'ana' }]);
    expect((await context()).activity).toMatchObject([
      {
        ...{ type: 'contact.updated', by: 'ana', subjectId: 'c-1', subjectName: 'Dana Reyes' },
        changes: [
          { field: 'title', from: 'CFO' },
          { field: 'role', from: 'Decision maker', to: 'Champion' },
        ],
      },
    ]);
  });

  it('are refused without a version (428), with a stale one (412 and what is there), and when unknown (404)', async () => {
    expect(await edit(undefined, { role: 'x' })).toMatchObject({ status: 428, body: { code: 'version-required' } });
    expect(await edit('*', { role: 'x' })).toMatchObject({ status: 428 });
    await edit('"1"', { role: 'Champion' });
    services.reset();
    const stale = await edit('"1"', { role: 'Blocker' }, { username: 'ben' });
    expect(stale).toMatchObject({
      ...{ status: 412, headers: { etag: '"2"', 'content-type': 'application/problem+json' } },
      body: { code: 'version-conflict', current: { role: 'Champion', version: 2, updatedBy: 'ana' } },
    });
    expect(services.messages).toEqual([]);
    const missing = { path: { ...key, contactId: 'c-9' }, body: { role: 'x' }, headers: { 'if-match': '"1"' } };
    expect(await ask(api.editContact, 'PATCH', missing)).toMatchObject({ status: 404 });
  });

  it('answer a repeated edit whose answer was lost like the first, and tell the CRM again', async () => {
    await edit('"1"', { role: 'Champion', email: null });
    services.reset();
    expect(await edit('"1"', { role: 'Champion', email: null })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(services.messages).toHaveLength(1);
    expect((await context()).activity).toHaveLength(1);
  });

  it('are not edited by what is no edit: every wrong field is named', async () => {
    const answer = await edit('"1"', { name: '', email: 'nobody', phones: [{ number: '030' }], salary: 1 });
    const fields = answer.body.errors.map(({ field }) => field).sort();
    expect(answer.status).toBe(422);
    expect(fields).toEqual(['email', 'name', 'phones[0].number', 'salary']);
    expect(await edit('"1"', {})).toMatchObject({ status: 422 });
    expect(await edit('"1"', '{"role"')).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
  });

  it('keep any text as it is', async () => {
    const { markup, long } = HOSTILE_NAMES;
    const role = HOSTILE_NAMES.rightToLeft + HOSTILE_NAMES.emoji;
    expect((await edit('"1"', { name: long, role, title: markup })).body).toMatchObject({
      name: long,
      role,
      title: markup,
    });
    expect((await context()).contacts[0]).toMatchObject({ name: long, role, title: markup });
  });

  it('of a call in progress are shown by the call as well; that this fails does not fail the edit', async () => {
    await call(`call-live-${count}`, 'with_agent');
    await call(`call-over-${count}`, 'completed');
    await edit('"1"', { role: 'Champion' });
    expect(services.updatedAttributes).toMatchObject([
      { InitialContactId: `cc-call-live-${count}`, Attributes: { contactRole: 'Champion', contactName: 'Dana Reyes' } },
    ]);
    await edit('"2"', { doNotCall: true });
    expect(services.updatedAttributes).toHaveLength(1);
    services.refused.add('connect:UpdateContactAttributes');
    expect(await edit('"3"', { role: 'Sponsor' })).toMatchObject({ status: 200, body: { role: 'Sponsor' } });
    expect(services.messages).toHaveLength(3);
  });

  it('are added once by a request that is repeated with its key', async () => {
    const asked = { path: key, body: { name: 'Lee Park' }, headers: { 'idempotency-key': 'k-1' } };
    const first = await ask(api.editContact, 'POST', asked);
    const second = await ask(api.editContact, 'POST', asked);
    expect(second).toEqual(first);
    expect((await context()).contacts).toHaveLength(2);
    const other = await ask(api.editContact, 'POST', { ...asked, body: { name: 'Somebody else' } });
    expect(other).toMatchObject({ status: 412, body: { current: { name: 'Lee Park' } } });
  });

  it('are added and removed', async () => {
    const body = { name: 'Lee Park', phones: [{ number: '+4930555010' }], group: 'team' };
    const added = await ask(api.editContact, 'POST', { path: key, body });
    expect(added).toMatchObject({ status: 201, headers: { etag: '"1"' }, body: { name: 'Lee Park', version: 1 } });
    const contactId = String(added.body.id);
    const path = { ...key, contactId };
    expect(await ask(api.editContact, 'DELETE', { path })).toMatchObject({ status: 428 });
    expect(await ask(api.editContact, 'DELETE', { path, headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 204,
    });
    const { contacts, activity } = await context();
    expect(contacts).toMatchObject([{ id: 'c-1' }]);
    expect(activity.map(({ type }) => type).sort()).toEqual(['contact.added', 'contact.removed']);
    expect(services.messages).toMatchObject([
      { contactId, version: 1 },
      { contactId, version: 2 },
    ]);
    const elsewhere = { path: { ...key, opportunityId: 'nowhere' }, body };
    expect(await ask(api.editContact, 'POST', elsewhere)).toMatchObject({ status: 404 });
  });
});
