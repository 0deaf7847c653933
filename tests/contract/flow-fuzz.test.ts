/** The product's flows, broken in every way, through CreateContactFlow: published, or refused with problems. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ContactFlowType,
  ContactNotFoundException,
  DescribeContactCommand,
  ListContactFlowsCommand,
  ListLambdaFunctionsCommand,
  ListPromptsCommand,
  ListQueuesCommand,
  StartOutboundVoiceContactCommand,
  StopContactCommand,
} from '@aws-sdk/client-connect';
import fc from 'fast-check';
import { beforeAll, describe, expect } from 'vitest';
import { waitFor } from '../system/wait-for.ts';
import { documented } from './documented.ts';
import { client, control, dialTo, INSTANCE_ID, liftQuotas, ON_AWS, orderOf, refusalOf, runs } from './target.ts';
import { createFlow, deleteFlow } from './test-flow.ts';

const folder = join(import.meta.dirname, '..', '..', 'contact-flows');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const TYPES: Readonly<Record<string, ContactFlowType>> = {
  'agent-whisper.json': 'AGENT_WHISPER',
  'customer-whisper.json': 'CUSTOMER_WHISPER',
  'agent-preview-queue.json': 'CUSTOMER_QUEUE',
  'customer-queue.json': 'CUSTOMER_QUEUE',
};
const typeOf = (file: string): ContactFlowType => TYPES[file] ?? 'CONTACT_FLOW';
/** Flows with ARNs of this instance, so that unbroken they are valid where everything exists. */
const flows = new Map<string, string>();

beforeAll(async () => {
  await liftQuotas();
  const instance = { InstanceId: INSTANCE_ID };
  const { QueueSummaryList: queues } = await client.send(
    new ListQueuesCommand({ ...instance, QueueTypes: ['STANDARD'] }),
  );
  const { PromptSummaryList: prompts } = await client.send(new ListPromptsCommand(instance));
  const { LambdaFunctions: functions } = await client.send(new ListLambdaFunctionsCommand(instance));
  const { ContactFlowSummaryList: known = [] } = await client.send(
    new ListContactFlowsCommand({ ...instance, MaxResults: 1_000 }),
  );
  const flowOf = (type: ContactFlowType) => known.find(({ ContactFlowType: own }) => own === type)?.Arn;
  const tokens: Readonly<Record<string, string | undefined>> = {
    FallbackQueueArn: queues?.[0]?.Arn,
    HoldMusicPromptArn: prompts?.[0]?.Arn,
    LookUpContactFunctionArn: functions?.[0],
    CustomerQueueFlowArn: flowOf('CUSTOMER_QUEUE'),
    AgentPreviewQueueFlowArn: flowOf('CUSTOMER_QUEUE'),
    AgentWhisperFlowArn: flowOf('AGENT_WHISPER'),
    CustomerWhisperFlowArn: flowOf('CUSTOMER_WHISPER'),
  };
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    flows.set(
      file,
      text.replaceAll(/\$\{(\w+)\}/g, (_, token: string) => tokens[token] ?? 'none'),
    );
  }
});

const HOSTILE = ['', '__proto__', '$.', '$.Attributes.__proto__', "$['", 'x'.repeat(10_000), '\u0000', '\ud800', '‮'];

type Mutation =
  | { readonly kind: 'replace'; readonly at: number; readonly value: unknown }
  | { readonly kind: 'remove' | 'double' | 'copy'; readonly at: number }
  | { readonly kind: 'add'; readonly at: number; readonly key: string; readonly value: unknown };

const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...HOSTILE));
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), at: fc.nat(), value }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'double' as const, 'copy' as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant('add' as const),
    at: fc.nat(),
    key: fc.constantFrom('x', 'Type', 'NextAction'),
    value,
  }),
);

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

/** Every place of the document but its drawing. */
const placesIn = (document: unknown): Place[] => {
  if (typeof document !== 'object' || document === null) return [];
  const parent: Record<string, unknown> = Object(document);
  return Object.keys(parent)
    .filter((key) => key !== 'Metadata')
    .flatMap((key) => [{ parent, key }, ...placesIn(parent[key])]);
};

