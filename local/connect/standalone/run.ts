/** A local Connect that stands alone, as its command line wants it. */
import { mkdir } from 'node:fs/promises';
import {
  AssociateApprovedOriginCommand,
  AssociateLambdaFunctionCommand,
  ConnectClient,
  DuplicateResourceException,
  ResourceConflictException,
} from '@aws-sdk/client-connect';
import type { Trace } from '../../parts.ts';
import { type RunningConnect, startInstance } from '../start-instance.ts';
import { createStreamStore } from '../streams/stream-store.ts';
import type { Tuning } from '../tuning.ts';
import { signedByAnyone } from './authorize.ts';
import { openFlowFile } from './flow-files.ts';
import { openFunctions } from './functions.ts';
import type { StandaloneOptions } from './options.ts';
import { createEventOutput, createPrintingTrace } from './print.ts';
import { ACCOUNT_ID, INSTANCE_ID, MAIN_NUMBER, STANDALONE_SEED } from './seed.ts';
import { keepRecordings, putInto } from './storage.ts';

const SILENT: Trace = { record: () => undefined, recent: () => [], subscribe: () => () => undefined };

/** What was kept from the last time is associated already. */
const unlessKnown = (error: unknown): void => {
  if (!(error instanceof DuplicateResourceException || error instanceof ResourceConflictException)) throw error;
};

const offer = (origin: string, region: string): string =>
  `service API   ${origin}   as the endpoint of any AWS SDK or the CLI: --endpoint-url ${origin} --region ${region}
streams       ${origin}   as the endpoint of a Kinesis client, for contact records and agent events
softphone     ${origin}/ccp-v2/   the ccpUrl of a Streams page
workspace     ${origin}/agent-app-v2/   the softphone beside third-party apps
controls      ${origin}/simulator/   phones, inbound calls, faults, quotas, contacts, the clock
instance      ${INSTANCE_ID}
main number   ${MAIN_NUMBER.number}   (phone number id ${MAIN_NUMBER.id})
queues        ${STANDALONE_SEED.queues.map(({ id, name }) => `${name} ${id}`).join(', ')}
agents        ${STANDALONE_SEED.users.map(({ username, password }) => `${username} / ${password}`).join(', ')}`;

export const runStandalone = async (
  options: StandaloneOptions,
  print: (line: string) => void,
  tuning: Partial<Tuning> = {},
): Promise<RunningConnect> => {
  const streams = createStreamStore({ region: options.region, accountId: ACCOUNT_ID });
  const invokeFunction = await openFunctions(options.functions);
  if (options.dataFolder !== undefined) await mkdir(options.dataFolder, { recursive: true });
  const connect = await startInstance(
    {
      port: options.port,
      region: options.region,
      accountId: ACCOUNT_ID,
      instanceId: INSTANCE_ID,
      ...(options.dataFolder !== undefined && { dataFolder: options.dataFolder }),
      surroundings: {
        invokeFunction,
        putEvent: createEventOutput(options.events, print),
        putStreamRecord: putInto(streams),
        ...(options.dataFolder !== undefined && { putObject: keepRecordings(options.dataFolder) }),
      },
      trace: options.quiet ? SILENT : createPrintingTrace(print),
      authorize: signedByAnyone,
    },
    { seed: STANDALONE_SEED, tuning, streams, clockMode: options.virtual ? 'virtual' : 'real' },
  );
  const client = new ConnectClient({
    endpoint: connect.origin,
    region: options.region,
    credentials: { accessKeyId: 'AKIASTANDALONE', secretAccessKey: 'standalone' },
  });
  const flows: { close(): void }[] = [];
  const stop = async () => {
    for (const flow of flows) flow.close();
    client.destroy();
    await connect.stop();
  };
  try {
    for (const { arn } of options.functions) {
      const association = new AssociateLambdaFunctionCommand({ InstanceId: INSTANCE_ID, FunctionArn: arn });
      await client.send(association).catch(unlessKnown);
    }
    for (const origin of options.origins) {
      const approval = new AssociateApprovedOriginCommand({ InstanceId: INSTANCE_ID, Origin: origin });
      await client.send(approval).catch(unlessKnown);
    }
    connect.apps.replace(options.apps);
    print(offer(connect.origin, options.region));
    for (const [index, file] of options.flows.entries()) {
      flows.push(await openFlowFile(client, file, { answersMainNumber: index === 0, print }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  print(`ready ${connect.origin}`);
  return { ...connect, stop };
};
