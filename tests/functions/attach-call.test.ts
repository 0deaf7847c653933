/** An agent says what an inbound call is about, through the real function and stores. */
import { describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { api, call, count, key, services, test, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';

useAgentApi();

/** Rings at nobody yet; the agent who has it is `agent`. */
function arrives(name: string, { agent, ...more }: { agent?: string; [member: string]: unknown } = {}): string {
  const id = `cc-${name}-${count}`;
  const times = { InitiationTimestamp: 1_795_514_400, ConnectedToSystemTimestamp: 1_795_514_401 };
  const taken = agent && { AgentInfo: { Id: agent, ConnectedToAgentTimestamp: 1_795_514_410 } };
  const contact = { Id: id, Channel: 'VOICE', InitiationMethod: 'INBOUND', ...times, ...taken, ...more };
  services.contacts.set(id, { attributes: {}, contact: { CustomerEndpoint: { Address: '+14155550777' }, ...contact } });
  return id;
}
/** Connect gives back what was put on the contact. */
function keepAttributes(id: string): void {
  const put = services.updatedAttributes.at(-1) as { Attributes: Record<string, string> } | undefined;
  services.contacts.set(id, { ...services.contacts.get(id), attributes: put?.Attributes ?? {} });
}
const attach = (id: string, body: object = { ...key, contactId: 'c-1' }, username = 'ana') =>
  ask(api.attachCall, 'PUT', { path: { connectContactId: id }, body, claims: { username } });

describe('PUT /calls/by-connect-contact/{connectContactId}/opportunity', () => {
  it('puts the ids on the Connect contact, makes the call’s record as Connect knows it, and has the CRM told', async () => {
    const id = arrives('ring', { agent: 'agent-7' });
    services.users.set('agent-7', 'ana');
    // The contact is asked for its attributes after they were put there.
    const before = services.contacts.get(id);
    services.contacts.set(id, { ...before, attributes: { ...key, contactId: 'c-1', contactName: 'Dana Reyes' } });
    const answer = await attach(id);
    expect(answer).toMatchObject({
      status: 200,
      body: { ...key, direction: 'inbound', connectContactId: id, contactId: 'c-1', phone: '+14155550777' },
    });
    expect(answer.body).toMatchObject({ state: 'with_agent', takenBy: 'ana' });
    expect(services.updatedAttributes).toMatchObject([
      {
        InitialContactId: id,
        Attributes: { ...key, contactId: 'c-1', contactName: 'Dana Reyes' },
      },
    ]);
    expect(services.messages).toContainEqual(expect.objectContaining({ type: 'call.answered', ...key }));
    expect(await dynamodbCallStore(test.table).findByConnectContact(id)).toMatchObject({ ...key, state: 'with_agent' });
  });

  it('is the same when it is repeated, and refused for another opportunity', async () => {
    const id = arrives('again', { agent: 'agent-7' });
    services.users.set('agent-7', 'ana');
    services.contacts.set(id, { ...services.contacts.get(id), attributes: { ...key } });
    const first = await attach(id, key);
    services.reset();
    expect((await attach(id, key)).body).toEqual(first.body);
    expect([services.messages, services.updatedAttributes]).toEqual([[], []]);
    await call(`call-other-${count}`, 'ended', { connectContactId: `cc-other-${count}`, opportunityId: 'elsewhere' });
    expect(await attach(`cc-other-${count}`, key)).toMatchObject({ status: 409, body: { code: 'not-ready' } });
  });

  it('is taken from the agent at whom it rings, and from nobody else', async () => {
    const id = arrives('theirs');
    services.contacts.set(id, { ...services.contacts.get(id), attributes: { ...key } });
    expect(await attach(id)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(services.updatedAttributes).toEqual([]);
    services.atHand.set('ana', [id]);
    expect(await attach(id)).toMatchObject({ status: 200 });
  });

  it('is refused for what is not here, for a call that Connect does not know, and for one that is not inbound', async () => {
    const id = arrives('wrong', { agent: 'agent-7', InitiationMethod: 'OUTBOUND' });
    services.users.set('agent-7', 'ana');
    expect(await attach(id, { ...key, opportunityId: 'nowhere' })).toMatchObject({ status: 404 });
    expect(await attach('cc-nowhere')).toMatchObject({ status: 404 });
    expect(await attach(id)).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    keepAttributes(id);
    expect(await attach(id, { sourceId: key.sourceId })).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'opportunityId' }] } },
    });
  });
});
