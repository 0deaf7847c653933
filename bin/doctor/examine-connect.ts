/** Whether the Connect instance has what calls need. */
import type { ConnectInventory } from '../../functions/adapters/connect-inventory.ts';
import type { Configuration } from '../../functions/core/contracts/configuration.ts';
import { type Finding, ok, problem, unmade, warning } from './finding.ts';

/** Of those that `lib/constructs/contact-flows.ts` makes, the ones that functions start and numbers are pointed at. */
const FLOWS = ['outbound', 'agent-preview', 'inbound-lookup'];

type Check = readonly [what: string, () => Promise<Finding>];

export async function examineConnect(
  { connect, desktop, name }: Configuration,
  inventory: ConnectInventory,
): Promise<readonly Finding[]> {
  const id = connect.instanceArn.split('/')[1] ?? '';
  const cli = (command: string): string => `aws connect ${command} --instance-id ${id}`;
  const last = (arn: string): string => arn.split('/').at(-1) ?? '';
  const checks: readonly Check[] = [
    [
      'connect.instanceArn',
      async () => {
        const { status, outboundCalls } = await inventory.instance();
        if (status !== 'ACTIVE')
          return problem(`the instance is ${status}`, 'wait until it is ACTIVE, or name another');
        if (outboundCalls) return ok('the instance is active, outbound calls are on');
        const fix = cli('update-instance-attribute --attribute-type OUTBOUND_CALLS --value true');
        return problem('outbound calls are off', fix);
      },
    ],
    [
      'connect.sourcePhoneNumber',
      async () => {
        const { sourcePhoneNumber } = connect;
        if ((await inventory.phoneNumbers()).includes(sourcePhoneNumber)) return ok(`${sourcePhoneNumber} is claimed`);
        const fix = 'claim it (Connect console, Phone numbers), or put a claimed one into connect.sourcePhoneNumber';
        return problem(`${sourcePhoneNumber} is no number of the instance`, fix);
      },
    ],
    [
      'connect.fallbackQueueArn',
      async () =>
        (await inventory.isQueueEnabled(last(connect.fallbackQueueArn)))
          ? ok('the fallback queue takes calls')
          : problem(
              'the fallback queue is disabled',
              cli(`update-queue-status --queue-id ${last(connect.fallbackQueueArn)} --status ENABLED`),
            ),
    ],
    [
      'connect.holdMusicPromptArn',
      async () => {
        await inventory.requirePrompt(last(connect.holdMusicPromptArn));
        return ok('the hold music is there');
      },
    ],
    [
      'the desktop’s origin',
      async () => {
        if (desktop.origin === undefined) {
          const fix = `it must be among: ${cli('list-approved-origins')}`;
          return warning('desktop.origin is not configured: not checked whether DesktopUrl is an approved origin', fix);
        }
        if ((await inventory.approvedOrigins()).includes(desktop.origin))
          return ok(`${desktop.origin} may embed the CCP`);
        const fix = cli(`associate-approved-origin --origin ${desktop.origin}`);
        return problem(`${desktop.origin} is no approved origin: the softphone stays empty`, fix);
      },
    ],
    [
      'contact flows',
      async () => {
        const there = await inventory.flowNames();
        const missing = FLOWS.map((flow) => `${name} ${flow}`).filter((flow) => !there.includes(flow));
        if (missing.length === 0) return ok(`the flows “${name} …” are there`);
        return problem(`missing: ${missing.join(', ')}`, 'npm run deploy');
      },
    ],
    [
      'the look-up function',
      async () => {
        const found = (await inventory.functions()).some((arn) => /look-?up-?contact/i.test(arn));
        if (found) return ok('flows may invoke the look-up function');
        return problem('no flow may invoke the look-up function: inbound callers are not known', 'npm run deploy');
      },
    ],
  ];
  const { recordings } = connect;
  const all = recordings === undefined ? checks : [...checks, hearing(recordings, inventory)];
  return Promise.all(all.map(([what, check]) => check().catch((error) => notThere(what, error))));
}

/** What agents are let hear is what the instance records: its own bucket, under its own key. */
const hearing = (
  { bucket, prefix, kmsKeyArn }: NonNullable<Configuration['connect']['recordings']>,
  inventory: ConnectInventory,
): Check => [
  'connect.recordings',
  async () => {
    const there = await inventory.recordings();
    if (there === undefined) {
      return problem(
        'the instance keeps no call recordings',
        'switch them on (AWS console, the instance, Data storage)',
      );
    }
    if (there.place !== `${bucket}/${prefix}`) {
      return problem(
        `recordings lie in ${there.place}, not in ${bucket}/${prefix}`,
        'put that into connect.recordings',
      );
    }
    // The console may name the key by its id alone.
    if (there.kmsKeyArn === undefined || kmsKeyArn?.endsWith(there.kmsKeyArn))
      return ok(`recordings lie in ${there.place}`);
    return problem(
      `recordings are encrypted with ${there.kmsKeyArn}, which we may not use`,
      'put its ARN into connect.recordings.kmsKeyArn',
    );
  },
];

function notThere(what: string, error: unknown): Finding {
  const isMissing = error instanceof Error && /ResourceNotFound|InvalidParameter|InvalidRequest/.test(error.name);
  if (!isMissing) return unmade(what, error);
  return problem(`${what}: there is no such thing in this account and Region`, `put the right one into ${what}`);
}
