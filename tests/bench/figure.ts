/** One measured figure: a ratio to a peer in the same run (or a plain number against a limit), and the facts behind it. */
export interface Figure {
  readonly name: string;
  readonly peer: string;
  readonly ratio: number;
  /** At most this. */
  readonly target: number;
  readonly facts: Readonly<Record<string, number>>;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
export const interquartileRange = (values: readonly number[]): number =>
  quantile(values, 0.75) - quantile(values, 0.25);

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
