/** Flows that are files: published at the start, and again whenever they are saved. */
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import {
  AssociatePhoneNumberContactFlowCommand,
  type ConnectClient,
  CreateContactFlowCommand,
  InvalidContactFlowException,
  paginateListContactFlows,
  UpdateContactFlowContentCommand,
} from '@aws-sdk/client-connect';
import { INSTANCE_ID, MAIN_NUMBER } from './seed.ts';

/** Editors write a file in several steps. */
const SETTLED_MS = 100;

const words = (error: unknown): string => {
  if (error instanceof InvalidContactFlowException) {
    return (error.problems ?? []).map(({ message }) => `\n  - ${message}`).join('');
  }
  return ` ${error instanceof Error ? error.message : String(error)}`;
};

const findFlow = async (client: ConnectClient, name: string): Promise<string | undefined> => {
  for await (const page of paginateListContactFlows({ client }, { InstanceId: INSTANCE_ID })) {
    const found = page.ContactFlowSummaryList?.find((flow) => flow.Name === name);
    if (found !== undefined) return found.Id;
  }
  return undefined;
};

const publish = async (client: ConnectClient, name: string, content: string): Promise<string | undefined> => {
  const existing = await findFlow(client, name);
  if (existing === undefined) {
    const flow = { InstanceId: INSTANCE_ID, Name: name, Type: 'CONTACT_FLOW', Content: content } as const;
    return (await client.send(new CreateContactFlowCommand(flow))).ContactFlowId;
  }
  const update = { InstanceId: INSTANCE_ID, ContactFlowId: existing, Content: content };
  await client.send(new UpdateContactFlowContentCommand(update));
  return existing;
};

/** Never rejects: what is wrong with a file is printed, and the next save tries again. */
export const openFlowFile = async (
  client: ConnectClient,
  file: string,
  options: { readonly answersMainNumber: boolean; readonly print: (line: string) => void },
): Promise<{ close(): void }> => {
  const { answersMainNumber, print } = options;
  const path = resolve(file);
  const name = basename(path, extname(path));
  const renew = async () => {
    try {
      const flowId = await publish(client, name, await readFile(path, 'utf8'));
      if (answersMainNumber) {
        const number = { PhoneNumberId: MAIN_NUMBER.id, InstanceId: INSTANCE_ID, ContactFlowId: flowId };
        await client.send(new AssociatePhoneNumberContactFlowCommand(number));
      }
      print(`flow ${name} is published (${flowId})${answersMainNumber ? ` and answers ${MAIN_NUMBER.number}` : ''}`);
    } catch (error) {
      print(`flow ${name} is not published:${words(error)}`);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  // The folder, because an editor that saves by renaming replaces the file.
  const watcher = watch(dirname(path), (_, changed) => {
    if (changed !== basename(path)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), SETTLED_MS);
  });
  await renew();
  return {
    close: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
};
