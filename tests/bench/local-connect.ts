/** The local Connect as it is used, in a process of its own: start, service API, flows, calls that are held. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AssociatePhoneNumberContactFlowCommand,
  ConnectClient,
  type ConnectClientConfig,
  CreateContactFlowCommand,
  DescribeUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-connect';
import { INSTANCE_ID, MAIN_NUMBER } from '../../local/connect/standalone/seed.ts';
import { type Figure, median, quantile } from './figure.ts';

const MAIN = new URL('../../local/connect/main.ts', import.meta.url).pathname;
const QUEUE = '3e7d0000-0000-4000-8000-000000000001';
const REQUESTS = 1_000;
const HELD_CALLS = 500;
/** With the one that ends the call 250, which is as many as a flow may have. */
const ACTIONS_PER_CALL = 249;
const FLOW_CALLS = 50;

export interface Running {
  readonly origin: string;
  readonly process: ChildProcess;
  readonly startMs: number;
}

/** Resolves when the child prints a line that begins with `word`. */
const printed = async (child: ChildProcess, word: string): Promise<string> => {
  let output = '';
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk);
    const line = output
      .split('\n')
      .find((candidate) => candidate.startsWith(word) && output.includes(`${candidate}\n`));
    if (line !== undefined) return line;
  }
  throw new Error(`the process ended without printing ${word}: ${output}`);
};

export const start = async (): Promise<Running> => {
  const from = performance.now();
  const process_ = spawn(process.execPath, [MAIN, '--port', '0', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await printed(process_, 'ready ');
  return { origin: line.slice('ready '.length), process: process_, startMs: performance.now() - from };
};

/** What any start costs that knows Connect's API: node, and the SDK with its model. */
const startBareSdk = async (): Promise<number> => {
  const from = performance.now();
  const code = "await import('@aws-sdk/client-connect'); console.log('ready')";
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await printed(child, 'ready');
  return performance.now() - from;
};

export const clientOf = (endpoint: string, retries: Partial<ConnectClientConfig> = { maxAttempts: 1 }): ConnectClient =>
  new ConnectClient({
    ...{ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } },
    ...retries,
  });

export const control = async (origin: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${origin}/simulator/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return Object(await response.json());
};

const timesOf = async (count: number, act: (index: number) => Promise<unknown>): Promise<number[]> => {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = performance.now();
    await act(index);
    times.push(performance.now() - from);
  }
  return times;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The id of the flow, which the main number leads to from now on. */
export const publish = async (client: ConnectClient, name: string, actions: readonly object[]): Promise<string> => {
  const { ContactFlowId } = await client.send(
    new CreateContactFlowCommand({
      InstanceId: INSTANCE_ID,
      Name: name,
      Type: 'CONTACT_FLOW',
      Content: JSON.stringify({ Version: '2019-10-30', StartAction: Object(actions[0]).Identifier, Actions: actions }),
    }),
  );
  const number = { PhoneNumberId: MAIN_NUMBER.id, InstanceId: INSTANCE_ID, ContactFlowId };
  await client.send(new AssociatePhoneNumberContactFlowCommand(number));
  return ContactFlowId ?? '';
};

const numberOf = (index: number): string => `+1415${5_000_000 + index}`;
const callIn = (origin: string, index: number) =>
  control(origin, 'POST', 'inbound', { from: numberOf(index), to: MAIN_NUMBER.number });

/** The same bytes from a server that does nothing else. */
const measureApi = async ({ origin }: Running): Promise<Figure> => {
  const client = clientOf(origin);
  const { UserSummaryList = [] } = await client.send(new ListUsersCommand({ InstanceId: INSTANCE_ID }));
  const describe = new DescribeUserCommand({ InstanceId: INSTANCE_ID, UserId: UserSummaryList[0]?.Id });
  const body = JSON.stringify({ User: (await client.send(describe)).User });
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bare = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const ours: number[] = [];
  const theirs: number[] = [];
  await timesOf(50, () => Promise.all([client.send(describe), bare.send(describe)]));
  for (let round = 0; round < 10; round += 1) {
    ours.push(...(await timesOf(REQUESTS / 10, () => client.send(describe))));
    theirs.push(...(await timesOf(REQUESTS / 10, () => bare.send(describe))));
  }
  client.destroy();
  bare.destroy();
  server.close();
  return {
    name: 'local Connect, one API call of the SDK',
    peer: 'the same bytes from a bare node server',
    ratio: median(ours) / median(theirs),
    target: 1.5,
    facts: {
      'calls per second': Math.round((ours.length * 1_000) / sum(ours)),
      'ours ms': median(ours),
      'peer ms': median(theirs),
    },
  };
};

const measureFlow = async ({ origin }: Running): Promise<Figure> => {
  const client = clientOf(origin);
  const step = (index: number) => ({
    Identifier: `a${index}`,
    Type: 'UpdateFlowAttributes',
    Parameters: { FlowAttributes: { step: { Value: `${index} for $.CustomerEndpoint.Address` } } },
    Transitions: {
      NextAction: `a${index + 1}`,
      Errors: [{ ErrorType: 'NoMatchingError', NextAction: `a${index + 1}` }],
    },
  });
  const end = { Identifier: `a${ACTIONS_PER_CALL}`, Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} };
  await publish(client, 'steps', [...Array.from({ length: ACTIONS_PER_CALL }, (_, index) => step(index)), end]);
  client.destroy();
  const exchange = median(await timesOf(200, () => control(origin, 'GET', 'quotas')));
  const times = await timesOf(FLOW_CALLS, async (index) => {
    const { contactId } = await callIn(origin, index);
    for (;;) {
      const { contacts } = await control(origin, 'GET', `contacts/${contactId}`);
      if (contacts[0].state === 'completed') return;
    }
  });
  const perAction = median(times) / (ACTIONS_PER_CALL + 1);
  return {
    name: 'local Connect, one action of a flow',
    peer: 'one bare HTTP exchange with it',
    ratio: perAction / exchange,
    target: 0.1,
    facts: {
      'actions per second': Math.round(1_000 / perAction),
      'action µs': perAction * 1_000,
      'exchange ms': exchange,
    },
  };
};

