/** The deployment's configuration: read and validated by `bin/`; the functions get the part about sources as a file. */
import * as v from 'valibot';
import { ringSecondsSchema } from './call-request.ts';
import { callingHoursSchema, callingRulesSchema, type HolidayDates, minutesSchema } from './calling-rules.ts';
import { LOG_ENTRIES } from './capabilities.ts';
import { crmPeople } from './crm-people.ts';
import { DATAVERSE_NOTE_BYTES, MAX_DOCUMENT_BYTES } from './document-limits.ts';
import { DOCUMENT_TYPES } from './document-types.ts';
import { phoneSchema, textSchema } from './primitives.ts';
import { restDescriptionSchema } from './rest-description.ts';
import { retryPolicySchema } from './retry-policy.ts';

/**
 * What to do, before a customer's phone rings, about an asking agent who is not available. `dial`: nothing; whoever is there
 * takes the call. `wait`: the call is held until the agent is there. `other-agent`: straight to the team. `agent-first`: it
 * becomes a task that waits for the agent.
 */
export const AGENT_UNAVAILABLE = ['dial', 'wait', 'other-agent', 'agent-first'] as const;
export type AgentUnavailable = (typeof AGENT_UNAVAILABLE)[number];

/** Which opportunities an agent sees. */
export const ACCESS_RULES = ['all', 'own'] as const;
export type AccessRule = (typeof ACCESS_RULES)[number];

const arn = (service: string) =>
  v.pipe(v.string(), v.regex(new RegExp(`^arn:aws[a-z-]*:${service}:`), `must be an ARN of ${service}`));
const origin = v.pipe(
  v.string(),
  v.url('must be a URL'),
  v.check(
    (url) => URL.canParse(url) && new URL(url).origin === url,
    'must be an origin, without path or trailing slash',
  ),
);

/** What every configured CRM has. No secret stands here: it lives in Secrets Manager. */
const commonSource = {
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes')),
  /** Further hosts (`host` or `host:port`) that documents may be fetched from. */
  documentHosts: v.optional(v.array(v.pipe(v.string(), v.nonEmpty())), []),
  /** The short form: the same hours on every day, for people whose time zone the CRM knows. */
  callingHours: v.optional(callingHoursSchema),
  /** When people may be called. Its `hours`, when given, count instead of `callingHours`. */
  callingRules: v.optional(callingRulesSchema),
  /** `dial` when it is absent. */
  agentUnavailable: v.optional(v.picklist(AGENT_UNAVAILABLE)),
  /** How long the phone of a customer-first call may ring, so that no mailbox answers it. Needs `connect.campaignCalls`. */
  ringSeconds: v.optional(ringSecondsSchema),
  /**
   * Who answers a customer-first call is found out, and no agent is rung for a machine: it is hung up on, or told the `message` after
   * its beep. Anybody may hear that, so that it names nobody. Without this nobody looks. Needs `connect.campaignCalls`.
   */
  answeringMachine: v.optional(v.object({ message: v.optional(textSchema(1_000)) })),
  /** When a person who was not reached is tried again. */
  retry: v.optional(retryPolicySchema),
  /**
   * `once`: the CRM lets nobody change an entry of its call log. It gets one when all is known of the call, and what an agent saves
   * after that as a note of its own. `changed`: it gets each news when there is some. Absent: `once` where `rest` only creates.
   */
  log: v.optional(v.picklist(LOG_ENTRIES)),
  /** With `once`: for so long after a call's end its outcome is waited for, 15 minutes by itself. */
  logWaitMinutes: v.optional(minutesSchema),
  dispositions: v.optional(v.pipe(v.array(textSchema(100)), v.minLength(1))),
  /** What of its documents is kept; by itself everything that `docs/documents.md` lists, up to 50 MB. */
  documents: v.optional(
    v.object({
      maxBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_DOCUMENT_BYTES))),
      types: v.optional(
        v.pipe(v.array(v.picklist(DOCUMENT_TYPES, 'is not a media type that is kept')), v.minLength(1)),
      ),
    }),
  ),
  /** Links to documents for people outside: without it, for up to 7 days. Both count for links that exist already, too. */
  sharing: v.optional(
    v.object({
      allowed: v.optional(v.boolean(), true),
      maxHours: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(168))),
    }),
  ),
};

/** What a CRM has that is asked through its API. */
export const apiSource = {
  ...commonSource,
  ...crmPeople,
};

