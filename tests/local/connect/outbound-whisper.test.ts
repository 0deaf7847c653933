import { describe, expect, it } from 'vitest';
import { phoneView } from '../../../local/connect/simulator/views.ts';
import { action, CUSTOMER, PLACE, SALES, SEED, type TestInstance, testInstance } from './instance.ts';

const MAIN = '+4930555010100';
const SECOND = '+4930555010150';
const STOP = action('stop', 'EndFlowExecution');
const HELLO = action('hello', 'MessageParticipant', { Text: 'This call is recorded.' }, 'stop');

/** A queue of its own number, whose calls begin with these actions; ana dials the customer from there. */
const dials = async (actions: readonly object[]): Promise<TestInstance> => {
  const instance = testInstance({
    seed: {
      ...SEED,
      phoneNumbers: [
        ...SEED.phoneNumbers,
        { id: '0d6c9a10-0000-4000-8000-000000000009', number: SECOND, description: 'Second' },
      ],
    },
  });
  const { engine } = instance;
  const whisper = instance.addFlow('whisper', 'OUTBOUND_WHISPER', actions);
  for (const queue of engine.instance.queues) if (queue.id === SALES) queue.outboundFlowId = whisper.id;
  await instance.perform('ana', 'createOutboundContact', {
    endpoint: { type: 'phone_number', phoneNumber: CUSTOMER },
    queueARN: `arn:aws:connect:${PLACE.region}:${PLACE.accountId}:instance/${PLACE.instanceId}/queue/${SALES}`,
  });
  await instance.scheduler.advance(1_000);
  return instance;
};
const callOf = ({ engine }: TestInstance) => {
  const contact = [...engine.contacts.values()].at(-1);
  if (contact === undefined) throw new Error('nobody has dialled');
  return contact;
};
const shown = ({ engine }: TestInstance) => phoneView(engine.phones.phone(CUSTOMER));
const path = (instance: TestInstance) => callOf(instance).flowTrace.map(({ actionId }) => actionId);

describe('the outbound whisper (DG:contact-actions-completeoutboundcall)', () => {
  it.each([
    ['shows the number of CallerId', SECOND, SECOND],
    ['shows the number of the queue when the one of CallerId is not claimed', '+4930999999999', MAIN],
  ])('%s', async (_, number, expected) => {
    const instance = await dials([
      action('number', 'UpdateContactAttributes', { Attributes: { number } }, 'call', {
        errors: { NoMatchingError: 'call' },
      }),
      action('call', 'CompleteOutboundCall', { CallerId: { Number: '$.Attributes.number' } }, 'hello'),
      HELLO,
      STOP,
    ]);
    expect(shown(instance)).toMatchObject({ state: 'ringing', callerId: expected });
    expect(callOf(instance).systemPhone).toBe(expected);
    expect(path(instance)).toEqual(['number']);
    instance.engine.phones.answer(CUSTOMER);
    await instance.scheduler.advance(10_000);
    expect(path(instance)).toEqual(['number', 'call', 'hello', 'stop']);
    expect(shown(instance).heard).toMatchObject([{ text: 'This call is recorded.' }]);
    expect(callOf(instance).state).toBe('connected');
  });

  it('places the call with the first word to the callee, who hears it after answering', async () => {
    const instance = await dials([HELLO, STOP]);
    expect(shown(instance)).toMatchObject({ state: 'ringing', callerId: MAIN, heard: [] });
    instance.engine.phones.answer(CUSTOMER);
    await instance.scheduler.advance(10_000);
    expect(shown(instance).heard).toHaveLength(1);
    expect(callOf(instance).state).toBe('connected');
  });

  it('places the call at its end, and when it fails, without a word', async () => {
    for (const actions of [[STOP], [action('broken', 'NoSuchAction', {}, 'stop'), STOP]]) {
      const instance = await dials(actions);
      expect(shown(instance).state).toBe('ringing');
      instance.engine.phones.answer(CUSTOMER);
      await instance.scheduler.advance(100);
      expect(callOf(instance).state).toBe('connected');
    }
  });

  it.each(['nobody answers', 'the callee declines', 'the agent gives up'])('is over when %s', async (who) => {
    const instance = await dials([HELLO, STOP]);
    if (who === 'the agent gives up')
      await instance.perform('ana', 'destroyContact', { contactId: callOf(instance).id });
    else if (who === 'the callee declines') instance.engine.phones.decline(CUSTOMER);
    else await instance.scheduler.advance(61_000);
    await instance.perform('ana', 'clearContact', { contactId: callOf(instance).id });
    await instance.scheduler.advance(1_000);
    expect(path(instance)).toEqual([]);
    expect(callOf(instance).state).toBe('completed');
    expect(shown(instance).state).toBe('idle');
    expect(instance.engine.runtimes.size).toBe(0);
  });
});
