import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSignedIn, type SignedIn } from './ccp/open-signed-in.ts';
import { seen } from './ccp/tab.ts';

/** The clients of the Amazon Connect SDK on the channel that Streams opens beside its own. */
let close: SignedIn['close'] | undefined;
let ccp: SignedIn['ccp'];
let page: SignedIn['page'];

beforeAll(async () => {
  ({ ccp, page, close } = await openSignedIn());
});
afterAll(() => close?.());
beforeEach(() => page.evaluate(() => void globalThis.recorded.splice(0)));

describe('the Amazon Connect SDK on the second channel', () => {
  it('knows the agent, changes the status and refuses what it does not know', async () => {
    const facts = await page.evaluate(async () => ({
      name: await sdk.agent.getName(),
      states: (await sdk.agent.listAvailabilityStates()).map(({ name }) => name),
      queued: (await sdk.agent.setAvailabilityStateByName('Lunch')).status,
      mayDial: await sdk.voice.getOutboundCallPermission(),
      unknown: await sdk.voice.getVoiceEnhancementPaths().catch((error) => error.errorKey),
    }));
    expect(facts).toEqual({
      name: 'Ana Flores',
      states: ['Available', 'Offline', 'Lunch'],
      queued: 'updated',
      mayDial: true,
      unknown: 'handlerNotFound',
    });
    await seen(page, 'agent.state:Offline>Lunch');
  });

  it('follows a call and controls it', async () => {
    const id = ccp.engine.ring({ attributes: { callId: 'call-2', stage: 'Won' } });
    await seen(page, 'sdk.connecting:voice');
    const facts = await page.evaluate(
      async (contactId) => ({
        attributes: await sdk.contact.getAttributes(contactId, ['callId']),
        phone: await sdk.voice.getInitialCustomerPhoneNumber(contactId),
        isPreview: await contact.isPreviewMode(),
        instance: await contact.getInstanceDetails(),
      }),
      id,
    );
    expect(facts).toEqual({
      attributes: { callId: 'call-2' },
      phone: '+14155550101',
      isPreview: false,
      instance: { origin: ccp.origin, region: 'eu-central-1' },
    });
    await page.evaluate((contactId) => sdk.contact.accept(contactId), id);
    await seen(page, 'sdk.connected');
    await page.evaluate(async (contactId) => {
      const participants = await sdk.contact.listParticipants(contactId);
      const customer = participants.find(({ isInitial }) => isInitial);
      await sdk.voice.holdParticipant(customer?.participantId ?? '');
    }, id);
    await page.waitForFunction(() => contact.getInitialConnection().isOnHold());
    await page.evaluate((contactId) => sdk.contact.disconnectSelf(contactId), id);
    await seen(page, 'acw');
    await page.evaluate((contactId) => sdk.contact.clear(contactId), id);
    await seen(page, 'sdk.cleared');
  });
});
