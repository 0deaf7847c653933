import { it } from 'vitest';
import { MAY_DIAL, ON_AWS } from './target.ts';

/**
 * Where an expectation comes from. Keys: `API` the API reference, `SDK` the model in `@aws-sdk/client-connect`, `QUOTA` the
 * service quotas page, `AG:x` and `DG:x` pages of the Administrator and Developer Guides, `AICC` and `FAC` what third parties
 * measured against the service, `inference` our own reading where no source speaks. research/connect.md section 0 has the
 * addresses.
 */
export type Source = `${'API' | 'SDK' | 'QUOTA' | 'AG' | 'DG' | 'AICC' | 'FAC' | 'inference' | 'ours'}${string}`;

type Body = () => Promise<void>;

/** One expectation, with its source in the title. */
export const documented = (source: Source, behaviour: string, body: Body): void =>
  void it(`${behaviour} [${source}]`, body);

/** One that rings a phone: in the service only if `CTI_DIAL_TO` says which. */
export const documentedCall = (source: Source, behaviour: string, body: Body): void =>
  void it.runIf(MAY_DIAL)(`${behaviour} [${source}]`, body);

/** One that only the local Connect can be held to, because it needs its controls or is its own. */
export const documentedLocally = (source: Source, behaviour: string, body: Body): void =>
  void it.runIf(!ON_AWS)(`${behaviour} [${source}]`, body);
