import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSignedIn, type SignedIn } from './ccp/open-signed-in.ts';
import { chooseStatus, clear, isSoftphoneMaster, recorded, seen, softphone } from './ccp/tab.ts';

/** The softphone against the genuine, unmodified Streams, as a third-party frame; the engine behind it is a small one. */
let close: SignedIn['close'] | undefined;
let ccp: SignedIn['ccp'];
let page: SignedIn['page'];

beforeAll(async () => {
  ({ ccp, page, close } = await openSignedIn());
});
afterAll(() => close?.());
beforeEach(() => page.evaluate(() => void globalThis.recorded.splice(0)));

const stateOfAgent = () => page.evaluate(() => agent.getState().name);
const onCustomer = (verb: 'hold' | 'resume') =>
  page.evaluate((name) => outcome((callbacks) => contact.getInitialConnection()[name](callbacks)), verb);

describe('agent', () => {
  it('comes with states, queues and dates that Streams can read', async () => {
    const facts = await page.evaluate(() => ({
      initialized: connect.core.initialized,
      states: agent.getAgentStates().map(({ name }) => name),
      queue: agent.getRoutingProfile().defaultOutboundQueue,
      stateDuration: agent.getStateDuration(),
    }));
    expect(facts).toMatchObject({ initialized: true, states: ['Available', 'Offline', 'Lunch'] });
    expect(facts.queue.queueId).toBe(facts.queue.queueARN);
    expect(facts.stateDuration).toBeGreaterThanOrEqual(0);
  });

  it('changes status, on request of the page and in the softphone itself', async () => {
    expect(await chooseStatus(page, 'Available')).toHaveProperty('ok');
    await seen(page, 'agent.routable');
    await seen(page, 'agent.state:Offline>Available');
    await softphone(page).getByLabel('Your status').selectOption('Offline');
    await seen(page, 'agent.offline');
    await softphone(page).getByRole('button', { name: 'Go available' }).click();
    await seen(page, 'agent.state:Offline>Available');
  });

  it('lists quick connects', async () => {
    const names = await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          agent.getEndpoints(agent.getAllQueueARNs(), {
            success: ({ endpoints }) => resolve(endpoints.map(({ name }) => name)),
            failure: reject,
          });
        }),
    );
    expect(names).toEqual(['Reception', 'Front desk']);
  });

  it('reports devices and the network, and mastership', async () => {
    const facts = await page.evaluate(async () => ({
      devices: (await connect.core.getFrameMediaDevices(2000)).length,
      network: await agent.getNetworkConnectionStatus(),
    }));
    expect(facts.devices).toBeGreaterThan(0);
    expect(facts.network).toMatchObject({ status: 'connected' });
    expect(await isSoftphoneMaster(page)).toBe(true);
  });

  it('gets a view request back from the softphone', async () => {
    await page.evaluate(() => connect.core.viewContact('abc'));
    await seen(page, 'view:abc');
  });
});