export const genericSourceSchema = v.pipe(
  v.object({
    ...commonSource,
    kind: v.literal('generic'),
    /** Where our webhooks go. Its host is also allowed for documents. */
    callbackUrl: v.optional(v.pipe(v.string(), v.url('must be a URL'))),
    /** How the CRM is read and written, when it does not say everything itself. */
    rest: v.optional(restDescriptionSchema),
  }),
  v.forward(
    v.partialCheck(
      [['callbackUrl'], ['rest']],
      ({ callbackUrl, rest }) => callbackUrl !== undefined || rest !== undefined,
      'is missing: without rest there is no other way to tell what happens',
    ),
    ['callbackUrl'],
  ),
);
export type GenericSource = v.InferOutput<typeof genericSourceSchema>;

export const espocrmSourceSchema = v.object({
  ...apiSource,
  kind: v.literal('espocrm'),
  /** Where the CRM is: `https://crm.example`, with the path before `/api/v1` if there is one. */
  apiUrl: v.pipe(v.string(), v.url('must be a URL')),
  /** The text field of Call that holds our id of the call; made in the Entity Manager. */
  callIdField: v.optional(v.pipe(v.string(), v.regex(/^[a-zA-Z][a-zA-Z0-9]*$/)), 'cConnectCallId'),
});
export type EspocrmSource = v.InferOutput<typeof espocrmSourceSchema>;

export const hubspotSourceSchema = v.object({
  ...apiSource,
  kind: v.literal('hubspot'),
  apiUrl: v.optional(v.pipe(v.string(), v.url('must be a URL')), 'https://api.hubapi.com'),
  /** The account's number, for links into HubSpot. */
  portalId: v.optional(v.pipe(v.string(), v.regex(/^\d+$/, 'must be digits'))),
  /** The address that HubSpot calls, when it is not API Gateway's own: it is part of what is signed. */
  webhookUrl: v.optional(v.pipe(v.string(), v.url('must be a URL'))),
  /** The property of calls that holds our id of the call. */
  callIdProperty: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/)), 'hs_call_external_id'),
});
export type HubspotSource = v.InferOutput<typeof hubspotSourceSchema>;

export const salesforceSourceSchema = v.object({
  ...apiSource,
  kind: v.literal('salesforce'),
  /** My Domain: `https://company.my.salesforce.com`. */
  apiUrl: origin,
  apiVersion: v.optional(v.pipe(v.string(), v.regex(/^\d{2}\.0$/, 'must be a version such as 62.0')), '62.0'),
  /** Whose Outbound Messages are taken; none are without it. */
  organizationId: v.optional(
    v.pipe(v.string(), v.regex(/^00D[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?$/, 'must begin with 00D')),
  ),
  /** Partner event sources of EventBridge that Event Relay has made: organisation and channel stand in their names. */
  eventSources: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.regex(
          /^aws\.partner\/salesforce\.com\/00D[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?\/[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/,
          'must be a partner event source of Salesforce’s',
        ),
      ),
    ),
    [],
  ),
  /** For whom a JWT is: `https://test.salesforce.com` for a sandbox. */
  audience: v.optional(v.pipe(v.string(), v.url('must be a URL')), 'https://login.salesforce.com'),
  /** Of an organisation that has only one. */
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'))),
  /** The text field of activities that holds our id of the call: an external id, and unique. */
  callIdField: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]*__c$/, 'must be a custom field')),
    'ConnectCallId__c',
  ),
  /** Of a call that is over: a status that counts as closed. */
  taskStatus: v.optional(textSchema(40), 'Completed'),
});
export type SalesforceSource = v.InferOutput<typeof salesforceSourceSchema>;

const MEBIBYTE = 1024 * 1024;

export const dynamics365SourceSchema = v.object({
  ...apiSource,
  kind: v.literal('dynamics365'),
  /** The environment: `https://contoso.crm4.dynamics.com`. */
  apiUrl: v.pipe(v.string(), v.url('must be a URL')),
  /** Whose directory knows the app: its id, or a domain of it. */
  tenantId: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9.-]+$/, 'must be a tenant’s id or domain')),
  /** Who grants tokens: another one in a national cloud. */
  loginUrl: v.optional(v.pipe(v.string(), v.url('must be a URL')), 'https://login.microsoftonline.com'),
  /** The app that links open the opportunity in. */
  appId: v.optional(v.pipe(v.string(), v.uuid('must be a GUID'))),
  /** What a note's file may have: the environment's own setting (`Organization.MaxUploadFileSize`), 5 MB unless it was changed. */
  maxNoteBytes: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(128 * MEBIBYTE)),
    DATAVERSE_NOTE_BYTES,
  ),
  /** The header of the webhooks that holds their key, in lower case; `?code=` holds it too. */
  webhookHeader: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)), 'x-webhook-key'),
});
export type Dynamics365Source = v.InferOutput<typeof dynamics365SourceSchema>;

