import { describe, expect, it } from 'vitest';
import { primed } from '../../../functions/adapters/priming.ts';
import { primeSecrets, sourceSecrets } from '../../../functions/adapters/secrets.ts';
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
});
