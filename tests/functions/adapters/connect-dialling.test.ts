/** How an order becomes StartOutboundVoiceContact: what only campaign traffic may has campaign traffic, everything else is general. */
import type { ConnectClient, StartOutboundVoiceContactCommand } from '@aws-sdk/client-connect';
import { describe, expect, it } from 'vitest';
import { dialing } from '../../../functions/adapters/connect-calls.ts';
import type { DialOrder } from '../../../functions/core/ports/connect.ts';

const order: DialOrder = {
  clientToken: 'call-1',
  phone: '+14155550101',
  attributes: {},
  name: 'Fleet',
  description: '',
};

async function asked(more: Partial<DialOrder>): Promise<Readonly<Record<string, unknown>>> {
  const inputs: Readonly<Record<string, unknown>>[] = [];
  const client = {
    async send({ input }: StartOutboundVoiceContactCommand) {
      inputs.push({ ...input });
      return { ContactId: 'contact-1' };
    },
  } as unknown as ConnectClient;
  const instance = { InstanceId: 'i-1', ContactFlowId: 'f-1', SourcePhoneNumber: '+4930555010100' };
  expect(await dialing(client, instance, 'preview').start({ ...order, ...more })).toMatchObject({ outcome: 'started' });
  return inputs[0] ?? expect.fail('Connect was not asked');
}

describe('a call', () => {
  it('is general traffic, with Connect’s own ring time and nobody who listens', async () => {
    const input = await asked({});
    for (const member of ['TrafficType', 'RingTimeoutInSeconds', 'AnswerMachineDetectionConfig'])
      expect(input).not.toHaveProperty(member);
  });

  it.each([
    [{ ringSeconds: 20 }, { RingTimeoutInSeconds: 20 }],
    [
      { detection: { afterBeep: false } },
      { AnswerMachineDetectionConfig: { EnableAnswerMachineDetection: true, AwaitAnswerMachinePrompt: false } },
    ],
    [
      { ringSeconds: 45, detection: { afterBeep: true } },
      {
        RingTimeoutInSeconds: 45,
        AnswerMachineDetectionConfig: { EnableAnswerMachineDetection: true, AwaitAnswerMachinePrompt: true },
      },
    ],
  ])('with %o is campaign traffic with %o', async (more, members) => {
    const input = await asked(more);
    expect(input).toMatchObject({ TrafficType: 'CAMPAIGN', DestinationPhoneNumber: '+14155550101' });
    const { RingTimeoutInSeconds, AnswerMachineDetectionConfig } = input;
    expect(JSON.parse(JSON.stringify({ RingTimeoutInSeconds, AnswerMachineDetectionConfig }))).toEqual(members);
  });
});
