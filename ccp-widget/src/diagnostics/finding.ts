import type { checks, findings } from '#texts/diagnostics.ts';

export type CheckName = keyof typeof checks;

/** The key of the text that says what was found and what to do. */
export type FindingCode = keyof typeof findings;

export interface Finding {
  readonly check: CheckName;
  /** `unsure`: it may be the reason, but the browser does not tell. */
  readonly verdict: 'good' | 'unsure' | 'bad';
  readonly code: FindingCode;
  /** Seconds that this computer's clock is ahead. */
  readonly seconds?: number;
}

export const findingOf =
  (check: CheckName) =>
  (verdict: Finding['verdict'], code: FindingCode): Finding => ({ check, verdict, code });

/** What a fix has to name exactly, because it is typed somewhere else. */
export interface Addresses {
  readonly desktop: string;
  readonly softphone: string;
  readonly api: string;
}
