import type { RunDetail, TaskNode, TaskPhase, Value } from '@kubemate/plugin-pipelines-common';
import { formatValue } from '../run/formatValue';

/** One named thing of two runs; a side that does not have it is absent. */
export interface ValueChange {
  readonly name: string;
  readonly a?: string;
  readonly b?: string;
}

export interface TaskSide {
  readonly phase: TaskPhase;
  /** Milliseconds; absent for what has not ended. */
  readonly duration?: number;
}

export interface TaskChange {
  readonly id: string;
  readonly title: string;
  readonly a?: TaskSide;
  readonly b?: TaskSide;
  /** Milliseconds that the later one took longer; absent where one of the two is not known. */
  readonly delta?: number;
}

/** What two runs have in common and what not; `a` is the earlier. */
export interface RunComparison {
  readonly source: readonly ValueChange[];
  readonly params: readonly ValueChange[];
  readonly results: readonly ValueChange[];
  readonly artifacts: readonly ValueChange[];
  /** Definitions of tasks and images of steps. */
  readonly uses: readonly ValueChange[];
  readonly tasks: readonly TaskChange[];
  /** Where the logs are worth comparing: the first failure of the later run, else of the earlier. */
  readonly log?: { readonly task: string; readonly step?: string };
}

export function compareRuns(a: RunDetail, b: RunDetail): RunComparison {
  return {
    source: values(sourceOf(a), sourceOf(b)),
    params: values(named(a.params), named(b.params)),
    results: values(named(a.results), named(b.results)),
    artifacts: values(artifactsOf(a), artifactsOf(b)),
    uses: values(usesOf(a), usesOf(b)),
    tasks: tasksOf(a, b),
    ...logOf(a, b),
  };
}

export function isChanged({ a, b }: ValueChange): boolean {
  return a !== b;
}

/** A task counts as changed where it did otherwise, or took noticeably longer or shorter: a second and a tenth. */
export function isTaskChanged({ a, b, delta = 0 }: TaskChange): boolean {
  if (a?.phase !== b?.phase) return true;
  return Math.abs(delta) > Math.max(1000, (a?.duration ?? 0) / 10);
}

type Texts = ReadonlyMap<string, string>;

/** In the order of the later run; what only the earlier has stands at the end. */
function values(a: Texts, b: Texts): ValueChange[] {
  return [...new Set([...b.keys(), ...a.keys()])].map(name => ({
    name,
    ...(a.has(name) && { a: a.get(name) }),
    ...(b.has(name) && { b: b.get(name) }),
  }));
}

function named(list: readonly { readonly name: string; readonly value: Value }[]): Texts {
  return new Map(list.map(({ name, value }) => [name, formatValue(value)]));
}

function sourceOf({ source = {}, pipeline }: RunDetail): Texts {
  const { repository, branch, commit } = source;
  return new Map(
    Object.entries({ pipeline, repository, branch, commit }).flatMap(([key, text]) =>
      text === undefined ? [] : [[key, text] as const],
    ),
  );
}

function artifactsOf({ artifacts }: RunDetail): Texts {
  return new Map(
    artifacts.map(({ name, uri, digest }) => [
      name,
      digest === undefined ? uri : `${uri}@${digest}`,
    ]),
  );
}

function usesOf({ graph }: RunDetail): Texts {
  const pairs = graph.nodes.flatMap(({ id, uses, steps }) => [
    ...(uses === undefined ? [] : [[id, uses] as const]),
    ...steps.flatMap(({ name, image }) =>
      image === undefined ? [] : [[`${id} / ${name}`, image] as const],
    ),
  ]);
  return new Map(pairs);
}

function tasksOf(a: RunDetail, b: RunDetail): TaskChange[] {
  const before = new Map(a.graph.nodes.map(node => [node.id, node]));
  const after = new Map(b.graph.nodes.map(node => [node.id, node]));
  return [...new Set([...after.keys(), ...before.keys()])].map(id => {
    const [one, other] = [before.get(id), after.get(id)];
    const sides = { ...(one && { a: sideOf(one) }), ...(other && { b: sideOf(other) }) };
    const delta = difference(sides.a?.duration, sides.b?.duration);
    return {
      ...{ id, title: other?.title ?? one?.title ?? id },
      ...sides,
      ...(delta !== undefined && { delta }),
    };
  });
}

function sideOf({ phase, startedAt, finishedAt }: TaskNode): TaskSide {
  const isKnown = startedAt !== undefined && finishedAt !== undefined;
  return { phase, ...(isKnown && { duration: finishedAt - startedAt }) };
}

function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : b - a;
}

function logOf(a: RunDetail, b: RunDetail): Pick<RunComparison, 'log'> {
  const failed = [b, a].find(({ failure }) => failure?.task !== undefined)?.failure;
  if (failed?.task === undefined) return {};
  const { task, step } = failed;
  const isInBoth = [a, b].every(({ graph }) =>
    graph.nodes.some(({ id, taskRun }) => id === task && taskRun !== undefined),
  );
  if (!isInBoth) return {};
  return { log: { task, ...(step !== undefined && { step }) } };
}
