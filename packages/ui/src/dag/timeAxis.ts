import { endOf, type GraphTask } from './TaskGraphModel';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between ticks that people count in. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map(count => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(count => count * MINUTE),
  ...[1, 2, 4, 6, 12].map(count => count * HOUR),
];

/** Ticks of a time axis from its start, in ms: at most `most`, at distances that people count in. */
export function axisTicks(length: number, most: number): readonly number[] {
  if (length <= 0 || most < 1) return [0];
  const step =
    STEPS.find(candidate => length / candidate <= most) ?? Math.ceil(length / most / DAY) * DAY;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, at) => at * step);
}

/** From when to when a chart of tasks goes, in epoch ms; undefined before anything has started. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** What the bars of these tasks span; those that go on reach to `now`. */
export function spanOfTasks(tasks: readonly GraphTask[], now: number): TimeSpan | undefined {
  const started = tasks.flatMap(({ startedAt }) => startedAt ?? []);
  if (started.length === 0) return undefined;
  const from = Math.min(...started);
  const ends = tasks.flatMap(task => barOf(task, now)?.to ?? []);
  return { from, to: Math.max(from + SECOND, ...ends) };
}

/** When a task ran; to `now` while it goes on, its start alone where nobody saw its end. Undefined where it has not started. */
export function barOf(task: GraphTask, now: number): TimeSpan | undefined {
  const { startedAt } = task;
  if (startedAt === undefined) return undefined;
  return { from: startedAt, to: Math.max(startedAt, endOf(task, now) ?? startedAt) };
}

/** Tasks in the order in which they started; those that have not, at the end, as given. */
export function byStart(tasks: readonly GraphTask[]): readonly GraphTask[] {
  return [...tasks].sort((a, b) => {
    if (a.startedAt === b.startedAt) return 0;
    return (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity);
  });
}
