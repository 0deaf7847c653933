/** A recorded call, from Connect's event to the link that an agent's browser plays from: real handlers, real stores. */
import { beforeAll, describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import type { CallRecording } from '#core/contracts/call.ts';
import { forgottenCall } from '#core/model/forget-person.ts';
import { RECORDING_LINK_SECONDS } from '#core/policy.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { api, call, context, count, key, services, test, useAgentApi } from './support/agent-api.ts';
import { type Detail, eventsOf } from './support/contact-events.ts';
import { ask } from './support/http-event.ts';
import { later } from './support/opportunities.ts';

useAgentApi();
let apply: typeof import('../../functions/apply-contact-event/handler.ts').handler;
beforeAll(async () => {
  ({ handler: apply } = await import('../../functions/apply-contact-event/handler.ts'));
});

const FOLDER = 'connect/test/CallRecordings/2026/11/24';
const keyOf = (connectContactId: string) => `${FOLDER}/${connectContactId}_20261124T10:02_UTC.wav`;
/** As the event has it; `location` is `bucket/key`. */
const recorded = (objectKey: string, changes: object = {}) => ({
  ...{ storageType: 'S3', location: `recordings/${objectKey}`, mediaStreamType: 'AUDIO', status: 'AVAILABLE' },
  ...{ startTimestamp: later(2), stopTimestamp: later(5), ...changes },
});
const complete = (connectContactId: string, recordings: readonly object[], changes: Detail = {}) =>
  apply({
    id: `event-${count}-${connectContactId}`,
    detail: { ...eventsOf(connectContactId, changes).completed, recordings },
    time: later(9),
  });
const shown = async (callId: string): Promise<readonly CallRecording[] | undefined> => {
  const { calls } = await context();
  return calls.find((one) => one.callId === callId)?.recordings;
};
const link = (callId: string, recordingId = 'none') =>
  ask(api.linkRecording, 'GET', {
    path: { callId, recordingId },
    routeKey: 'GET /calls/{callId}/recordings/{recordingId}',
  });
/** A call of this test that Connect has recorded, with its object in the bucket unless it is said otherwise. */
const recordedCall = async (changes: { stored?: boolean; by?: object; call?: Partial<StoredCall> } = {}) => {
  const callId = await call(`call-rec-${count}`, 'ended', changes.call);
  const object = keyOf(`cc-${callId}`);
  if (changes.stored !== false) services.recordings.add(object);
  await complete(`cc-${callId}`, [recorded(object, changes.by)]);
  const [recording] = (await shown(callId)) ?? [];
  if (recording === undefined) throw new Error('the call has no recording');
  services.reset();
  return { callId, object, recording };
};

describe('a call that Connect has recorded', () => {
  it('says so in the timeline with its times, and not where the recording lies', async () => {
    const { callId, recording, object } = await recordedCall();
    expect(recording).toEqual({ recordingId: expect.any(String), startedAt: later(2), stoppedAt: later(5) });
    expect(JSON.stringify(await context())).not.toContain(object);
    const { body } = await ask(api.listCalls, 'GET', {});
    expect(body.calls.find((one) => one.callId === callId)).toMatchObject({ recordings: [recording] });
    expect(JSON.stringify(body)).not.toContain(object);
  });

  it('has a recording of each leg, in the order in which they were spoken, whichever event comes first', async () => {
    const callId = await call(`call-rec-${count}`, 'ended');
    const [one, two] = [keyOf(`cc-${callId}`), keyOf(`later-${callId}`)];
    const later2 = { startTimestamp: later(6), stopTimestamp: later(8) };
    const leg = { initialContactId: `cc-${callId}`, previousContactId: `cc-${callId}`, initiationMethod: 'TRANSFER' };
    await complete(`later-${callId}`, [recorded(two, later2)], leg);
    await complete(`cc-${callId}`, [recorded(one)]);
    expect(await shown(callId)).toMatchObject([{ startedAt: later(2) }, { startedAt: later(6) }]);
  });

  it('keeps nothing of screen recordings, and nothing that lies outside the configured folder', async () => {
    const callId = await call(`call-rec-${count}`, 'ended');
    await complete(`cc-${callId}`, [
      recorded(keyOf('x'), { mediaStreamType: 'VIDEO' }),
      recorded('connect/test/ChatTranscripts/x.json'),
      recorded(keyOf('y'), { location: `other-bucket/${keyOf('y')}` }),
      recorded(keyOf('z'), { location: undefined }),
    ]);
    expect(await shown(callId)).toBeUndefined();
    const stored = await dynamodbCallStore(test.table).find(callId);
    expect(JSON.stringify(stored)).not.toContain('.wav');
  });
});

describe('the link to a recording', () => {
  it('plays for ten minutes without a sign-in, is tried first, and takes two round trips', async () => {
    const { callId, object, recording } = await recordedCall();
    const before = Date.now();
    const { status, body } = await link(callId, recording.recordingId);
    expect(status).toBe(200);
    expect(services.seen).toEqual({ operations: ['dynamodb:Query', 's3:GET recording'], inSequence: 2 });
    expect(body.contentType).toBe('audio/wav');
    const url = new URL(body.url);
    expect(decodeURIComponent(url.pathname)).toBe(`/recordings/${object}`);
    expect(url.searchParams.get('response-content-type')).toBe('audio/wav');
    expect(url.searchParams.get('response-content-disposition')).toMatch(/^inline;/);
    expect(url.searchParams.get('X-Amz-Expires')).toBe(String(RECORDING_LINK_SECONDS));
    expect(Date.parse(body.expiresAt) - before).toBeGreaterThan((RECORDING_LINK_SECONDS - 5) * 1_000);
  });

  it('is audited with the call that was heard', async () => {
    const { callId, recording } = await recordedCall();
    await link(callId, recording.recordingId);
    const lines = services.log.map((line): Record<string, unknown> => JSON.parse(line));
    expect(lines.filter(({ event }) => event === 'record-accessed')).toMatchObject([
      { by: 'ana', route: 'GET /calls/{callId}/recordings/{recordingId}', callId, sourceId: key.sourceId },
    ]);
  });

  it('is promised for later as long as Connect may still be at work on it, and refused for good after that', async () => {
    const fresh = await recordedCall({ stored: false, call: { completedAt: new Date().toISOString() } });
    const store = dynamodbCallStore(test.table);
    const stored = await store.find(fresh.callId);
    if (stored === undefined) throw new Error('no call');
    const at = (completedAt: string) => store.change(stored, undefined, (known) => ({ ...known, completedAt }));
    await at(new Date(Date.now() - 5 * 60_000).toISOString());
    expect(await link(fresh.callId, fresh.recording.recordingId)).toMatchObject({
      ...{ status: 409, body: { code: 'not-ready' } },
    });
    await at(new Date(Date.now() - 2 * 60 * 60_000).toISOString());
    expect(await link(fresh.callId, fresh.recording.recordingId)).toMatchObject({
      status: 410,
      body: { code: 'gone' },
    });
    expect(services.log.join('')).toMatch(/"recording-refused".*"status":403/);
  });

  it('is refused without asking S3 when Connect says that it has deleted the recording', async () => {
    const { callId, recording } = await recordedCall({ by: { status: 'DELETED', deletionReason: 'CustomerRequest' } });
    expect(recording).toMatchObject({ isDeleted: true });
    expect(await link(callId, recording.recordingId)).toMatchObject({ status: 410, body: { code: 'gone' } });
    expect(services.seen.operations).toEqual(['dynamodb:Query']);
  });

  it('is a passing failure when S3 does not answer, and there is none of a call or recording that is not there', async () => {
    const { callId, recording } = await recordedCall();
    expect(await link(callId)).toMatchObject({ status: 404 });
    expect(await link('call-nobody-knows', recording.recordingId)).toMatchObject({ status: 404 });
    services.failing.add('s3:GET recording');
    expect(await link(callId, recording.recordingId)).toMatchObject({ status: 503, body: { code: 'try-again' } });
  });

  it('is gone with the person: where the recordings lie is forgotten, and no later event brings it back', async () => {
    const { callId, object, recording } = await recordedCall();
    const store = dynamodbCallStore(test.table);
    const known = await store.find(callId);
    if (known === undefined) throw new Error('no call');
    await store.change(known, undefined, (stored) => forgottenCall(stored, later(20)));
    await complete(`cc-${callId}`, [recorded(object), recorded(keyOf('more'))]);
    expect(JSON.stringify(await store.find(callId))).not.toContain('.wav');
    expect(await shown(callId)).toBeUndefined();
    expect(await link(callId, recording.recordingId)).toMatchObject({ status: 404 });
  });
});