/** Resident memory of a process, in KB. */
const memoryOf = ({ process: { pid } }: Running): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

const measureHeld = async (running: Running): Promise<Figure> => {
  const { origin } = running;
  const client = clientOf(origin);
  await publish(client, 'held', [
    {
      Identifier: 'target',
      Type: 'UpdateContactTargetQueue',
      Parameters: { QueueId: QUEUE },
      Transitions: { NextAction: 'queue', Errors: [{ ErrorType: 'NoMatchingError', NextAction: 'end' }] },
    },
    {
      Identifier: 'queue',
      Type: 'TransferContactToQueue',
      Parameters: {},
      Transitions: {
        NextAction: 'end',
        Errors: ['QueueAtCapacity', 'NoMatchingError'].map((ErrorType) => ({ ErrorType, NextAction: 'end' })),
      },
    },
    { Identifier: 'end', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} },
  ]);
  client.destroy();
  await control(origin, 'PUT', 'quotas', { concurrentCalls: HELD_CALLS });
  const look = () => control(origin, 'GET', `phones/${numberOf(0)}`);
  await timesOf(200, look);
  const idle = await timesOf(REQUESTS, look);
  const memoryBefore = memoryOf(running);
  await timesOf(HELD_CALLS, (index) => callIn(origin, index));
  const memoryKb = memoryOf(running) - memoryBefore;
  const held = await timesOf(REQUESTS, look);
  const { contacts } = await control(origin, 'GET', 'contacts');
  const queued = contacts.filter(({ state }: { state: string }) => state === 'queued').length;
  if (queued !== HELD_CALLS) throw new Error(`${queued} of ${HELD_CALLS} calls are held`);
  const [idleP99, heldP99] = [quantile(idle, 0.99), quantile(held, 0.99)];
  return {
    name: `local Connect, p99 of a control call while ${HELD_CALLS} calls are held`,
    peer: 'the same with none held',
    ratio: heldP99 / idleP99,
    target: 2,
    facts: { 'p99 held ms': heldP99, 'p99 idle ms': idleP99, 'memory per call KB': memoryKb / HELD_CALLS },
  };
};

export const stop = async ({ process: child }: Running): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
};

const measureStart = async (rounds: number): Promise<Figure> => {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const running = await start();
    ours.push(running.startMs);
    await stop(running);
    theirs.push(await startBareSdk());
  }
  return {
    name: 'local Connect, start until it is ready',
    peer: 'node and the import of the SDK',
    ratio: median(ours) / median(theirs),
    target: 4,
    facts: { 'ours ms': median(ours), 'peer ms': median(theirs) },
  };
};

export const measureLocalConnect = async (rounds: number): Promise<readonly Figure[]> => {
  const figures = [await measureStart(rounds)];
  const running = await start();
  try {
    for (const measure of [measureApi, measureFlow, measureHeld]) figures.push(await measure(running));
  } finally {
    await stop(running);
  }
  return figures;
};
