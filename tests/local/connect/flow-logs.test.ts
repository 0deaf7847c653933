import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { buildDecrypt, CommitmentPolicy, RawRsaKeyringNode } from '@aws-crypto/client-node';
import { describe, expect, it, vi } from 'vitest';
import { action, CUSTOMER, LOOK_UP, SALES, testInstance } from './instance.ts';

const END = action('end', 'DisconnectParticipant');
const logging = (id: string, FlowLoggingBehavior: string, next: string) =>
  action(id, 'UpdateFlowLoggingBehavior', { FlowLoggingBehavior }, next);
const ERROR = { errors: { NoMatchingError: 'end' } };

const run = async (instance: ReturnType<typeof testInstance>, actions: readonly object[], keys?: string) => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  const contact = instance.dial(instance.addFlow('flow', 'CONTACT_FLOW', [...actions, END]));
  await instance.scheduler.advance(1_000);
  if (keys !== undefined) instance.engine.phones.pressDigits(CUSTOMER, keys);
  await instance.scheduler.advance(20_000);
  return contact;
};

describe('flow logs (AG:contact-flow-log-data)', () => {
  it('are written between Enabled and Disabled only, in the form of the service', async () => {
    const instance = testInstance({ answer: () => ({ level: 'gold' }) });
    instance.engine.instance.associations.set('l', { id: 'l', type: 'LAMBDA_FUNCTION', arn: LOOK_UP, tags: {} });
    const lines: { logGroup: string; message: string }[] = [];
    Object.assign(instance.engine.surroundings, {
      putFlowLog: (line: { logGroup: string; message: string }) => void lines.push(line),
    });
    const contact = await run(instance, [
      action('before', 'MessageParticipant', { Text: 'Not logged.' }, 'on'),
      logging('on', 'Enabled', 'queue'),
      action('queue', 'UpdateContactTargetQueue', { QueueId: SALES }, 'look', ERROR),
      action(
        'look',
        'InvokeLambdaFunction',
        {
          LambdaFunctionARN: LOOK_UP,
          InvocationTimeLimitSeconds: '3',
          ResponseValidation: { ResponseType: 'STRING_MAP' },
        },
        'keep',
        ERROR,
      ),
      action('keep', 'UpdateContactAttributes', { Attributes: { level: '$.External.level' } }, 'off', ERROR),
      logging('off', 'Disabled', 'after'),
      action('after', 'MessageParticipant', { Text: 'Not logged either.' }, 'end'),
    ]);
    const { arn } = instance.engine.instance;
    const common = {
      ContactId: contact.id,
      ContactFlowId: `${arn}/contact-flow/flow-flow`,
      ContactFlowName: 'flow',
      Timestamp: expect.stringMatching(/^2026-11-24T09:00:\d\d\.\d{3}Z$/),
    };
    expect(instance.engine.flowLogs).toEqual([
      {
        ...common,
        ContactFlowModuleType: 'SetLoggingBehavior',
        Identifier: 'on',
        Parameters: { FlowLoggingBehavior: 'Enabled' },
      },
      {
        ...common,
        ContactFlowModuleType: 'SetQueue',
        Identifier: 'queue',
        Parameters: { Queue: `${arn}/queue/${SALES}` },
      },
      {
        ...common,
        ContactFlowModuleType: 'InvokeExternalResource',
        Identifier: 'look',
        ExternalResults: { level: 'gold' },
        Parameters: { FunctionArn: LOOK_UP, ResponseValidation: 'ResponseType=STRING_MAP', TimeLimit: '3000' },
      },
      {
        ...common,
        ContactFlowModuleType: 'SetAttributes',
        Identifier: 'keep',
        Parameters: { Key: 'level', Value: 'gold' },
      },
      expect.objectContaining({ Identifier: 'off', Parameters: { FlowLoggingBehavior: 'Disabled' } }),
    ]);
    expect(lines.map(({ message }) => JSON.parse(message))).toEqual(instance.engine.flowLogs);
    expect(new Set(lines.map(({ logGroup }) => logGroup))).toEqual(new Set(['/aws/connect/test']));
  });

  it('tell a failed function by Results, without ExternalResults', async () => {
    const instance = testInstance({ answer: () => Promise.reject(new Error('broken')) });
    instance.engine.instance.associations.set('l', { id: 'l', type: 'LAMBDA_FUNCTION', arn: LOOK_UP, tags: {} });
    const look = { LambdaFunctionARN: LOOK_UP, InvocationTimeLimitSeconds: '1' };
    await run(instance, [logging('on', 'Enabled', 'look'), action('look', 'InvokeLambdaFunction', look, 'end', ERROR)]);
    const entry = instance.engine.flowLogs.find(({ Identifier }) => Identifier === 'look');
    expect(entry).toMatchObject({ Results: 'The Lambda Function Returned An Error.' });
    expect(entry).not.toHaveProperty('ExternalResults');
  });

  it('never hold what a customer entered to be stored', async () => {
    const instance = testInstance();
    await run(
      instance,
      [
        logging('on', 'Enabled', 'ask'),
        action(
          'ask',
          'GetParticipantInput',
          {
            Text: 'Your PIN?',
            InputTimeLimitSeconds: '10',
            StoreInput: 'True',
            InputValidation: { CustomValidation: { MaximumLength: '4' } },
          },
          'end',
          ERROR,
        ),
      ],
      '4711',
    );
    expect(JSON.stringify(instance.engine.flowLogs)).toContain('StoreUserInput');
    expect(JSON.stringify(instance.engine.flowLogs)).not.toContain('4711');
  });
});

describe('stored input', () => {
  const ask = (more: object) => [
    action(
      'ask',
      'GetParticipantInput',
      {
        Text: '?',
        InputTimeLimitSeconds: '10',
        StoreInput: 'True',
        InputValidation: { CustomValidation: { MaximumLength: '8' } },
        ...more,
      },
      'keep',
      ERROR,
    ),
    action('keep', 'UpdateContactAttributes', { Attributes: { input: '$.StoredCustomerInput' } }, 'end', ERROR),
  ];
  const stored = async (more: object, keys: string) => {
    const instance = testInstance();
    const contact = await run(instance, ask(more), keys);
    // Encrypting takes real time, of which virtual time knows nothing.
    return vi.waitFor(() => contact.attributes.input ?? expect.fail('nothing is stored yet'), { timeout: 15_000 });
  };

  it('is encrypted so that the AWS Encryption SDK reads it as the guide says (AG:encrypt-data)', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const Key = publicKey.export({ type: 'spki', format: 'pem' });
    const cipher = await stored({ InputEncryption: { EncryptionKeyId: 'key-1', Key } }, '4711#');
    expect(cipher).not.toContain('4711');
    const keyring = new RawRsaKeyringNode({
      keyName: 'key-1',
      keyNamespace: 'AmazonConnect',
      rsaKey: {
        privateKey: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
          type: 'pkcs8',
          format: 'pem',
        }),
      },
      oaepHash: 'sha512',
    });
    const { decrypt } = buildDecrypt(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
    const { plaintext } = await decrypt(keyring, Buffer.from(cipher, 'base64'));
    expect(plaintext.toString()).toBe('4711');
  });

  it('is taken back by *, unless that key is disabled, and ends at a terminator of several keys', async () => {
    expect(await stored({}, '99*42#')).toBe('42');
    expect(await stored({ DTMFConfiguration: { DisableCancelKey: 'True' } }, '99*42#')).toBe('99*42');
    expect(await stored({ DTMFConfiguration: { InputTerminationSequence: '#0#' } }, '12#0#')).toBe('12');
  });
});
