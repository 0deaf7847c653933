/**
 * One cold start in a fresh process: module ready (what it awaits included, as in Lambda's INIT), then the first call answered. Prints milliseconds as JSON.
 * `node cold-child.ts <bundle> <event file>`; CommonJS is loaded with `require`, as Lambda's runtime client does.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [bundle = '', eventFile = ''] = process.argv.slice(2);
const event: unknown = JSON.parse(readFileSync(eventFile, 'utf8'));

/**
 * The SDK imports `node:http` when an endpoint is not https, as the stub's is and AWS's never is; that evaluates Node's lazy
 * exports and takes 15 to 20 ms. It belongs to no variant: done before, and not counted.
 */
const beforeHttp = performance.now();
await import('node:http');
const uncounted = performance.now() - beforeHttp;

type Handler = (event: unknown, context: unknown) => Promise<{ statusCode?: number } | undefined>;
const loaded = (
  bundle.endsWith('.cjs') ? createRequire(import.meta.url)(bundle) : await import(pathToFileURL(bundle).href)
) as { handler: Handler };
const ready = performance.now();
const load = ready - uncounted;
const cpuBefore = process.cpuUsage();
const answer = await loaded.handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 15_000 });
const first = performance.now() - ready;
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
