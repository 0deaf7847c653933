/** Whether the deployed API knows a source and its secret, and whether clocks agree. Nothing is stored by it. */
import { randomUUID } from 'node:crypto';
import type { Source } from '../../functions/core/contracts/configuration.ts';
import { sign } from '../../functions/crm/generic/standard-webhooks.ts';
import { type Finding, ok, problem, unmade, warning } from './finding.ts';

/** Signatures may be five minutes old; half of it is a warning. */
const SKEW = 150_000;

/** @param secret of a source that signs as Standard Webhooks has it; undefined of another */
export async function examineApi(api: string, source: Source, secret: string | undefined): Promise<readonly Finding[]> {
  const url = `${api.replace(/\/$/, '')}/webhooks/${source.id}`;
  try {
    const unsigned = await post(url, {});
    if (unsigned.status === 404) {
      return [problem(`${url}: the API does not know this source`, 'npm run deploy, with this configuration')];
    }
    if (unsigned.status !== 401) {
      return [
        problem(`${url} answered ${unsigned.status} to a request without signature`, 'docs/runbook/api-errors.md'),
      ];
    }
    return [
      ok(`webhooks go to ${url}`),
      clock(unsigned.date),
      ...(secret === undefined ? [] : [await signed(url, secret)]),
    ];
  } catch (error) {
    return [unmade(url, error)];
  }
}

/** An empty message: whoever believes the signature finds the fields missing. */
async function signed(url: string, secret: string): Promise<Finding> {
  const { status } = await post(url, { ...sign(secret, `doctor-${randomUUID()}`, new Date(), '{}') });
  if (status === 422) return ok('the API believes what the secret signs');
  return problem(
    `the API answered ${status} to what the secret signs`,
    'the secret was changed within the last five minutes: run the doctor again; else npm run deploy',
  );
}

function clock(date: string | null): Finding {
  const skew = Date.now() - Date.parse(date ?? '');
  if (Number.isNaN(skew)) return warning('the API does not tell its time', 'check this machine’s clock by hand');
  if (Math.abs(skew) < SKEW) return ok('this machine’s clock and the API’s agree');
  const minutes = Math.round(skew / 60_000);
  return problem(
    `this machine’s clock differs from the API’s by ${minutes} minutes`,
    'set it by NTP: signatures expire after five',
  );
}

async function post(url: string, headers: Readonly<Record<string, string>>) {
  const response = await fetch(url, {
    ...{ method: 'POST', body: '{}', signal: AbortSignal.timeout(10_000) },
    headers: { 'content-type': 'application/json', ...headers },
  });
  await response.arrayBuffer();
  return { status: response.status, date: response.headers.get('date') };
}
