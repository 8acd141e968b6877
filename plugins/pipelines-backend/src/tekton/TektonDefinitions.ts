import type { KubeObject, Row } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type {
  Definition,
  DefinitionDetail,
  DefinitionList,
  Run,
} from '@kubemate/plugin-pipelines-common';
import type { DefinitionQuery, Definitions } from '../Definitions';
import type { Engine } from '../Engine';
import { buildGraph } from './buildGraph';
import { PIPELINES, TASKS } from './kinds';
import { pipelineSpecSchema, taskSpecSchema } from './schemas';
import type { PipelineSpec } from './schemas';
import { placeFailures } from './TektonEngine';

type Kind = Definition['kind'];

const RESOURCES = { Pipeline: PIPELINES, Task: TASKS } as const;
/** Pipelines of a namespace that are looked at for who uses a Task. */
const MAX_USERS = 1000;

/** Pipelines and Tasks as the viewer may see them. */
export class TektonDefinitions implements Definitions {
  readonly #kube: KubeService;
  readonly #engine: Engine;

  constructor({ kube, engine }: { kube: KubeService; engine: Engine }) {
    this.#kube = kube;
    this.#engine = engine;
  }

  has(place: string): boolean {
    return this.#engine.has(place);
  }

  async list(query: DefinitionQuery, viewer: Viewer): Promise<DefinitionList> {
    const { places, folders, search, kind } = query;
    const rows = { clusters: places, namespaces: folders, search, resource: RESOURCES[kind] };
    const [{ items, failures }, newest] = await Promise.all([
      this.#kube.allRows({ ...rows, sort: 'name' }, viewer),
      kind === 'Pipeline' ? this.#newestRuns(query, viewer) : new Map<string, Run>(),
    ]);
    return {
      items: items.map(row => ({
        ...definitionOf(row, kind),
        lastRun: newest.get(keyOf(row.cluster, row.namespace, row.name)),
      })),
      failures: placeFailures(failures, places),
    };
  }

  async get(
    { place, folder, name, kind }: { place: string; folder: string; name: string; kind: Kind },
    viewer: Viewer,
  ): Promise<DefinitionDetail> {
    const at = { cluster: place, namespace: folder };
    const object = await this.#kube.get({ ...at, resource: RESOURCES[kind], name }, viewer);
    const base = {
      ...{ engine: 'tekton' as const, place, folder, name, kind },
      createdAt: Date.parse(object.metadata.creationTimestamp),
    };
    if (kind === 'Task') {
      const { steps, ...spec } = taskSpecSchema.parse(object.spec);
      const parts = (steps ?? []).map((step, index) => step.name || `unnamed-${index}`);
      const pipelines = await this.#kube.list(
        { ...at, resource: PIPELINES, limit: MAX_USERS },
        viewer,
      );
      return { ...base, parts, ...interfaceOf(spec), usedBy: usersOf(name, pipelines) };
    }
    const spec = pipelineSpecSchema.parse(object.spec);
    const newest = await this.#newestRuns({ places: [place], folders: [folder] }, viewer);
    return {
      ...base,
      parts: tasksOf(spec).map(task => task.name),
      ...interfaceOf(spec),
      graph: buildGraph(spec),
      usedBy: [],
      lastRun: newest.get(keyOf(place, folder, name)),
    };
  }

  async #newestRuns(
    { places, folders }: Pick<DefinitionQuery, 'places' | 'folders'>,
    viewer: Viewer,
  ): Promise<ReadonlyMap<string, Run>> {
    const newest = new Map<string, Run>();
    for (const run of (await this.#engine.runs({ places, folders }, viewer)).items) {
      if (run.pipeline === undefined) continue;
      const key = keyOf(run.ref.place, run.ref.folder, run.pipeline);
      if ((newest.get(key)?.createdAt ?? -1) < run.createdAt) newest.set(key, run);
    }
    return newest;
  }
}

function keyOf(place: string, folder: string | undefined, name: string): string {
  return `${place}\n${folder}\n${name}`;
}

function definitionOf(row: Row, kind: Kind): Definition {
  const { cells } = row;
  const parts = kind === 'Pipeline' ? cells.tasks : cells.steps;
  return {
    ...{ engine: 'tekton', place: row.cluster, folder: row.namespace ?? '', name: row.name, kind },
    description: typeof cells.description === 'string' ? cells.description : undefined,
    parts: typeof parts === 'string' ? parts.split(',') : [],
    createdAt: row.created,
  };
}

type Interface = Pick<PipelineSpec, 'description' | 'params' | 'workspaces' | 'results'>;

function interfaceOf({ description, params, workspaces, results }: Interface) {
  return {
    description: description ?? undefined,
    params: (params ?? []).map(({ enum: allowed, ...param }) => ({
      ...param,
      description: param.description ?? undefined,
      enum: allowed ?? undefined,
    })),
    workspaces: (workspaces ?? []).map(({ name, optional, ...workspace }) => ({
      name,
      description: workspace.description ?? undefined,
      optional: optional ?? false,
    })),
    results: (results ?? []).map(result => ({
      name: result.name,
      description: result.description ?? undefined,
    })),
  };
}

function tasksOf(spec: PipelineSpec) {
  return [...(spec.tasks ?? []), ...(spec.finally ?? [])];
}

function usersOf(task: string, pipelines: readonly KubeObject[]): string[] {
  return pipelines
    .filter(({ spec }) => {
      const parsed = pipelineSpecSchema.safeParse(spec);
      return (
        parsed.success &&
        tasksOf(parsed.data).some(
          ({ taskRef }) =>
            taskRef?.name === task && !taskRef.resolver && (taskRef.kind ?? 'Task') === 'Task',
        )
      );
    })
    .map(({ metadata }) => metadata.name)
    .sort();
}
