/** The configuration that an operator would write, for this machine. */
import * as v from 'valibot';
import { type Configuration, configurationSchema } from '../../functions/core/contracts/configuration.ts';
import { demoSources } from '../crm/demo-accounts.ts';
import { CONNECT_SIGN_IN_PATH } from '../identity/connect-sign-in.ts';
import type { Ports } from '../parts.ts';
import * as seed from '../seed.ts';

/**
 * The connect and AWS origins, and those of the pages that show the desktop, are a different site (127.0.0.1 against localhost), so
 * third-party conditions are real.
 */
export interface Origins {
  readonly console: string;
  readonly api: string;
  readonly desktop: string;
  readonly connect: string;
  readonly aws: string;
  readonly identity: string;
  readonly hubspot: string;
  readonly dynamics365: string;
}

export const originsOf = (ports: Ports): Origins => ({
  console: `http://localhost:${ports.console}`,
  api: `http://localhost:${ports.api}`,
  desktop: `http://localhost:${ports.desktop}`,
  connect: `http://127.0.0.1:${ports.connect}`,
  aws: `http://127.0.0.1:${ports.aws}`,
  identity: `http://localhost:${ports.identity}`,
  hubspot: `http://127.0.0.1:${ports.hubspot}`,
  dynamics365: `http://127.0.0.1:${ports.dynamics365}`,
});

/** Pages of other products that show the desktop. */
export const hostOrigins = ({ hubspot, dynamics365 }: Origins): readonly string[] => [hubspot, dynamics365];

export interface LocalChoices {
  /** Entries of `sources`, as they stand in cti.config.json. */
  readonly furtherSources?: readonly unknown[] | undefined;
  /** As `desktop.access`. */
  readonly access?: string | undefined;
  /** As `lookup.crm`. */
  readonly lookUpInCrm?: boolean | undefined;
}

export const localConfiguration = (
  origins: Origins,
  { furtherSources = [], access = 'all', lookUpInCrm = false }: LocalChoices = {},
): Configuration =>
  v.parse(configurationSchema, {
    account: seed.ACCOUNT_ID,
    region: seed.REGION,
    connect: {
      instanceArn: seed.INSTANCE_ARN,
      ccpUrl: `${origins.connect}/ccp-v2/`,
      loginUrl: `${origins.identity}${CONNECT_SIGN_IN_PATH}`,
      sourcePhoneNumber: seed.PHONE_NUMBERS[0].number,
      fallbackQueueArn: seed.connectArn('queue', seed.QUEUES[0].id),
      holdMusicPromptArn: seed.connectArn('prompt', seed.PROMPTS[0].id),
      // The local account's quota of them is 0, as everybody's, until a control call raises it.
      campaignCalls: true,
      recordings: { bucket: seed.RECORDINGS_BUCKET, prefix: `connect/${seed.INSTANCE_ALIAS}`, record: true },
    },
    identity: {
      issuer: origins.identity,
      audience: [seed.API_AUDIENCE],
      clientId: seed.DESKTOP_CLIENT_ID,
      scope: seed.AGENT_SCOPE,
    },
    desktop: {
      ...{ origin: origins.desktop, access, supervisors: seed.SUPERVISORS },
      ...{ hosts: hostOrigins(origins), agentWorkspace: true },
    },
    sources: [
      {
        id: seed.DEMO_SOURCE_ID,
        kind: 'generic',
        callbackUrl: `${origins.console}/crm/webhooks`,
        callingHours: { start: '08:00', end: '21:00' },
      },
      ...demoSources(origins),
      ...furtherSources,
    ],
    lookup: { crm: lookUpInCrm },
    endpoints: { api: origins.api, documents: origins.aws, recordings: origins.aws },
  });
