/** Whether a source's secret is whole, and its CRM lets us in. */
import type { Source } from '../../functions/core/contracts/configuration.ts';
import type { CrmAccess } from '../../functions/crm/connector.ts';
import { secretMembers } from '../../functions/crm/secret-members.ts';
import { type CrmTrial, crmTrials } from '../../functions/crm/trials.ts';
import { type Finding, ok, problem, unmade, warning } from './finding.ts';

/** The least that Standard Webhooks 1.0 asks for. */
const LEAST_KEY_BYTES = 24;
/** Whose secret is the base64 of a key. */
const STANDARD: readonly Source['kind'][] = ['generic', 'salesforce'];

export async function examineSource(access: CrmAccess, secretId: string): Promise<readonly Finding[]> {
  const secret = await examineSecret(access, secretId);
  if (secret.some(({ level }) => level === 'problem')) return secret;
  const trials = await Promise.all(crmTrials(() => access)(access.source).map((trial) => tried(trial, access.source)));
  const { source } = access;
  const callback =
    source.kind === 'generic' && source.callbackUrl !== undefined ? [await reached(access, source.callbackUrl)] : [];
  return [...secret, ...callback, ...trials];
}

async function examineSecret({ source, credentials }: CrmAccess, secretId: string): Promise<readonly Finding[]> {
  const put = `aws secretsmanager put-secret-value --secret-id ${secretId} --secret-string '{"current": "…", …}'`;
  let members: Readonly<Record<string, string>>;
  try {
    members = await credentials();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ResourceNotFoundException') return [problem(`there is no secret ${secretId}`, 'npm run deploy')];
    if (name === 'InvalidRequestException') {
      const fix = `aws secretsmanager restore-secret --secret-id ${secretId}`;
      return [problem(`the secret ${secretId} is marked for deletion`, fix)];
    }
    const isShapeless = ['ValiError', 'SyntaxError'].includes(name);
    return [
      isShapeless
        ? problem(`the secret ${secretId} is no JSON of texts with “current”`, put)
        : unmade(`secret ${secretId}`, error),
    ];
  }
  const ways = secretMembers(source);
  if (!ways.some((way) => way.every((member) => members[member]))) {
    const wanted = ways.map((way) => way.join(' and ')).join(', or ');
    return [problem(`the secret ${secretId} lacks ${wanted}`, `${put}; docs/crm/${source.kind}.md says which`)];
  }
  const bytes = Buffer.from((members.current ?? '').replace(/^whsec_/, ''), 'base64').byteLength;
  if (STANDARD.includes(source.kind) && bytes < LEAST_KEY_BYTES) {
    const fix = `a new one: openssl rand -base64 24, then ${put}`;
    return [problem(`“current” in ${secretId} is the base64 of ${bytes} bytes, too few to sign with`, fix)];
  }
  return [ok(`the secret ${secretId} has what it needs`)];
}

async function tried(trial: CrmTrial, source: Source): Promise<Finding> {
  const { what, needs, isOfNothing } = trial;
  try {
    const { outcome, status } = await trial.ask();
    if (['ok', 'listed', 'records', 'found'].includes(outcome)) return ok(`the CRM answers: ${what}`);
    if (outcome === 'gone' && isOfNothing) return ok(`the CRM answers: ${what}`);
    return refused(source, what, needs, outcome, status ?? 0);
  } catch (error) {
    return unmade(`the CRM, ${what}`, error);
  }
}

function refused(source: Source, what: string, needs: string, outcome: string, status: number): Finding {
  const page = `docs/crm/${source.kind}.md`;
  const where = source.kind === 'generic' ? 'rest.baseUrl' : 'apiUrl';
  if (outcome === 'refused') {
    const fix = `it needs ${needs}; else put the right credentials into the secret (${page})`;
    return problem(`the CRM does not let us read ${what} (${status})`, fix);
  }
  if (outcome === 'unavailable' && status === 0) {
    return problem('the CRM cannot be reached', `check ${where} of source ${source.id}, DNS and firewalls`);
  }
  if (outcome === 'unavailable')
    return warning(`the CRM is not there now (${status}): ${what}`, 'run the doctor again later');
  return problem(`what answers for ${what} is not this CRM’s API (${status})`, `check ${where} of source ${source.id}`);
}

/** Any answer will do: what it makes of a GET is its own affair. */
async function reached({ web, source }: CrmAccess, callbackUrl: string): Promise<Finding> {
  const { host } = new URL(callbackUrl);
  const hosts = { allowed: [host], private: [host] };
  const answer = await web.request(callbackUrl, { method: 'GET', hosts, maxRedirects: 0, timeoutMs: 5_000 });
  if (answer.outcome === 'answered') {
    for await (const _part of answer.body) break;
    return ok(`${host} answers`);
  }
  return problem(`${host} does not answer: webhooks cannot be delivered`, `check callbackUrl of source ${source.id}`);
}