/** One configured CRM, told apart by its kind. */
export const sourceSchema = v.variant('kind', [
  genericSourceSchema,
  espocrmSourceSchema,
  hubspotSourceSchema,
  salesforceSourceSchema,
  dynamics365SourceSchema,
]);
export type Source = v.InferOutput<typeof sourceSchema>;

/** Whether a source's CRM can be searched (`crm/finding.ts`): by its kind, or by its description. */
export const isSearchable = (source: Source): boolean => source.kind !== 'generic' || source.rest?.search !== undefined;

const days = (least: number) =>
  v.nullable(v.pipe(v.number(), v.integer(), v.minValue(least, `must be at least ${least} days`), v.maxValue(36_500)));

/** Less, and what is still under way would be forgotten: a call may be planned, held and tried again for weeks. */
const LEAST_DAYS = 30;

/** How many days each kind of data is kept; `null` for ever. docs/data-protection.md says what each is. */
export const retentionSchema = v.object({
  /** An opportunity and its people, since the source last spoke of them. */
  opportunities: v.optional(days(LEAST_DAYS), 730),
  /** A call and the lines of the timeline. */
  calls: v.optional(days(LEAST_DAYS), 730),
  /** A document and its bytes, since the bytes came. */
  documents: v.optional(days(LEAST_DAYS), 730),
});
export type Retention = v.InferOutput<typeof retentionSchema>;

export const recordingsSchema = v.object({
  /** Where the instance puts them ("Data storage" in its console): the bucket's name, */
  bucket: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'must be a bucket’s name, without dots')),
  /** and the prefix, as `connect/my-instance`. */
  prefix: v.pipe(v.string(), v.regex(/^[\w.-]+(\/[\w.-]+)*$/, 'must be a path without leading or trailing slash')),
  /** The key that the objects are encrypted with, when it is not S3's own. */
  kmsKeyArn: v.optional(arn('kms')),
  /** Whether our flows switch recording on; another flow may, whatever stands here. The law may want more than a setting. */
  record: v.optional(v.boolean(), false),
  /** What our flows tell the customer before that, when they do. */
  announcement: v.optional(textSchema(500)),
});

