import type { Flow, Promotion } from '@kubemate/plugin-pipelines-common';
import { formatAge } from '@kubemate/ui';

/** The four keys, in the order in which they are told. */
export const FIGURES = [
  'deploymentFrequency',
  'leadTime',
  'changeFailureRate',
  'timeToRestore',
] as const;
export type Figure = (typeof FIGURES)[number];

/** As people say it; a dash where there is nothing to make it of. */
export function figureText(flow: Flow, figure: Figure): string {
  const { value } = flow[figure];
  if (value === undefined) return '—';
  switch (figure) {
    case 'deploymentFrequency':
      return value.toLocaleString(undefined, { maximumFractionDigits: 2 });
    case 'changeFailureRate':
      return value.toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 1 });
    default:
      return formatAge(value);
  }
}

const DAY = 86_400_000;
const MOST_DAYS = 90;

/** How many of the promotions ended on each day, oldest first. */
export function perDay(
  promotions: readonly Pick<Promotion, 'startedAt' | 'finishedAt'>[],
  { since, until }: { since: number; until: number },
): readonly number[] {
  const days = Math.min(MOST_DAYS, Math.max(1, Math.ceil((until - since) / DAY)));
  const counts = Array.from({ length: days }, () => 0);
  for (const { startedAt, finishedAt } of promotions) {
    const at = days - 1 - Math.floor((until - (finishedAt ?? startedAt)) / DAY);
    if (at >= 0 && at < days) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
