import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../local/connect/contacts/contact.ts';
import { OPERATIONS } from '../../../local/connect/service/operations/index.ts';
import type { DetectedAs, PhoneBehavior } from '../../../local/connect/telephony/phones.ts';
import { desk } from './desk.ts';
import { action, CUSTOMER, PLACE, SALES, type TestInstance, testInstance } from './instance.ts';

const call = async (instance: TestInstance, operation: string, input: object): Promise<Record<string, unknown>> => {
  const served = OPERATIONS.get(operation);
  if (served === undefined) throw new Error(`${operation} is not served`);
  return Object(await served.run(instance.engine, { InstanceId: PLACE.instanceId, ...input }));
};

describe('campaign traffic', () => {
  const order = async (behavior: PhoneBehavior, config: object, detectedAs?: DetectedAs) => {
    const instance = testInstance({ tuning: { promptMs: 4_000 } });
    const { engine, scheduler } = instance;
    engine.quotas.replace({ ...engine.quotas.settings(), concurrentCampaignCalls: 1 });
    engine.phones.setBehavior(CUSTOMER, behavior, 100, detectedAs);
    const flow = instance.addFlow('entry', 'CONTACT_FLOW', [
      action('music', 'MessageParticipant', { Text: 'Hello.' }, 'music', { errors: { NoMatchingError: 'music' } }),
    ]);
    const input = {
      DestinationPhoneNumber: CUSTOMER,
      ContactFlowId: flow.id,
      QueueId: SALES,
      TrafficType: 'CAMPAIGN',
      CampaignId: 'campaign-1',
      AnswerMachineDetectionConfig: { EnableAnswerMachineDetection: true, ...config },
    };
    const { ContactId } = await call(instance, 'StartOutboundVoiceContact', input);
    return { instance, scheduler, input, contactId: String(ContactId) };
  };
  const detected = async (behavior: PhoneBehavior, config: object = {}, detectedAs?: DetectedAs) => {
    const { instance, scheduler, contactId } = await order(behavior, config, detectedAs);
    await scheduler.advance(1_000);
    if (behavior === 'no-answer') await scheduler.advance(60_000);
    const { Contact: described } = await call(instance, 'DescribeContact', { ContactId: contactId });
    return Object(described);
  };

  it.each<[PhoneBehavior, object, string]>([
    ['answer', {}, 'HUMAN_ANSWERED'],
    ['voicemail', {}, 'VOICEMAIL_NO_BEEP'],
    ['voicemail', { AwaitAnswerMachinePrompt: true }, 'VOICEMAIL_BEEP'],
    ['busy', {}, 'SIT_TONE_BUSY'],
    ['no-answer', {}, 'AMD_UNANSWERED'],
  ])('%s with %o is detected as %s', async (behavior, config, status) => {
    expect(await detected(behavior, config)).toMatchObject({
      AnsweringMachineDetectionStatus: status,
      Campaign: { CampaignId: 'campaign-1' },
    });
  });

  it.each<[PhoneBehavior, DetectedAs]>([
    ['answer', 'VOICEMAIL_NO_BEEP'],
    ['answer', 'AMD_UNRESOLVED'],
    ['voicemail', 'HUMAN_ANSWERED'],
  ])('is wrong about a phone that shall be taken for something else: %s for %s', async (behavior, detectedAs) => {
    expect(await detected(behavior, {}, detectedAs)).toMatchObject({ AnsweringMachineDetectionStatus: detectedAs });
  });

  it('waits for the beep before the flow begins, and tells the status in the events', async () => {
    const { instance, scheduler, contactId } = await order('voicemail', { AwaitAnswerMachinePrompt: true });
    await scheduler.advance(1_000);
    expect(instance.engine.contacts.get(contactId)?.state).toBe('ringing');
    await scheduler.advance(4_000);
    expect(instance.engine.contacts.get(contactId)?.state).toBe('in_flow');
    expect(instance.events.at(-1)?.detail).toMatchObject({
      eventType: 'CONNECTED_TO_SYSTEM',
      answeringMachineDetectionStatus: 'VOICEMAIL_BEEP',
      campaign: { campaignId: 'campaign-1' },
    });
  });

  it('has a quota of its own', async () => {
    const { instance, input } = await order('manual', {});
    await expect(call(instance, 'StartOutboundVoiceContact', input)).rejects.toMatchObject({
      type: 'LimitExceededException',
      message: 'Concurrent campaign active calls: 1',
    });
  });
});

