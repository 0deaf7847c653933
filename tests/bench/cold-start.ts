/** Figures 1 and 2: cold call request and first call after INIT, in fresh processes, in an order shuffled every round. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_FOLDER, type Variants } from './build-variants.ts';
import { callRequestEvent, functionEnvironment, SECRET } from './call-request-event.ts';
import type { Figure } from './figure.ts';
import { interquartileRange, median } from './figure.ts';
import { startServiceStub } from './service-stub.ts';

interface Start {
  readonly load: number;
  readonly first: number;
  readonly total: number;
  readonly cpu: number;
  readonly firstCpu: number;
  readonly status: number;
}

export async function measureColdStart(variants: Variants, rounds: number): Promise<readonly Figure[]> {
  const stub = await startServiceStub(SECRET);
  const bundles = {
    ours: join(variants.ours['receive-call-request'], 'index.mjs'),
    'CDK default': variants.nodejsFunction,
    empty: variants.empty,
  };
  const starts: Record<keyof typeof bundles, Start[]> = { ours: [], 'CDK default': [], empty: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of shuffled(Object.keys(bundles) as (keyof typeof bundles)[])) {
        starts[name].push(await coldStart(bundles[name], stub.origin));
      }
    }
  } finally {
    await stub.stop();
  }
  const totals = (name: keyof typeof bundles) => starts[name].map(({ total }) => total);
  const firsts = (name: keyof typeof bundles) => starts[name].map(({ firstCpu }) => firstCpu);
  const ratios = (of: (name: keyof typeof bundles) => number[]) =>
    of('ours').map((ours, round) => ours / (of('CDK default')[round] ?? Number.NaN));
  return [
    {
      name: 'cold call request',
      peer: 'the same handler with NodejsFunction defaults',
      ratio: median(ratios(totals)),
      target: 0.7,
      facts: {
        'ours ms': median(totals('ours')),
        'ours IQR ms': interquartileRange(totals('ours')),
        'peer ms': median(totals('CDK default')),
        'floor ms': median(totals('empty')),
      },
    },
    {
      name: 'first call after INIT, CPU',
      peer: 'the same handler with NodejsFunction defaults',
      ratio: median(ratios(firsts)),
      // The peer is the same handler and so primes as well; against an unprimed one the target is 0.3.
      target: 1,
      facts: { 'ours ms': median(firsts('ours')), 'peer ms': median(firsts('CDK default')) },
    },
  ];
}

function coldStart(bundle: string, endpoint: string): Promise<Start> {
  const eventFile = join(BENCH_FOLDER, 'event.json');
  writeFileSync(eventFile, JSON.stringify(callRequestEvent()));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [new URL('cold-child.ts', import.meta.url).pathname, bundle, eventFile], {
      env: { PATH: process.env.PATH ?? '', ...functionEnvironment(endpoint) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      // The function's log shares stdout: the measurement is the last line.
      const start = code === 0 ? (JSON.parse(output.trim().split('\n').at(-1) ?? '') as Start) : undefined;
      if (start === undefined) reject(new Error(`${bundle} ended with ${code}: ${errors.slice(-2_000)}`));
      else if (start.status !== 202) reject(new Error(`${bundle} answered ${start.status}: ${output.slice(-2_000)}`));
      else resolve(start);
    });
  });
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ value }) => value);
}
