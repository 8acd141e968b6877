import type { Run, RunDetail } from '@kubemate/plugin-pipelines-common';
import { searchedText } from '../runs/matchRuns';
import { durationOf } from '../runs/runOrder';
import type { KeptLog, RunKey, RunRecord, RunTemplate } from './RunStore';

/** Tables: the lines of the list, and what belongs to a line. */
export const RUNS = 'runs';
export const DETAILS = 'run_details';

/** Keys in one statement; databases bound their number. */
const BATCH = 200;

/** PostgreSQL gives big integers as text. */
type Big = number | string;

export interface RunRow {
  readonly place: string;
  readonly uid: string;
  readonly folder: string;
  readonly finished_at: Big;
  readonly gone_at: Big | null;
  readonly run: string;
  readonly origin: string | null;
}

export interface DetailRow {
  readonly detail: string | null;
  readonly template: string | null;
}

export interface LogRow {
  readonly place: string;
  readonly uid: string;
  readonly task_run: string;
  readonly key: string | null;
  readonly bytes: Big;
  readonly lines_left_out: number;
  readonly problem: string | null;
  readonly kept_at: Big;
}

export function toRow(run: Run) {
  const { ref, uid, phase, pipeline, component, source, trigger } = run;
  return {
    ...ref,
    uid,
    phase,
    pipeline: pipeline ?? '',
    component: component ?? null,
    branch: source?.branch ?? null,
    author: trigger.by ?? null,
    created_at: run.createdAt,
    finished_at: run.finishedAt ?? 0,
    duration: durationOf(run),
    gone_at: null,
    origin: null,
    words: searchedText(run),
    run: JSON.stringify(run),
  };
}

/** A run that is gone. */
export function toRun({ run }: Pick<RunRow, 'run'>): Run {
  const kept: Run = JSON.parse(run);
  return { ...kept, isArchived: true };
}

export function toRecord({
  run,
  gone_at,
  origin,
  detail,
  template,
}: RunRow & DetailRow): RunRecord {
  const kept: Run = JSON.parse(run);
  const isArchived = gone_at !== null;
  const keptDetail: RunDetail | undefined = detail === null ? undefined : JSON.parse(detail);
  const keptTemplate: RunTemplate | undefined =
    template === null ? undefined : JSON.parse(template);
  return {
    run: { ...kept, isArchived },
    detail: keptDetail && { ...keptDetail, isArchived },
    template: keptTemplate,
    ...(origin === null ? {} : { origin }),
  };
}

export function toLogRow(log: KeptLog): LogRow {
  const { place, uid, bytes } = log;
  return {
    ...{ place, uid, bytes },
    task_run: log.taskRun,
    key: log.key ?? null,
    lines_left_out: log.linesLeftOut,
    problem: log.problem ?? null,
    kept_at: log.keptAt,
  };
}

export function toKeptLog(row: LogRow): KeptLog {
  const { place, uid, key, problem } = row;
  return {
    ...{ place, uid },
    taskRun: row.task_run,
    key: key ?? undefined,
    bytes: Number(row.bytes),
    linesLeftOut: row.lines_left_out,
    problem: problem ?? undefined,
    keptAt: Number(row.kept_at),
  };
}

export function keyOf({ run }: RunRecord): RunKey {
  return { place: run.ref.place, uid: run.uid };
}

/** In lists that one statement takes. */
export function keysByPlace(keys: readonly RunKey[]): { place: string; uids: string[] }[] {
  const places = new Map<string, string[]>();
  for (const { place, uid } of keys) places.set(place, [...(places.get(place) ?? []), uid]);
  return [...places].flatMap(([place, uids]) =>
    Array.from({ length: Math.ceil(uids.length / BATCH) }, (_, index) => ({
      place,
      uids: uids.slice(index * BATCH, (index + 1) * BATCH),
    })),
  );
}