export const configurationSchema = v.object({
  /** Prefix of the stacks' names. */
  name: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,40}$/)), 'opportunity-cti'),
  account: v.pipe(v.string(), v.regex(/^\d{12}$/, 'must be a 12-digit account id')),
  region: v.pipe(v.string(), v.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a Region such as eu-central-1')),
  connect: v.object({
    instanceArn: arn('connect'),
    /** CCP address of the instance, e.g. https://my-instance.my.connect.aws/ccp-v2/ */
    ccpUrl: v.pipe(v.string(), v.url('must be a URL')),
    /** Where the organisation's identity provider signs people in to the CCP by itself: its IdP-initiated SAML address. */
    loginUrl: v.optional(v.pipe(v.string(), v.url('must be a URL'), v.check(isWebAddress, 'must be an https address'))),
    /** The claimed number that customers see. */
    sourcePhoneNumber: phoneSchema,
    /** Where a customer goes when the asking agent is not there. */
    fallbackQueueArn: arn('connect'),
    /** Prompt played while the customer waits. */
    holdMusicPromptArn: arn('connect'),
    /** StartOutboundVoiceContact per second and burst; the quota is per account and Region. */
    dialRatePerSecond: v.optional(v.pipe(v.number(), v.minValue(0.1)), 2),
    dialBurst: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 5),
    /**
     * The quota "Concurrent campaign active calls", which is 0 until it is raised, allows as many calls as are made: calls with a
     * ring time, or that look for machines, are then made as TrafficType CAMPAIGN.
     */
    campaignCalls: v.optional(v.boolean(), false),
    /**
     * IAM for StartOutboundVoiceContact. `instance` allows it for the contacts of this instance, as AWS's own samples do;
     * the Service Authorization Reference knows no resource for it, so `any` is there in case `instance` is refused.
     */
    dialPermission: v.optional(v.picklist(['instance', 'any']), 'instance'),
    /** Lets agents hear recorded calls again (docs/recordings.md); without it nothing of a recording is kept, read or switched on. */
    recordings: v.optional(recordingsSchema),
  }),
  identity: v.object({
    issuer: v.pipe(v.string(), v.url('must be a URL')),
    audience: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1)),
    clientId: v.pipe(v.string(), v.nonEmpty()),
    /** Scope that a token needs to use the API. */
    scope: v.optional(v.pipe(v.string(), v.nonEmpty()), 'opportunity-cti/agent'),
    /** Claim that holds the agent's Connect user name. */
    usernameClaim: v.optional(v.pipe(v.string(), v.nonEmpty()), 'username'),
    /** Claim that lists the groups that a person is in. */
    groupsClaim: v.optional(v.pipe(v.string(), v.nonEmpty()), 'cognito:groups'),
  }),
  desktop: v.optional(
    v.object({
      /** The desktop's own origin; without it, the CloudFront distribution's. */
      origin: v.optional(origin),
      /** Certificate (us-east-1) for that origin's host name. */
      certificateArn: v.optional(arn('acm')),
      /** Origins whose pages may show the desktop in a frame (docs/hosts.md): nobody else's may. */
      hosts: v.optional(v.array(origin), []),
      /** Makes the desktop an app of the instance's agent workspace, which is then one of its hosts (docs/hosts.md). */
      agentWorkspace: v.optional(v.boolean(), false),
      /** Which opportunities an agent sees: all, or those that they own and those of their calls (docs/deploy.md). */
      access: v.optional(v.picklist(ACCESS_RULES), 'all'),
      /** The group whose members see all of them nevertheless. */
      supervisors: v.optional(v.pipe(v.string(), v.regex(/^\S{1,128}$/, 'must be a group’s name, without spaces'))),
    }),
    {},
  ),
  sources: v.pipe(
    v.array(sourceSchema),
    v.minLength(1, 'needs at least one source'),
    v.check((sources) => new Set(sources.map(({ id }) => id)).size === sources.length, 'ids must be unique'),
  ),
  /** `crm`: the inbound flow has the CRMs searched for a caller whom nobody here knows (docs/crm/README.md). */
  lookup: v.optional(v.object({ crm: v.optional(v.boolean(), false) }), {}),
  retention: v.optional(retentionSchema, {}),
  alarms: v.optional(v.object({ email: v.optional(v.pipe(v.string(), v.email())) }), {}),
  /**
   * Origins for the desktop's Content-Security-Policy only; nothing is routed by them. API id and bucket name are known
   * after the first deployment (the desktop is deployed before the API, which needs its origin for CORS): until they
   * stand here, the policy allows every API Gateway and S3 host of the Region.
   */
  endpoints: v.optional(
    v.object({
      api: v.optional(origin),
      documents: v.optional(origin),
      /** Where recordings are played from, when that is not the bucket's own host. */
      recordings: v.optional(origin),
      /** Where people sign in, when that is not the issuer's or the CCP's own origin: a hosted sign-in page, an IdP. */
      signIn: v.optional(v.array(origin), []),
    }),
    {},
  ),
});
export type Configuration = v.InferOutput<typeof configurationSchema>;

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** Who an agent is and what they see, as the functions are told (`AGENT_ACCESS`). */
export interface AgentAccess {
  readonly usernameClaim: string;
  readonly rule: AccessRule;
  readonly groupsClaim: string;
  readonly supervisors?: string;
}

/** `config.json` beside the desktop's page, written at deployment. */
export interface DesktopConfiguration {
  readonly apiUrl: string;
  readonly ccpUrl: string;
  /** Signs the agent in to the CCP by the identity provider's session; without it the CCP asks for itself. */
  readonly loginUrl?: string;
  readonly region: string;
  readonly identity: {
    readonly issuer: string;
    readonly clientId: string;
    readonly scope: string;
    readonly audience: string;
  };
  readonly sources: readonly {
    readonly id: string;
    readonly dispositions: readonly string[];
    /** The origin of a Dynamics 365 organisation that is among `hosts`: Channel Integration Framework comes from there. */
    readonly organisation?: string;
  }[];
  /** Which opportunities an agent sees who is no supervisor. */
  readonly access: AccessRule;
  /** Origins that the desktop listens to when it is shown in their frame. */
  readonly hosts: readonly string[];
  /** The claimed number that customers see. */
  readonly phoneNumber: string;
}

/** A source as the functions see it. The secret's value is JSON `{"current": "<base64>", "previous"?: "<base64>"}`. */
export type FunctionSource = Source & {
  /** The secret's name. */
  readonly secretId: string;
  /** The public holidays of the countries that `callingRules` names. */
  readonly holidays?: HolidayDates | undefined;
  /** `connect.campaignCalls` */
  readonly campaignCalls?: true | undefined;
};
