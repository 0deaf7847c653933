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
  it('knows the agent, changes the status and says what cannot be', async () => {
    const facts = await page.evaluate(async () => ({
      name: await sdk.agent.getName(),
      states: (await sdk.agent.listAvailabilityStates()).map(({ name }) => name),
      queued: (await sdk.agent.setAvailabilityStateByName('Lunch')).status,
      mayDial: await sdk.voice.getOutboundCallPermission(),
      countries: (await sdk.voice.listDialableCountries()).map(({ callingCode }) => callingCode),
      quickConnects: (await sdk.agent.listQuickConnects('any')).quickConnects.map(({ type }) => type),
      unavailable: await sdk.voice.getVoiceEnhancementPaths().catch((error) => error.errorKey),
    }));
    expect(facts).toEqual({
      name: 'Ana Flores',
      states: ['Available', 'Offline', 'Lunch'],
      queued: 'updated',
      mayDial: true,
      countries: ['+1', '+49'],
      quickConnects: ['queue', 'phone_number'],
      unavailable: 'voiceEnhancementUnavailable',
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

  it('places a call and adds a person, and tells the ids of both', async () => {
    const { contactId = '' } = await page.evaluate(() => sdk.voice.createOutboundCall('+14155550102'));
    expect(ccp.engine.snapshot().contacts.map((contact) => contact.contactId)).toEqual([contactId]);
    ccp.engine.join(contactId);
    const { participantId } = await page.evaluate(
      (id) =>
        sdk.contact.addParticipant(id, {
          type: 'phone_number',
          endpointARN: 'arn',
          name: 'Lee',
          phoneNumber: '+14155550103',
        }),
      contactId,
    );
    const added = ccp.engine
      .snapshot()
      .contacts[0]?.connections.find(({ connectionId }) => connectionId === participantId);
    expect(added?.quickConnectName).toBe('Lee');
    await page.evaluate((id) => sdk.contact.disconnectSelf(id), contactId);
    await page.evaluate((id) => sdk.contact.clear(id), contactId);
  });
});
