import { isError } from '@backstage/errors';
import { parseTime } from '@kubemate/kube-common';
import type { KubeObject, Row } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { Run, RunRef, WaitingInput } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import type { Engine, RunScope } from '../../Engine';
import type { WaitingSource } from '../../waiting/WaitingReader';
import { APPROVAL_TASKS, CUSTOM_RUNS } from '../kinds';
import { placeFailures } from '../TektonEngine';
import {
  answersOf,
  countGiven,
  inputOf,
  isOpen,
  readApprovalTask,
  whyNotAnswer,
} from './approvalTask';
import type { ApprovalTask, Approver } from './approvalTask';
import { goDuration } from './goDuration';

/** Tasks that are read for one answer. */
const MOST = 100;
/** What its controller waits where nothing says how long. */
const DEFAULT_TIMEOUT_MS = 60 * 60_000;

const customRunSchema = z.object({
  spec: z.object({
    timeout: z.string().nullish(),
    params: z.array(z.object({ name: z.string(), value: z.unknown() })).nullish(),
  }),
});

/** ApprovalTasks that wait, over clusters. */
export class TektonWaiting implements WaitingSource {
  readonly #kube: KubeService;
  readonly #engine: Pick<Engine, 'runs'>;

  constructor({ kube, engine }: { kube: KubeService; engine: Pick<Engine, 'runs'> }) {
    this.#kube = kube;
    this.#engine = engine;
  }

  async waiting(scope: RunScope, viewer: Viewer) {
    const { places: clusters, folders: namespaces } = scope;
    const { items, failures } = await this.#kube.allRows(
      { clusters, namespaces, resource: APPROVAL_TASKS, filter: 'state=pending', sort: 'age' },
      viewer,
    );
    if (items.length === 0)
      return { items: [], isCut: false, failures: placeFailures(failures, clusters) };
    const runs = await this.#runsOf(items, viewer);
    const read = await Promise.all(
      items.slice(0, MOST).map(row => this.#read(row, { runs, viewer })),
    );
    return {
      items: read.flatMap(item => item ?? []),
      isCut: items.length > MOST,
      failures: placeFailures(failures, clusters),
    };
  }

  async #runsOf(rows: readonly Row[], viewer: Viewer): Promise<ReadonlyMap<string, Run>> {
    const places = [...new Set(rows.map(({ cluster }) => cluster))];
    const folders = [...new Set(rows.flatMap(({ namespace }) => namespace ?? []))];
    const { items } = await this.#engine.runs({ places, folders }, viewer);
    return new Map(items.map(run => [keyOf(run.ref), run]));
  }

  async #read(
    row: Row,
    { runs, viewer }: { runs: ReadonlyMap<string, Run>; viewer: Viewer },
  ): Promise<WaitingInput | undefined> {
    const at = { cluster: row.cluster, namespace: row.namespace };
    const ref = { ...at, resource: APPROVAL_TASKS, name: row.name };
    const object = await unlessMissing(this.#kube.get(ref, viewer));
    if (object === undefined) return undefined;
    const task = readApprovalTask(object);
    const name = task.metadata.labels?.['tekton.dev/pipelineRun'] ?? '';
    const run = runs.get(keyOf({ place: row.cluster, folder: row.namespace ?? '', name }));
    if (run === undefined || !isOpen(task)) return undefined;
    const [who, mayPatch, limit] = await Promise.all([
      this.#kube.whoAmI(row.cluster, viewer),
      this.#kube.may({ ...ref, verb: 'patch' }, viewer),
      this.#timeout(row, viewer),
    ]);
    const since = parseTime(task.status?.startTime ?? undefined) ?? row.created;
    return {
      run: { ...run, phase: 'waiting' },
      ...tell(task, who),
      ...(mayPatch ? {} : { mayAnswer: false, whyNot: 'no-access' as const }),
      ...{ since, ...(limit === undefined ? {} : { expiresAt: since + limit }) },
    };
  }

  /** The CustomRun of the same name says how long is waited; who may not read it is not told. */
  async #timeout(row: Row, viewer: Viewer): Promise<number | undefined> {
    const ref = { cluster: row.cluster, namespace: row.namespace, resource: CUSTOM_RUNS };
    const object: KubeObject | undefined = await this.#kube
      .get({ ...ref, name: row.name }, viewer)
      .catch(() => undefined);
    const { spec } = customRunSchema.safeParse(object).data ?? {};
    if (spec === undefined) return undefined;
    const told = spec.timeout ?? spec.params?.find(({ name }) => name === 'timeout')?.value;
    return typeof told === 'string' ? goDuration(told) : DEFAULT_TIMEOUT_MS;
  }
}

function tell(task: ApprovalTask, who: Approver) {
  const whyNot = whyNotAnswer(task, who);
  return {
    input: inputOf(task),
    needed: task.spec.numberOfApprovalsRequired ?? 1,
    given: countGiven(task),
    answers: answersOf(task),
    mayAnswer: whyNot === undefined,
    ...(whyNot === undefined ? {} : { whyNot }),
  };
}

function keyOf({ place, folder, name }: Pick<RunRef, 'place' | 'folder' | 'name'>): string {
  return `${place}\n${folder}\n${name}`;
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}