describe('StopContact', () => {
  it('does not work for voice contacts that were transferred', async () => {
    const instance = await desk();
    const next = await instance.transfer('transferContact', 'team');
    await expect(call(instance, 'StopContact', { ContactId: next.id })).rejects.toMatchObject({
      type: 'InvalidRequestException',
      message: expect.stringContaining('TRANSFER'),
    });
  });

  it('ends a call of the API with the code that it is given', async () => {
    const instance = await desk();
    await call(instance, 'StopContact', { ContactId: instance.call.id, DisconnectReason: { Code: 'CAMPAIGN_OVER' } });
    expect(instance.call).toMatchObject({ state: 'after_call_work', disconnectReason: 'CAMPAIGN_OVER' });
  });
});

it('ListAssociatedContacts gives the whole tree from any of its contacts', async () => {
  const instance = await desk();
  const next = await instance.transfer('createAdditionalConnection', 'ben');
  const apart = instance.dial(instance.addFlow('other', 'CONTACT_FLOW', []));
  const ids = async ({ id }: Contact) => {
    const { ContactSummaryList: list } = await call(instance, 'ListAssociatedContacts', { ContactId: id });
    return Array.isArray(list) ? list.map(({ ContactId }) => ContactId) : [];
  };
  expect(await ids(instance.call)).toEqual([instance.call.id, next.id]);
  expect(await ids(next)).toEqual([instance.call.id, next.id]);
  expect(await ids(apart)).toEqual([apart.id]);
});

describe('MonitorContact', () => {
  it('lets a supervisor listen unseen, barge in, mute the agent and step back', async () => {
    const instance = await desk();
    const [, ben] = instance.engine.instance.users;
    const { ContactId } = await call(instance, 'MonitorContact', {
      ContactId: instance.call.id,
      UserId: ben?.id,
      AllowedMonitorCapabilities: ['SILENT_MONITOR', 'BARGE'],
    });
    const own = () => instance.agents.snapshot('ben').contacts[0];
    expect(own()).toMatchObject({ contactId: ContactId, initiationMethod: 'monitor', state: { type: 'connected' } });
    expect(own()?.connections[0]).toMatchObject({
      type: 'monitoring',
      state: { type: 'silent_monitor' },
      monitoringInfo: { agentName: 'Ana Flores' },
      monitorCapabilities: ['SILENT_MONITOR', 'BARGE'],
      monitorStatus: 'SILENT_MONITOR',
    });
    expect(instance.connections('ana')).toHaveLength(2);
    const ana = { contactId: ContactId, connectionId: instance.leg('ana', 'own').connectionId };
    await expect(instance.perform('ben', 'muteParticipant', ana)).rejects.toThrow('only listening');

    const monitor = (targetMonitorMode: string) =>
      instance.perform('ben', 'updateMonitorParticipantState', { contactId: ContactId, targetMonitorMode });
    await monitor('BARGE');
    expect(instance.agents.snapshot('ana').contacts[0]?.connections[2]).toMatchObject({
      type: 'monitoring',
      monitorStatus: 'BARGE',
      state: { type: 'barge' },
    });
    await instance.perform('ben', 'muteParticipant', ana);
    expect(instance.agents.snapshot('ana').contacts[0]?.connections[0]).toMatchObject({ mute: true, forcedMute: true });
    await expect(instance.does('ana', 'unmuteParticipant', 'own')).rejects.toThrow('The supervisor has muted');
    await monitor('SILENT_MONITOR');
    expect(instance.agents.snapshot('ana').contacts[0]?.connections[0]).toMatchObject({
      mute: false,
      forcedMute: false,
    });
  });

  it('keeps no call alive: who only listens is sent away with the last who talks, without after-contact work', async () => {
    const instance = await desk();
    const [, ben] = instance.engine.instance.users;
    const { ContactId } = await call(instance, 'MonitorContact', { ContactId: instance.call.id, UserId: ben?.id });
    await expect(
      instance.perform('ben', 'updateMonitorParticipantState', { contactId: ContactId, targetMonitorMode: 'BARGE' }),
    ).rejects.toMatchObject({ type: 'AccessDeniedException' });
    await instance.does('ana', 'destroyConnection', 'own');
    expect(instance.engine.contacts.get(String(ContactId))?.state).toBe('completed');
    expect(instance.agents.snapshot('ben')).toMatchObject({ contacts: [], state: { name: 'Available' } });
    expect(instance.engine.phones.phone(CUSTOMER).line).toBeUndefined();
  });
});

