/**
 * One cold start in a fresh process: module ready, then the first call answered. Prints milliseconds as JSON.
 * `node cold-child.ts <bundle> <event file>`; CommonJS is loaded with `require`, as Lambda's runtime client does.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [bundle = '', eventFile = ''] = process.argv.slice(2);
const event: unknown = JSON.parse(readFileSync(eventFile, 'utf8'));

type Handler = (event: unknown, context: unknown) => Promise<{ statusCode?: number } | undefined>;
const loaded = (
  bundle.endsWith('.cjs') ? createRequire(import.meta.url)(bundle) : await import(pathToFileURL(bundle).href)
) as { handler: Handler };
// Lambda runs INIT to its end, awaiting what the module has started, before the first event arrives.
const load = performance.now();
await new Promise((resolve) => setTimeout(resolve, 60));
const waited = performance.now();
const cpuBefore = process.cpuUsage();
const answer = await loaded.handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 15_000 });
const first = performance.now() - waited;
const { user, system } = process.cpuUsage();
const spent = process.cpuUsage(cpuBefore);
process.stdout.write(
  JSON.stringify({
    load,
    first,
    total: load + first,
    cpu: (user + system) / 1000,
    firstCpu: (spent.user + spent.system) / 1000,
    status: answer?.statusCode ?? 0,
  }),
);
process.exit(0);
