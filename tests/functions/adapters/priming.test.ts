import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { primed } from '../../../functions/adapters/priming.ts';
import { primeSecrets, sourceSecrets } from '../../../functions/adapters/secrets.ts';
import { dialQueue, rehearseSending } from '../../../functions/adapters/sqs-queues.ts';
import { startCloud } from '../support/cloud.ts';

describe('reading ahead', () => {
  it('ends when everything has arrived or failed', async () => {
    const steps: string[] = [];
    const arriving = Promise.resolve().then(() => steps.push('arrived'));
    const failing = Promise.resolve().then(() => {
      steps.push('failed');
      throw new Error('no store');
    });
    await primed(arriving, failing);
    expect(steps).toEqual(['arrived', 'failed']);
  });

  it('is given up when it takes too long', async () => {
    await expect(primed(new Promise(() => undefined))).resolves.toBeUndefined();
  });

  it('of secrets leaves nothing for the first webhook to wait for, and a failure to the next who asks', async () => {
    const cloud = await startCloud();
    try {
      const { secrets: client } = cloud.edge.clients();
      const secrets = sourceSecrets(client, new Map([['demo-crm', { secretId: 'demo-crm' }]]));
      await cloud.faults([{ service: 'secretsmanager', operation: 'GetSecretValue', error: 'AccessDeniedException' }]);
      await primeSecrets(secrets, ['demo-crm']);
      await cloud.faults([]);
      await primeSecrets(secrets, ['demo-crm', 'nobody']);
      await cloud.faults([{ service: 'secretsmanager', operation: 'GetSecretValue', error: 'AccessDeniedException' }]);
      expect(await secrets.secretsOf('demo-crm')).toHaveLength(1);
    } finally {
      await cloud.stop();
    }
  });

  it('of what must not be sent ends before the connection, and the client sends what is meant', async () => {
    const sent: string[] = [];
    const client = new SQSClient({
      region: 'eu-central-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      requestHandler: {
        handle: async ({ headers }: { headers: Record<string, string> }) => {
          sent.push(headers['x-amz-target'] ?? '');
          throw new Error('nobody answers');
        },
      },
    });
    const queue = 'https://sqs.eu-central-1.amazonaws.com/123456789012/dial';
    await rehearseSending(client, queue);
    expect(sent).toEqual([]);
    const ids = { sourceId: 'demo-crm', opportunityId: 'opp-1001', callId: 'call-1' };
    const message = { type: 'follow-up', ...ids } as const;
    await expect(dialQueue(client, queue).send(message, 0)).rejects.toThrow('nobody answers');
    expect(sent).toEqual(['AmazonSQS.SendMessage']);
  });
});
