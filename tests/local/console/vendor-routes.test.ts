/** What the console does at the CRMs of real kinds, through its routes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVendorRoutes } from '../../../local/console/vendors/routes.ts';
import { openDemoAccounts } from '../../../local/crm/demo-accounts.ts';
import { openTrace } from '../../../local/trace.ts';

const SECRET = 'aS3cretOf32LettersAndDigits12345';
const origins = { console: 'http://localhost:4600', dynamics365: 'http://127.0.0.1:4607' };
const ACCOUNTS = openDemoAccounts(origins, () => SECRET);
const heard: string[] = [];

let origin = '';
const routes = createVendorRoutes({
  accounts: ACCOUNTS,
  target: (sourceId) => ({ url: `${origin}/webhooks/${sourceId}`, secret: SECRET }),
  trace: openTrace(),
  clock: { now: () => new Date('2026-11-24T10:00:00.000Z') },
});
const server = createServer(async (request, response) => {
  const [, noun, ...path] = (request.url ?? '').split('/').map(decodeURIComponent);
  if (noun === 'crms') return routes.serve(request, response, path);
  heard.push(path[0] ?? '');
  response.writeHead(202).end('{}');
});
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

describe.each(ACCOUNTS.map((at) => [at.vendor.name, at] as const))('%s', (_name, { sourceId, vendor, account }) => {
  const deal = vendor.idOf('opp-1001');
  const people = () => account.double.records(deal).filter(({ part }) => part === 'person');
  const merge = (contactId: string, into: string) =>
    fetch(`${origin}/crms/${sourceId}/opportunities/${deal}/merged`, {
      method: 'POST',
      body: JSON.stringify({ contactId, into }),
    });

  it('merges one of an opportunity’s people into another and says that it has changed, where it tells of merges', async () => {
    const before = people();
    const [dana, marcus] = [vendor.idOf('c-1'), vendor.idOf('c-2')];
    expect((await merge(dana, dana)).status).toBe(404);
    expect((await merge(dana, 'nobody')).status).toBe(404);
    heard.length = 0;
    const { status } = await merge(marcus, dana);
    const canMerge = vendor.kind !== 'espocrm';
    expect(status).toBe(canMerge ? 200 : 404);
    expect(heard).toEqual(canMerge ? [sourceId] : []);
    expect(people().map(({ id }) => id)).toEqual(before.map(({ id }) => id).filter((id) => !canMerge || id !== marcus));
    const { crms } = (await (await fetch(`${origin}/crms`)).json()) as { crms: { sourceId: string }[] };
    expect(crms.find((one) => one.sourceId === sourceId)).toMatchObject({ canMerge });
  });
});
