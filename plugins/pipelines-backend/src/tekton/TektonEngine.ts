import { NotFoundError } from '@backstage/errors';
import type { ClusterFailure, Clock, KubeService, RowQuery, Viewer } from '@kubemate/kube-node';
import type { PlaceFailure, RunRef } from '@kubemate/plugin-pipelines-common';
import type { Engine, EngineRuns, Following, RunScope, TaskLogs } from '../Engine';
import { openInputs } from './approvals/openInputs';
import { APPROVAL_TASKS, PIPELINE_RUNS, TASK_RUNS } from './kinds';
import { readPipelineRun } from './readPipelineRun';
import { RunLists, waitingKey } from './RunLists';
import { containerOfStep, stepOfContainer } from './stepOfContainer';

/** Runs at most whose changes one following hears of; that there are more or fewer, it always hears. */
const FOLLOWED = 1000;

/** Tekton Pipelines on the portal's clusters: lists from the row store, one run from the API server. */
export class TektonEngine implements Engine {
  readonly name = 'tekton';
  readonly #kube: KubeService;
  readonly #clock: Clock;
  readonly #lists = new RunLists();

  constructor({ kube, clock }: { kube: KubeService; clock: Clock }) {
    this.#kube = kube;
    this.#clock = clock;
  }

  has(place: string): boolean {
    return this.#kube.clusters().some(({ name }) => name === place);
  }

  async runs({ places, folders }: RunScope, viewer: Viewer): Promise<EngineRuns> {
    const query = { clusters: places, namespaces: folders, resource: PIPELINE_RUNS };
    const [{ items, failures }, waiting] = await Promise.all([
      this.#kube.allRows(query, viewer),
      this.#waiting(query, viewer),
    ]);
    const told = this.#kube
      .clusters()
      .filter(({ name }) => places?.includes(name) ?? true)
      .flatMap(({ asOf }) => asOf ?? []);
    return {
      items: this.#lists.of(items, waiting),
      failures: placeFailures(failures, places),
      asOf: Math.min(this.#clock.now(), ...told),
    };
  }

  async followRuns({ places, folders }: RunScope, viewer: Viewer, following: Following) {
    const scope = { clusters: places, namespaces: folders, resource: PIPELINE_RUNS };
    // The first hears of what goes on, however long ago it began; the second of what is made, ends or is deleted.
    await this.#followAll(
      following,
      [
        { ...scope, filter: 'phase=pending|running', sort: 'age' },
        { ...scope, sort: 'age' },
      ],
      viewer,
    );
  }

  async run(ref: RunRef, viewer: Viewer) {
    const { detail } = await readPipelineRun(ref, {
      get: object => this.#kube.get(object, viewer),
      list: target => this.#kube.list(target, viewer),
    });
    if (detail.phase !== 'waiting') return detail;
    const inputs = await openInputs(ref, { kube: this.#kube, viewer });
    return inputs.length === 0 ? detail : { ...detail, inputs };
  }

  /** Runs that wait for a person: what asks is an object of its own. Where that is not served or not to be seen, none does. */
  async #waiting(
    { clusters, namespaces }: Pick<RowQuery, 'clusters' | 'namespaces'>,
    viewer: Viewer,
  ): Promise<ReadonlySet<string>> {
    const query = { clusters, namespaces, resource: APPROVAL_TASKS, filter: 'state=pending' };
    const { items } = await this.#kube.allRows(query, viewer);
    return new Set(items.map(row => waitingKey(row, String(row.cells.pipelineRun))));
  }

  async followRun({ place, folder, name }: RunRef, viewer: Viewer, following: Following) {
    const at = { clusters: [place], namespaces: [folder] };
    const labelSelector = `tekton.dev/pipelineRun=${name}`;
    await this.#followAll(
      following,
      [
        { ...at, resource: PIPELINE_RUNS, search: name },
        { ...at, resource: TASK_RUNS, labelSelector },
      ],
      viewer,
    );
  }

  async logs(
    { ref, task, step, tailLines }: { ref: RunRef; task: string; step?: string; tailLines: number },
    viewer: Viewer,
    { signal }: { signal: AbortSignal },
  ): Promise<TaskLogs> {
    const { graph } = await this.run(ref, viewer);
    const node = graph.nodes.find(({ id }) => id === task);
    if (node === undefined) throw new NotFoundError(`Run ${ref.name} has no task ${task}`);
    if (node.pod === undefined) throw new NotFoundError(`Task ${task} has no pod`);
    const pods = [{ cluster: ref.place, namespace: ref.folder, name: node.pod }];
    const container = step === undefined ? undefined : containerOfStep(step);
    return {
      events: this.#kube.logs({ pods, container, follow: true, tailLines }, viewer, { signal }),
      stepOf: stepOfContainer,
    };
  }

  async #followAll(
    following: Following,
    queries: readonly RowQuery[],
    viewer: Viewer,
  ): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([following.signal, ended.signal]);
    const follow = async (query: RowQuery) => {
      const rows = this.#kube.watchRows({ ...query, limit: FOLLOWED }, viewer, { signal });
      for await (const { event } of rows) if (event.type !== 'status') following.onChange();
    };
    try {
      await Promise.all(queries.map(follow));
    } finally {
      ended.abort();
    }
  }
}

/** A cluster without Tekton is no failure, unless somebody asks for that very cluster. */
export function placeFailures(
  failures: readonly ClusterFailure[],
  places: readonly string[] | undefined,
): PlaceFailure[] {
  return failures
    .filter(({ state }) => state !== 'not-served' || places !== undefined)
    .map(({ cluster, ...failure }) => ({ place: cluster, ...failure }));
}