const mutate = (document: unknown, change: Mutation): void => {
  const places = placesIn(document);
  const place = places[change.at % Math.max(places.length, 1)];
  if (place === undefined) return;
  const { parent, key } = place;
  const present = parent[key];
  switch (change.kind) {
    case 'replace':
      parent[key] = change.value;
      return;
    case 'remove':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      return;
    case 'double':
      if (Array.isArray(present)) present.push(...structuredClone(present));
      return;
    case 'copy': {
      const other = places[(change.at * 7 + 1) % places.length];
      if (other === undefined) return;
      parent[key] = structuredClone(other.parent[other.key]);
      return;
    }
    case 'add':
      if (typeof present === 'object' && present !== null && !Array.isArray(present))
        Object(present)[change.key] = change.value;
  }
};

/** What was published must run too: however odd, the call can be described and ended. */
const callWith = async (flowId: string): Promise<void> => {
  const phone = dialTo();
  await control('PUT', `phones/${encodeURIComponent(phone)}`, { behavior: 'answer', afterMs: 0 });
  const order = orderOf(flowId, { DestinationPhoneNumber: phone, Attributes: { agentUsername: 'nobody' } });
  const { ContactId: contactId } = await client.send(new StartOutboundVoiceContactCommand(order));
  const contact = { InstanceId: INSTANCE_ID, ContactId: contactId };
  const described = async () => (await client.send(new DescribeContactCommand(contact))).Contact;
  await waitFor('the answer', async () => {
    const seen = await described();
    return seen?.ConnectedToSystemTimestamp !== undefined || seen?.DisconnectTimestamp !== undefined;
  });
  // A flow without a wait has hung up already.
  await client.send(new StopContactCommand(contact)).catch((error: unknown) => {
    if (!(error instanceof ContactNotFoundException)) throw error;
  });
  expect((await described())?.DisconnectReason).toMatch(/^(API|CONTACT_FLOW_DISCONNECT)$/);
};

/** Publishes and deletes; the time limit of the client is what tells a hang. */
const outcomeOf = async (content: string, type: ContactFlowType): Promise<string> => {
  const attempt = createFlow(content, { type }).then(async (flowId) => {
    try {
      if (!ON_AWS && type === 'CONTACT_FLOW') await callWith(flowId);
    } finally {
      await deleteFlow(flowId);
    }
  });
  const { name, status, problems } = await refusalOf(attempt);
  if (name === undefined) return 'published';
  return problems.length > 0 ? `${status} ${name}` : `${status} ${name} without problems`;
};

describe('CreateContactFlow', () => {
  documented('API CreateContactFlow Errors', 'publishes a mutated flow or refuses it with its problems', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async (file, mutations) => {
          const document: unknown = JSON.parse(flows.get(file) ?? '');
          for (const change of mutations) mutate(document, change);
          const outcome = await outcomeOf(JSON.stringify(document), typeOf(file));
          seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
          expect(['published', '400 InvalidContactFlowException']).toContain(outcome);
        },
      ),
      { numRuns: runs(300, 10) },
    );
    // Otherwise the mutations prove nothing.
    expect(seen.get('400 InvalidContactFlowException')).toBeGreaterThan(0);
  });

  documented('API CreateContactFlow Errors', 'refuses text that was cut or scratched', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.constantFrom('', '"', '{', '\\', ','),
        async (file, at, put) => {
          const text = (flows.get(file) ?? '').trimEnd();
          const place = at % text.length;
          const content = `${text.slice(0, place)}${put}${text.slice(place + 1)}`;
          expect(['published', '400 InvalidContactFlowException']).toContain(await outcomeOf(content, typeOf(file)));
          const half = text.slice(0, Math.max(1, place));
          expect(await outcomeOf(half, typeOf(file))).toBe('400 InvalidContactFlowException');
        },
      ),
      { numRuns: runs(100, 5) },
    );
  });

  documented(
    'API CreateContactFlow',
    'publishes the unbroken flows, so that the mutations start from something valid',
    async () => {
      for (const file of ON_AWS ? [] : files) {
        expect(await outcomeOf(flows.get(file) ?? '', typeOf(file)), file).toBe('published');
      }
    },
  );
});
