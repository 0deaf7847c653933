import { setImmediate } from 'node:timers/promises';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jsonLog } from '#adapters/json-log.ts';
import { queueHandler } from '#middleware/queue-handler.ts';

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(JSON.parse(String(line))) > 0);
});
afterEach(() => void vi.restoreAllMocks());

const serviceError = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400, requestId: 'aws-1' } });

describe('a line of the log', () => {
  it('is JSON with its level, its time and its facts', () => {
    jsonLog.info('call-refused', { callId: 'call-1', reason: 'busy', receiveCount: 2 });
    expect(lines).toEqual([
      {
        level: 'info',
        at: expect.any(String),
        event: 'call-refused',
        callId: 'call-1',
        reason: 'busy',
        receiveCount: 2,
      },
    ]);
  });

  it('carries nothing that the list of facts does not name, however it got there', () => {
    const call = { callId: 'call-1', contactName: 'Zelda Canary', phone: '+14155550177' };
    // @ts-expect-error: the compiler sees it too
    jsonLog.info('call-refused', call);
    expect(lines[0]).toEqual({ level: 'info', at: expect.any(String), event: 'call-refused', callId: 'call-1' });
  });

  it('withholds an id that is somebody’s address, number or name', () => {
    for (const contactId of ['zelda@example.com', '+14155550177', 'Zelda Canary', 'x'.repeat(200)]) {
      jsonLog.info('person', { contactId });
    }
    expect(lines.map(({ contactId }) => contactId)).toEqual(Array(4).fill('<withheld>'));
    jsonLog.info('person', { contactId: '003Dn00000ABCDEF', route: 'PATCH /opportunities/{sourceId}/{opportunityId}' });
    expect(lines.at(-1)).toMatchObject({
      contactId: '003Dn00000ABCDEF',
      route: 'PATCH /opportunities/{sourceId}/{opportunityId}',
    });
  });

  it('tells an error by its kind and place, and never what it quotes', () => {
    const canary = 'Zelda Canary';
    jsonLog.error('bad', new Error(`Unexpected token in "${canary}"\n    at ${canary} (zelda@example.com)`));
    jsonLog.error('bad', new SyntaxError(canary, { cause: new TypeError(canary) }));
    jsonLog.error('bad', serviceError('ValidationException', `Value '${canary}' at 'name' failed`));
    jsonLog.error('bad', Object.assign(new Error(canary), { code: `ENOTFOUND ${canary}` }));
    jsonLog.error('bad', canary);
    expect(JSON.stringify(lines)).not.toMatch(/Zelda|example\.com/);
    expect(lines[1]).toMatchObject({
      error: 'SyntaxError',
      cause: 'TypeError',
      frames: expect.stringContaining('at '),
    });
    expect(lines[2]).toMatchObject({ error: 'ValidationException', httpStatus: 400, awsRequestId: 'aws-1' });
    expect(lines[4]).toMatchObject({ error: 'string' });
  });

  it('keeps what a service says of a permission: the operator needs to know which', () => {
    const message =
      'User: arn:aws:sts::123456789012:assumed-role/dial is not authorized to perform: connect:StartOutboundVoiceContact';
    jsonLog.error('call-not-placed', serviceError('AccessDeniedException', message));
    expect(lines[0]?.message).toContain('is not authorized to perform: connect:StartOutboundVoiceContact');
    expect(lines[0]?.message).not.toContain('123456789012');
  });
});

describe('the lines of an invocation', () => {
  it('carry what is known of it, as soon as it is known, and nothing of the next one', async () => {
    await jsonLog.within({ invocationId: 'i-1' }, async () => {
      jsonLog.info('first');
      await setImmediate();
      jsonLog.note({ callId: 'call-1' });
      await setImmediate();
      jsonLog.info('second');
    });
    jsonLog.note({ callId: 'call-of-nobody' });
    jsonLog.info('third');
    expect(lines.map(({ event, invocationId, callId }) => [event, invocationId, callId])).toEqual([
      ['first', 'i-1', undefined],
      ['second', 'i-1', 'call-1'],
      ['third', undefined, undefined],
    ]);
  });

  it('of a batch name their own message and its call, though all are processed at once', async () => {
    const messages = [
      { type: 'watch', sourceId: 's', opportunityId: 'o', callId: 'call-1' },
      { type: 'fetch', sourceId: 's', opportunityId: 'o', documentId: 'd-1', url: 'https://crm.example/zelda' },
      { sourceId: 's', requestId: 'msg_1' },
    ];
    const handler = queueHandler(jsonLog, async () => {
      await setImmediate();
      throw new Error('not now');
    });
    const event = {
      Records: messages.map((message, index) => ({
        ...{ messageId: `m-${index}`, receiptHandle: 'r', body: JSON.stringify(message) },
        attributes: { ApproximateReceiveCount: '3' },
      })),
    } as SQSEvent;
    const { batchItemFailures } = await handler(event, { awsRequestId: 'i-1' });
    expect(batchItemFailures).toHaveLength(3);
    const common = { event: 'message-failed', invocationId: 'i-1', receiveCount: 3, sourceId: 's' };
    expect(lines).toEqual([
      expect.objectContaining({ ...common, messageId: 'm-0', callId: 'call-1', type: 'watch' }),
      expect.objectContaining({ ...common, messageId: 'm-1', documentId: 'd-1' }),
      expect.objectContaining({ ...common, messageId: 'm-2', callId: expect.stringMatching(/^call-\w{26}$/) }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('zelda');
  });
});
