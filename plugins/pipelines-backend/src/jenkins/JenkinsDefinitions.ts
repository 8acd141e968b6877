import type { Viewer } from '@kubemate/kube-node';
import type {
  Definition,
  DefinitionDetail,
  DefinitionList,
  Run,
  RunGraph,
} from '@kubemate/plugin-pipelines-common';
import type { DefinitionQuery, Definitions } from '../Definitions';
import { failuresOf } from './JenkinsEngine';
import type { JenkinsEngine } from './JenkinsEngine';
import { jobPath } from './JenkinsClient';
import type { JenkinsInstance } from './JenkinsInstance';
import { placeOf } from './jenkinsNames';
import { jobDetailSchema } from './jenkinsSchemas';
import type { CachedJob } from './JobCache';
import { readParameter } from './readParameters';

const PARAMETER_TREE =
  'property[parameterDefinitions[_class,type,name,description,choices,defaultParameterValue[value]]]';
const JOB_TREE = `_class,name,fullName,description,buildable,nextBuildNumber,${PARAMETER_TREE}`;

/** Jobs as definitions: what they ask for, and the stages of their newest build. */
export class JenkinsDefinitions implements Definitions {
  readonly #engine: JenkinsEngine;

  constructor({ engine }: { engine: JenkinsEngine }) {
    this.#engine = engine;
  }

  has(place: string): boolean {
    return this.#engine.has(place);
  }

  async list({ kind, search, ...scope }: DefinitionQuery, viewer: Viewer): Promise<DefinitionList> {
    if (kind !== 'Pipeline') return { items: [], failures: [] };
    const instances = this.#engine.instances(scope);
    await Promise.all(instances.map(instance => instance.refresh()));
    const words = search?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
    const items = instances.flatMap(instance =>
      instance
        .jobs(viewer)
        .map(job => summaryOf(instance, job))
        .filter(({ folder }) => scope.folders?.includes(folder) ?? true)
        .filter(({ name, folder, description = '' }) => {
          const text = `${folder}/${name}\n${description}`.toLowerCase();
          return words.every(word => text.includes(word));
        }),
    );
    return { items, failures: instances.flatMap(failuresOf) };
  }

  async get(
    { place, folder, name }: { place: string; folder: string; name: string },
    viewer: Viewer,
  ): Promise<DefinitionDetail> {
    const instance = this.#engine.instance(place);
    const job = await instance.findJob({ folder, name }, viewer);
    const { property } = await instance.client.json(
      `${jobPath(job.item.fullName)}/api/json`,
      jobDetailSchema,
      { tree: JOB_TREE },
    );
    const summary = summaryOf(instance, job);
    const graph = await this.#graphOf(instance.runs([job]), viewer);
    return {
      ...summary,
      parts: graph?.nodes.map(({ title }) => title) ?? [],
      params: property.flatMap(each => each.parameterDefinitions ?? []).map(readParameter),
      workspaces: [],
      results: [],
      graph,
      usedBy: [],
    };
  }

  /** Jenkins knows what a pipeline does only once it has done it. */
  async #graphOf(runs: readonly Run[], viewer: Viewer): Promise<RunGraph | undefined> {
    // One that failed or goes on shows a part.
    const run = newestOf(runs.filter(({ phase }) => phase === 'succeeded')) ?? newestOf(runs);
    if (run === undefined) return undefined;
    const { graph, missing } = await this.#engine.run(run.ref, viewer);
    return missing?.includes('stages') || graph.nodes.length === 0 ? undefined : graph;
  }
}

function summaryOf(instance: JenkinsInstance, job: CachedJob): Definition {
  const { folder, job: name } = placeOf(job.item.fullName, job);
  const runs = instance.runs([job]);
  return {
    ...{ engine: 'jenkins', place: instance.name, folder, name, kind: 'Pipeline' },
    description: job.item.description || undefined,
    parts: [],
    createdAt: Math.min(...runs.map(run => run.createdAt), instance.asOf),
    lastRun: newestOf(runs),
  };
}

function newestOf(runs: readonly Run[]): Run | undefined {
  return runs.reduce<Run | undefined>(
    (best, run) => (best === undefined || run.createdAt > best.createdAt ? run : best),
    undefined,
  );
}
