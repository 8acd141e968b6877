import { NotFoundError } from '@backstage/errors';
import type { ResourceId } from '@kubemate/kube-common';
import type { ClusterFailure, Clock, KubeService, Viewer } from '@kubemate/kube-node';
import type { PlaceFailure, RunRef } from '@kubemate/plugin-pipelines-common';
import type { Engine, EngineRuns, Following, RunScope, TaskLogs } from '../Engine';
import { CUSTOM_RUNS, PIPELINE_RUNS, TASK_RUNS } from './kinds';
import { readRun } from './readRun';
import { runOfRow } from './runOfRow';
import { pipelineRunSchema } from './schemas';

/** Runs whose changes a list hears of: those made last. */
const FOLLOWED = 1000;
const STEP = 'step-';

/** Tekton Pipelines on the portal's clusters: lists from the row store, one run from the API server. */
export class TektonEngine implements Engine {
  readonly name = 'tekton';
  readonly #kube: KubeService;
  readonly #clock: Clock;

  constructor({ kube, clock }: { kube: KubeService; clock: Clock }) {
    this.#kube = kube;
    this.#clock = clock;
  }

  async runs({ places, folders }: RunScope, viewer: Viewer): Promise<EngineRuns> {
    const query = { clusters: places, namespaces: folders, resource: PIPELINE_RUNS };
    const { items, failures } = await this.#kube.allRows(query, viewer);
    const told = this.#kube
      .clusters()
      .filter(({ name }) => places?.includes(name) ?? true)
      .flatMap(({ asOf }) => asOf ?? []);
    return {
      items: items.map(runOfRow),
      failures: placeFailures(failures, places),
      asOf: Math.min(this.#clock.now(), ...told),
    };
  }

  followRuns({ places, folders }: RunScope, viewer: Viewer, following: Following) {
    return this.#follow(
      { clusters: places, namespaces: folders, resource: PIPELINE_RUNS, sort: '-age' },
      viewer,
      following,
    );
  }

  async run({ place, folder, name }: RunRef, viewer: Viewer) {
    const at = { cluster: place, namespace: folder };
    const object = await this.#kube.get({ ...at, resource: PIPELINE_RUNS, name }, viewer);
    const references = pipelineRunSchema.parse(object).status?.childReferences ?? [];
    const kinds: readonly (readonly [string, ResourceId])[] = [
      ['TaskRun', TASK_RUNS],
      ['CustomRun', CUSTOM_RUNS],
      ['PipelineRun', PIPELINE_RUNS],
    ];
    const needed = kinds.filter(([kind]) => references.some(each => each.kind === kind));
    const labelSelector = `tekton.dev/pipelineRun=${name}`;
    const children = await Promise.all(
      needed.map(([, resource]) =>
        this.#kube.list({ ...at, resource, labelSelector, limit: FOLLOWED }, viewer),
      ),
    );
    return readRun(object, { cluster: place, children: children.flat() });
  }

  async followRun({ place, folder, name }: RunRef, viewer: Viewer, following: Following) {
    const at = { clusters: [place], namespaces: [folder] };
    const ended = new AbortController();
    const signal = AbortSignal.any([following.signal, ended.signal]);
    const follow = (query: { resource: ResourceId; search?: string; labelSelector?: string }) =>
      this.#follow({ ...at, ...query }, viewer, { ...following, signal });
    try {
      await Promise.all([
        follow({ resource: PIPELINE_RUNS, search: name }),
        follow({ resource: TASK_RUNS, labelSelector: `tekton.dev/pipelineRun=${name}` }),
      ]);
    } finally {
      ended.abort();
    }
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
    const container = step === undefined ? undefined : `${STEP}${step}`;
    return {
      events: this.#kube.logs({ pods, container, follow: true, tailLines }, viewer, { signal }),
      stepOf: name => (name.startsWith(STEP) ? name.slice(STEP.length) : undefined),
    };
  }

  async #follow(
    query: Parameters<KubeService['watchRows']>[0],
    viewer: Viewer,
    { signal, onChange }: Following,
  ): Promise<void> {
    const rows = this.#kube.watchRows({ ...query, limit: FOLLOWED }, viewer, { signal });
    for await (const { event } of rows) if (event.type !== 'status') onChange();
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