describe('an outbound call that the agent dials', () => {
  it('goes from connecting to cleared', async () => {
    await page.evaluate(() =>
      outcome((callbacks) => agent.connect(connect.Endpoint.byPhoneNumber('+14155550101'), callbacks)),
    );
    await seen(page, 'contact:voice/connecting/out');
    await seen(page, 'connecting');
    expect(await stateOfAgent()).toBe('CallingCustomer');
    const id = await page.evaluate(() => contact.contactId);
    ccp.engine.setAttributes(id, { opportunityName: 'Fleet renewal 2027' });
    await page.waitForFunction(() => contact.getAttributes().opportunityName?.value === 'Fleet renewal 2027');
    ccp.engine.join(id);
    await seen(page, 'connected');
    await seen(page, 'agent.state:CallingCustomer>Busy');
    expect(await onCustomer('hold')).toHaveProperty('ok');
    await page.waitForFunction(() => contact.getInitialConnection().isOnHold());
    expect(await onCustomer('resume')).toHaveProperty('ok');
    await page.waitForFunction(() => contact.getInitialConnection().isConnected());
    await page.evaluate(() => outcome((callbacks) => contact.getInitialConnection().sendDigits('12#', callbacks)));
    expect(ccp.engine.digits).toBe('12#');
  });

  it('mutes in the service and at the microphone', async () => {
    await page.evaluate(() => outcome((callbacks) => contact.getAgentConnection().muteParticipant(callbacks)));
    await page.waitForFunction(() => contact.getAgentConnection().isMute());
    await page.evaluate(() => outcome((callbacks) => contact.getAgentConnection().unmuteParticipant(callbacks)));
    await page.evaluate(() => agent.mute());
    await seen(page, 'agent.muted:true');
    await softphone(page).getByRole('button', { name: 'Unmute' }).click();
    await seen(page, 'agent.muted:false');
  });

  it('takes a third party in, swaps, joins and drops', async () => {
    const added = await page.evaluate(() =>
      outcome((callbacks) =>
        contact.addConnection(
          Object.assign(connect.Endpoint.byPhoneNumber('+14155550199'), { name: 'Supervisor' }),
          callbacks,
        ),
      ),
    );
    expect(added).toHaveProperty('ok');
    await page.waitForFunction(() => contact.getSingleActiveThirdPartyConnection()?.isConnected());
    expect(await page.evaluate(() => contact.getInitialConnection().isOnHold())).toBe(true);
    await page.evaluate(() => outcome((callbacks) => contact.toggleActiveConnections(callbacks)));
    await page.waitForFunction(() => contact.getInitialConnection().isConnected());
    await softphone(page).getByRole('button', { name: 'Join all' }).click();
    await page.waitForFunction(() => contact.getConnections().every((connection) => connection.isConnected()));
    await page.evaluate(() =>
      outcome((callbacks) => contact.getSingleActiveThirdPartyConnection()?.destroy(callbacks)),
    );
    await page.waitForFunction(
      () =>
        contact.getSingleActiveThirdPartyConnection() === undefined ||
        contact.getSingleActiveThirdPartyConnection() === null,
    );
  });

  it('keeps the next status for after the call, which ends with after-call work', async () => {
    expect(await chooseStatus(page, 'Lunch', true)).toHaveProperty('ok');
    await seen(page, 'agent.enqueued');
    await page.evaluate(() => outcome((callbacks) => contact.getAgentConnection().destroy(callbacks)));
    await seen(page, 'ended');
    await seen(page, 'agent.acw');
    const events = await recorded(page);
    expect(events.indexOf('acw')).toBeLessThan(events.indexOf('ended'));
    expect(await clear(page)).toHaveProperty('ok');
    await seen(page, 'destroyed');
    await seen(page, 'agent.state:AfterCallWork>Lunch');
  });

  it('fails with the service error as JSON when the number cannot be dialled', async () => {
    const result = await page.evaluate(() =>
      outcome((callbacks) => agent.connect(connect.Endpoint.byPhoneNumber('bogus'), callbacks)),
    );
    expect(JSON.parse(String(result.failed))).toMatchObject({ type: 'BadEndpointException', statusCode: 400 });
  });
});

describe('a call that is offered', () => {
  it('is accepted by the page', async () => {
    await chooseStatus(page, 'Available');
    const id = ccp.engine.ring({ attributes: { callId: 'call-1' } });
    await seen(page, 'contact:voice/connecting/in');
    await seen(page, 'agent.state:Available>PendingBusy');
    expect(await page.evaluate(() => contact.getAttributes().callId?.value)).toBe('call-1');
    expect(await page.evaluate(() => outcome((callbacks) => contact.accept(callbacks)))).toHaveProperty('ok');
    await seen(page, 'accepted');
    await seen(page, 'connected');
    ccp.engine.customerHangsUp(id);
    await seen(page, 'acw');
    await clear(page);
    await seen(page, 'destroyed');
  });

  it('is accepted and closed in the softphone, which the page sees all the same', async () => {
    const id = ccp.engine.ring({ name: 'Dana Reyes' });
    const frame = softphone(page);
    await frame.getByRole('heading', { name: 'Dana Reyes' }).waitFor();
    await frame.getByRole('button', { name: 'Accept' }).click();
    await seen(page, 'accepted');
    await seen(page, 'connected');
    ccp.engine.whisper(id, 'Fleet renewal 2027, Dana Reyes, CFO.');
    await frame.getByText('Fleet renewal 2027, Dana Reyes, CFO.').waitFor();
    await frame.getByRole('button', { name: 'End call' }).click();
    await frame.getByRole('button', { name: 'Close contact' }).click();
    await seen(page, 'destroyed');
  });

  it('is missed when rejected', async () => {
    ccp.engine.ring();
    await seen(page, 'connecting');
    await page.evaluate(() => outcome((callbacks) => contact.reject(callbacks)));
    await seen(page, 'missed');
    await seen(page, 'error');
    await seen(page, 'agent.error');
    expect(await stateOfAgent()).toBe('MissedCallAgent');
    await clear(page);
    await seen(page, 'destroyed');
  });
});
