import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type Configuration, configurationSchema } from '../functions/core/contracts/configuration.ts';
import { problemsOfRest } from './check-rest-description.ts';
import { isHolidayCountry } from './holiday-dates.ts';

/** The configuration cannot be used; the message names the file and every wrong field. */
export class ConfigurationError extends Error {
  constructor(file: string, problems: readonly string[]) {
    super(`${file} is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** Reads and validates the deployment's configuration. @throws ConfigurationError */
export function readConfiguration(file: string): Configuration {
  return parseConfiguration(file, readText(file));
}

/** @param file only named in the errors. @throws ConfigurationError */
export function parseConfiguration(file: string, text: string): Configuration {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(file, [`is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const result = v.safeParse(configurationSchema, input);
  const problems = result.success
    ? [
        ...unknownFields(input, result.output),
        ...mismatches(result.output),
        ...unknownCountries(result.output),
        ...withoutCampaignCalls(result.output),
        ...restProblems(result.output),
      ]
    : result.issues.map((issue) => `${fieldName(issue)}: ${explain(issue)}`);
  if (!result.success || problems.length > 0) throw new ConfigurationError(file, problems);
  return result.output;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new ConfigurationError(file, [
      missing
        ? 'there is no such file. Copy docs/cti.config.example.json, fill it in, or name another file in CTI_CONFIG.'
        : `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}

/** `sources[0].callbackUrl` */
function fieldName(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return path.replace(/^\./, '') || 'the whole file';
}

function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is missing';
  return issue.kind === 'schema' ? `must be ${issue.expected}, not ${issue.received}` : issue.message;
}

/** The schema drops fields it does not know; a misspelt option would then silently do nothing. */
function unknownFields(input: unknown, output: unknown, path = ''): string[] {
  if (Array.isArray(input) && Array.isArray(output)) {
    return input.flatMap((item, index) => unknownFields(item, output[index], `${path}[${index}]`));
  }
  if (!isRecord(input) || !isRecord(output)) return [];
  return Object.entries(input).flatMap(([key, value]) => {
    const field = path === '' ? key : `${path}.${key}`;
    return key in output ? unknownFields(value, output[key], field) : [`${field}: is not a field of the configuration`];
  });
}

/**
 * What one field cannot tell: the parts of Connect must belong to one instance in the configured account and Region, and
 * the sign-in to a CCP with TLS must have TLS too.
 */
function mismatches({ account, region, connect }: Configuration): string[] {
  const { instanceArn, fallbackQueueArn, holdMusicPromptArn, ccpUrl, loginUrl } = connect;
  if (loginUrl?.startsWith('http:') && ccpUrl.startsWith('https:')) {
    return ['connect.loginUrl: must be an https address, as connect.ccpUrl is'];
  }
  const expected = new RegExp(`^arn:aws[a-z-]*:connect:${region}:${account}:instance/[0-9a-f-]{36}$`);
  if (!expected.test(instanceArn)) {
    return [
      `connect.instanceArn: must be arn:aws:connect:${region}:${account}:instance/<id>, in the account and region above`,
    ];
  }
  return Object.entries({ fallbackQueueArn, holdMusicPromptArn }).flatMap(([field, arn]) => {
    const kind = field === 'fallbackQueueArn' ? 'queue' : 'prompt';
    return arn.startsWith(`${instanceArn}/${kind}/`)
      ? []
      : [`connect.${field}: must be a ${kind} of connect.instanceArn`];
  });
}

/** A misspelt country would have no holidays. */
const unknownCountries = ({ sources }: Configuration): string[] =>
  sources.flatMap(({ callingRules }, index) =>
    (callingRules?.holidays?.countries ?? []).flatMap((country, at) =>
      isHolidayCountry(country)
        ? []
        : [`sources[${index}].callingRules.holidays.countries[${at}]: nobody knows the holidays of ${country}`],
    ),
  );

/** Connect would refuse every call of the source, or let it ring as long as ever. */
const withoutCampaignCalls = ({ connect, sources }: Configuration): string[] =>
  sources.flatMap((source, index) =>
    (['ringSeconds', 'answeringMachine'] as const).flatMap((field) =>
      source[field] === undefined || connect.campaignCalls
        ? []
        : [`sources[${index}].${field}: needs connect.campaignCalls, and the quota that goes with it`],
    ),
  );

/** Of a source whose API is described. */
const restProblems = ({ sources }: Configuration): string[] =>
  sources.flatMap((source, index) =>
    source.kind === 'generic' && source.rest !== undefined
      ? problemsOfRest(source.rest).map((problem) => `sources[${index}].rest.${problem}`)
      : [],
  );

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
