import { NotFoundError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { RunDetail, RunRef } from '@kubemate/plugin-pipelines-common';
import type { KeptLine } from '../history/LogTail';
import { readRun } from '../tekton/readRun';
import { ResultsClient } from './ResultsClient';
import type { ResultsConfig } from './readResultsConfig';
import { readResultsLog } from './readResultsLog';
import { objectOf } from './resultsSchemas';
import type { ResultsRecord } from './resultsSchemas';

const RUN_TYPES = ['tekton.dev/v1.PipelineRun', 'tekton.dev/v1beta1.PipelineRun'];
const TASK_TYPES = ['tekton.dev/v1.TaskRun', 'tekton.dev/v1beta1.TaskRun'];
/** Records of one result that are read: a run, and what it is made of. */
const MAX_RECORDS = 1000;
/** The least that the server takes. */
const FEW = 5;

/** PipelineRuns of any result. */
export const IS_RUN = `data_type in ${list(RUN_TYPES)}`;

interface Located {
  readonly record: ResultsRecord;
  readonly object: KubeObject;
}

/**
 * What Tekton Results remembers of the clusters that have it, read with the portal's own token. Whoever calls has asked the cluster whether the
 * viewer may: `results.tekton.dev`, `records` and `logs`.
 */
export class TektonResults {
  readonly #clients: ReadonlyMap<string, ResultsClient>;

  constructor(configs: readonly ResultsConfig[]) {
    this.#clients = new Map(configs.map(config => [config.cluster, new ResultsClient(config)]));
  }

  clusters(): readonly string[] {
    return [...this.#clients.keys()];
  }

  has(place: string): boolean {
    return this.#clients.has(place);
  }

  /** @throws NotFoundError where the cluster has no Tekton Results */
  client(place: string): ResultsClient {
    const client = this.#clients.get(place);
    if (client === undefined) throw new NotFoundError(`${place} has no Tekton Results here`);
    return client;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map(client => client.close()));
  }

  /**
   * A run with all that it was made of; of several of that name the newest, where no uid tells which.
   * @throws NotFoundError, NotAllowedError, ServiceUnavailableError
   */
  async run(
    { place, folder, name }: Pick<RunRef, 'place' | 'folder' | 'name'>,
    uid?: string,
  ): Promise<{ object: KubeObject; detail: RunDetail }> {
    const wanted =
      uid === undefined
        ? `data.metadata.name == ${quoted(name)}`
        : `data.metadata.uid == ${quoted(uid)}`;
    const found = await this.#first(place, folder, `${IS_RUN} && ${wanted}`);
    if (found === undefined) throw new NotFoundError(`Tekton Results has no run ${name}`);
    const [, , result = ''] = found.record.name.split('/');
    const { records } = await this.client(place).records(
      { parent: folder, result },
      { filter: `!(data_type.startsWith("results.tekton.dev"))`, pageSize: MAX_RECORDS },
    );
    const children = records
      .flatMap(record => objectOf(record) ?? [])
      .filter(({ metadata }) => metadata.uid !== found.object.metadata.uid);
    const detail = readRun(found.object, { cluster: place, children });
    return { object: found.object, detail: { ...detail, isArchived: true } };
  }

  /**
   * The log of one task.
   * @throws NotFoundError where it has none
   */
  async log(
    { place, folder }: Pick<RunRef, 'place' | 'folder'>,
    { run, taskRun, steps }: { run: string; taskRun: string; steps: readonly string[] },
  ): Promise<{ lines: readonly KeptLine[]; isCut: boolean }> {
    const filter = [
      `data_type in ${list(TASK_TYPES)}`,
      `data.metadata.name == ${quoted(taskRun)}`,
      `data.metadata.labels["tekton.dev/pipelineRun"] == ${quoted(run)}`,
    ].join(' && ');
    const found = await this.#first(place, folder, filter);
    if (found === undefined) throw new NotFoundError(`Tekton Results has no task ${taskRun}`);
    const { text, isCut } = await this.client(place).log(found.record.name);
    return { lines: readResultsLog(text, steps), isCut };
  }

  async #first(place: string, folder: string, filter: string): Promise<Located | undefined> {
    const { records } = await this.client(place).records(
      { parent: folder },
      { filter, orderBy: 'create_time desc', pageSize: FEW },
    );
    for (const record of records) {
      const object = objectOf(record);
      if (object !== undefined) return { record, object };
    }
    return undefined;
  }
}

/** A text of CEL: its escapes are those of JSON, as far as JSON has any. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function list(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(', ')}]`;
}