describe('what agents do about tasks', () => {
  it('makes one for a colleague by quick connect, once per token, and renames it', async () => {
    const instance = await desk();
    const toQueue = instance.engine.instance.quickConnects.get('team');
    const order = {
      name: 'Send the contract',
      endpoint: { type: 'queue', endpointARN: `transfer-destination/${toQueue?.id}` },
      references: { opportunity: { type: 'url', value: 'https://crm.example/opp/1' } },
      idempotencyToken: 'once',
    };
    const first = Object(await instance.perform('ana', 'createTaskContact', order));
    expect(await instance.perform('ana', 'createTaskContact', order)).toEqual(first);
    await instance.scheduler.advance(10);
    const { contactId } = first;
    expect(instance.agents.snapshot('ben').contacts[0]).toMatchObject({ contactId, name: 'Send the contract' });
    await instance.perform('ben', 'updateContact', { contactId, name: 'Send both contracts' });
    expect(instance.agents.snapshot('ben').contacts[0]?.name).toBe('Send both contracts');
  });

  it('has no templates and no screen to share', async () => {
    const instance = testInstance();
    expect(await instance.perform('ana', 'listTaskTemplates')).toEqual({ taskTemplates: [], nextToken: null });
    await expect(instance.perform('ana', 'getTaskTemplate')).rejects.toMatchObject({ statusCode: 404 });
    await expect(instance.perform('ana', 'startScreenSharing')).rejects.toMatchObject({ statusCode: 400 });
  });
});

it('PauseContact and ResumeContact are for tasks, and count in DescribeContact', async () => {
  const instance = await desk();
  await expect(call(instance, 'PauseContact', { ContactId: instance.call.id })).rejects.toMatchObject({
    type: 'InvalidRequestException',
  });
  const flow = instance.addFlow('task', 'CONTACT_FLOW', [
    action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, 'queue', { errors: { NoMatchingError: 'end' } }),
    action('queue', 'TransferContactToQueue', {}, 'end', {
      errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
    }),
    action('end', 'DisconnectParticipant'),
  ]);
  await instance.setStatus('ben', 'Break');
  const { ContactId } = await call(instance, 'StartTaskContact', { ContactFlowId: flow.id, Name: 'Call back' });
  await instance.scheduler.advance(10);
  await call(instance, 'PauseContact', { ContactId });
  await expect(call(instance, 'PauseContact', { ContactId })).rejects.toMatchObject({ type: 'ConflictException' });
  await instance.scheduler.advance(7_000);
  await call(instance, 'ResumeContact', { ContactId });
  const { Contact: described } = await call(instance, 'DescribeContact', { ContactId });
  expect(described).toMatchObject({ TotalPauseCount: 1, TotalPauseDurationInSeconds: 7 });
  expect(instance.engine.contacts.get(String(ContactId))?.state).toBe('queued');
});
