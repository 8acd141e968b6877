import type { ActivityItem } from '@kubemate/ui';

export interface ActivityDay {
  /** Its first moment, in the person's time zone. */
  readonly start: number;
  readonly items: readonly ActivityItem[];
}

/** Items in their order, day by day of the person's time zone. */
export function groupByDay(items: readonly ActivityItem[]): readonly ActivityDay[] {
  const days = new Map<number, ActivityItem[]>();
  for (const item of items) {
    const start = new Date(item.at).setHours(0, 0, 0, 0);
    const day = days.get(start);
    if (day === undefined) days.set(start, [item]);
    else day.push(item);
  }
  return [...days].map(([start, of]) => ({ start, items: of }));
}
