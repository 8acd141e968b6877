export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** How far apart the rounds of one side are: the largest over the smallest. Above 1.5 the machine was too busy to tell. */
export const spread = (values: readonly number[]) => Math.max(...values) / Math.min(...values);

/** One line of the report. */
export interface Finding {
  readonly subject: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly goal: string;
  /** Undefined where there is no goal. */
  readonly met: boolean | undefined;
}
