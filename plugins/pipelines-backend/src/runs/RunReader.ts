import { NotFoundError, isError } from '@backstage/errors';
import { batchLogEvents } from '@kubemate/kube-node';
import type { Clock, LogEvent, Viewer } from '@kubemate/kube-node';
import type {
  RunDetail,
  RunDetailEvent,
  RunEvent,
  RunLogEvent,
  RunPage,
  RunQuery,
  RunRef,
} from '@kubemate/plugin-pipelines-common';
import { isDeepStrictEqual } from 'node:util';
import type { Engine, Following, TaskLogs } from '../Engine';
import type { RunHistory } from '../history/RunHistory';
import { splitPlaces } from '../splitPlaces';
import { archivedLog } from './archivedLog';
import { diffPages } from './diffPages';
import { mergeFailures, mergePages } from './mergePages';
import { Pulse } from './Pulse';
import { selectRuns } from './selectRuns';

/** What {@link RunReader} needs of the history. */
export type ArchivedRuns = Pick<RunHistory, 'page' | 'run' | 'log' | 'follow'>;

type LogsRequest = Parameters<Engine['logs']>[0];

interface Watching {
  readonly viewer: Viewer;
  readonly signal: AbortSignal;
}

/** Runs of all engines as one list, and each of them with what it is made of; once, and as they change. */
export class RunReader {
  readonly #engines: readonly Engine[];
  readonly #history: ArchivedRuns;
  readonly #clock: Clock;

  constructor({
    engines,
    history,
    clock,
  }: {
    engines: readonly Engine[];
    history: ArchivedRuns;
    clock: Clock;
  }) {
    this.#engines = engines;
    this.#history = history;
    this.#clock = clock;
  }

  async list(query: RunQuery, viewer: Viewer): Promise<RunPage> {
    const answers = await Promise.all(
      this.#enginesOf(query).map(({ engine, places }) => engine.runs({ ...query, places }, viewer)),
    );
    const live = answers.flatMap(({ items }) => items);
    const archived = await this.#history.page(query, { viewer, live });
    return {
      ...mergePages([...answers.map(({ items }) => selectRuns(items, query)), archived], query),
      failures: mergeFailures([
        ...answers.flatMap(({ failures }) => failures),
        ...archived.failures,
      ]),
      asOf: Math.min(this.#clock.now(), ...answers.map(({ asOf }) => asOf)),
    };
  }

  /** The page, then what changes it. */
  async *watchList(query: RunQuery, watching: Watching): AsyncGenerator<RunEvent> {
    let shown: RunPage | undefined;
    const follow = (following: Following) =>
      Promise.all([
        ...this.#enginesOf(query).map(({ engine, places }) =>
          engine.followRuns({ ...query, places }, watching.viewer, following),
        ),
        this.#history.follow(following),
      ]);
    for await (const _ of this.#beats(follow, watching)) {
      const page = await this.list(query, watching.viewer);
      const event = shown === undefined ? { type: 'page' as const, page } : diffPages(shown, page);
      shown = page;
      if (event !== undefined) yield event;
    }
  }

  /** The run as its engine has it, or as it was kept. */
  async get(ref: RunRef, viewer: Viewer): Promise<RunDetail> {
    try {
      return await this.#engineOf(ref).run(ref, viewer);
    } catch (error) {
      if (!isMissing(error)) throw error;
      return this.#history.run(ref, viewer).catch(missing => {
        // What the engine says of a run that nobody kept says more.
        throw isMissing(missing) ? error : missing;
      });
    }
  }

  /** The run at once and after each change, until it has ended. */
  async *watch(ref: RunRef, { viewer, signal }: Watching): AsyncGenerator<RunDetailEvent> {
    const engine = this.#engineOf(ref);
    let shown: RunDetail | undefined;
    const follow = (following: Following) => engine.followRun(ref, viewer, following);
    for await (const _ of this.#beats(follow, { viewer, signal })) {
      const run = await this.get(ref, viewer);
      if (!isDeepStrictEqual(run, shown)) yield { type: 'run', run };
      shown = run;
      if (run.isArchived || isSettled(run)) break;
    }
    if (!signal.aborted) yield { type: 'end' };
  }

  /** What a task has written and goes on to write; where its pod is gone, what was kept of that. */
  async *logs(request: LogsRequest, watching: Watching): AsyncGenerator<RunLogEvent> {
    let hasLines = false;
    try {
      for await (const event of this.#liveLogs(request, watching)) {
        hasLines ||= event.type === 'lines';
        yield event;
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
      const kept = hasLines ? undefined : await this.#keptLog(request, watching.viewer);
      if (kept === undefined)
        yield { type: 'problem', reason: `${error.message}: the log went with the pod` };
      else {
        yield* archivedLog(kept, request);
        return;
      }
      yield { type: 'end', from: 'pod', isCut: false };
    }
  }

  async *#liveLogs(
    request: LogsRequest,
    { viewer, signal }: Watching,
  ): AsyncGenerator<RunLogEvent> {
    const logs = await this.#engineOf(request.ref).logs(request, viewer, { signal });
    const events = batchLogEvents(stepsOnly(logs), { clock: this.#clock });
    for await (const event of events) {
      if (event.type === 'problem') {
        yield { type: 'problem', step: event.container, reason: event.reason };
      } else if (event.type === 'lines') {
        const lines = event.lines.map(({ container, at, text }) => ({ step: container, at, text }));
        yield { type: 'lines', lines };
      }
    }
    yield { type: 'end', from: logs.from ?? 'pod', isCut: false };
  }

  async #keptLog(request: LogsRequest, viewer: Viewer) {
    try {
      return await this.#history.log(request, viewer);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async *#beats(
    follow: (following: Following) => Promise<unknown>,
    { signal }: Watching,
  ): AsyncGenerator<void> {
    const pulse = new Pulse(this.#clock);
    const left = new AbortController();
    const following = { signal: AbortSignal.any([signal, left.signal]), onChange: pulse.notify };
    follow(following).then(
      () => pulse.end(),
      error => pulse.end(error),
    );
    try {
      yield* pulse.beats(signal);
    } finally {
      left.abort();
    }
  }

  #enginesOf({ engines, places }: RunQuery) {
    const asked = this.#engines.filter(({ name }) => engines?.includes(name) ?? true);
    return splitPlaces(asked, places);
  }

  #engineOf({ engine }: RunRef): Engine {
    const found = this.#engines.find(({ name }) => name === engine);
    if (found === undefined) throw new NotFoundError(`There is no engine named ${engine} here`);
    return found;
  }
}

function isMissing(error: unknown): error is Error {
  return isError(error) && error.name === 'NotFoundError';
}

/** Lines of steps, named by them; a pod's other containers are the engine's own. */
async function* stepsOnly({ events, stepOf }: TaskLogs): AsyncGenerator<LogEvent> {
  for await (const event of events) {
    const container = event.type === 'line' ? event.line.container : event.container;
    const step = container === undefined ? undefined : stepOf(container);
    if (container !== undefined && step === undefined) continue;
    if (event.type === 'problem') yield { ...event, container: step };
    else yield { type: 'line', line: { ...event.line, container: step ?? '' } };
  }
}

/** Tekton ends a cancelled run before it ends its tasks. */
function isSettled({ finishedAt, graph }: RunDetail): boolean {
  const isOpen = new Set(['pending', 'running', 'waiting']);
  return finishedAt !== undefined && !graph.nodes.some(({ phase }) => isOpen.has(phase));
}
