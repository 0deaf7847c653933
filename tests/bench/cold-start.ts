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
    unprimed: variants.unprimed,
    'CDK default': variants.nodejsFunction,
    empty: variants.empty,
  };
  type Name = keyof typeof bundles;
  const starts: Record<Name, Start[]> = { ours: [], unprimed: [], 'CDK default': [], empty: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of shuffled(Object.keys(bundles) as Name[])) {
        starts[name].push(await coldStart(bundles[name], stub.origin));
      }
    }
  } finally {
    await stub.stop();
  }
  const of = (name: Name, fact: keyof Start) => starts[name].map((start) => start[fact]);
  const figure = (name: string, fact: keyof Start, peer: { name: Name; words: string }, target: number): Figure => {
    const [ours, theirs] = [of('ours', fact), of(peer.name, fact)];
    return {
      name,
      peer: peer.words,
      ratio: median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN))),
      target,
      facts: {
        ...{ 'ours ms': median(ours), 'ours IQR ms': interquartileRange(ours) },
        ...{ 'peer ms': median(theirs), 'peer IQR ms': interquartileRange(theirs) },
        'floor ms': median(of('empty', fact)),
        ...{ 'ours CPU ms': median(of('ours', 'cpu')), 'peer CPU ms': median(of(peer.name, 'cpu')) },
      },
    };
  };
  const cdk = { name: 'CDK default', words: 'the same handler, unprimed, with NodejsFunction defaults' } as const;
  const unprimed = { name: 'unprimed', words: 'the same bundle, unprimed' } as const;
  return [
    figure('cold call request', 'total', cdk, 0.7),
    // What reading ahead costs a start that somebody waits for from its beginning.
    figure('cold call request, CPU with priming', 'cpu', unprimed, 1.05),
    // A call makes a dozen requests with three services: one to each of two has been made before, the others were rehearsed.
    figure('first call after INIT, CPU', 'firstCpu', unprimed, 0.6),
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
