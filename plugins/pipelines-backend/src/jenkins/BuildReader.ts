import { NotFoundError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import type { Run, RunDetail, RunInput, TaskNode } from '@kubemate/plugin-pipelines-common';
import { stripVTControlCharacters } from 'node:util';
import { classifyBuild, failedStage } from './classifyBuild';
import { jobPath } from './JenkinsClient';
import type { JenkinsClient } from './JenkinsClient';
import { buildSchema, inputsSchema, stagesSchema } from './jenkinsSchemas';
import type { JenkinsBuild, JenkinsQueueItem } from './jenkinsSchemas';
import { BUILD_TREE, valuesOf } from './readBuild';
import { readParameter } from './readParameters';
import { readGraph, stageNodes } from './readStages';
import type { StageNode } from './readStages';
import { Recent } from './Recent';

const DETAILS = 500;
const TAIL_LINES = 12;
const TAIL_CHARACTERS = 8_000;
/** Of a log of many megabytes no end is looked for. */
const TAIL_PIECES = 10;
/** A plugin that is missing may be installed meanwhile. */
const MISSING_MS = 5 * 60_000;
/** Viewers of the same run share an answer this young. */
const SHARED_MS = 900;
const DETAIL_TREE = `${BUILD_TREE},artifacts[fileName,relativePath]`;
const PARAMETER_TREE = '_class,type,name,description,choices,defaultParameterValue[value]';
const INPUTS_TREE = `actions[_class,executions[id,settled,input[message,ok,submitter,parameters[${PARAMETER_TREE}]]]]`;

/** Id of the one node of a build without stages. */
export const WHOLE_BUILD = 'build';

type Detail = Omit<RunDetail, keyof Run | 'page'> & Pick<Run, 'tasks'>;

const EMPTY = { params: [], results: [], artifacts: [], workspaces: [] };

/** Single builds with all that they are made of. What has ended is read once. */
export class BuildReader {
  readonly #client: JenkinsClient;
  readonly #clock: Clock;
  readonly #ended = new Recent<string, { build: JenkinsBuild; detail?: Detail }>(DETAILS);
  readonly #shared = new Recent<string, { at: number; answer: Promise<unknown> }>(DETAILS);
  #noStagesUntil = 0;

  constructor({ client, clock }: { client: JenkinsClient; clock: Clock }) {
    this.#client = client;
    this.#clock = clock;
  }

  forget(fullName: string, number: number): void {
    const key = keyOf(fullName, number);
    this.#ended.delete(key);
    for (const asked of ['build', 'detail']) this.#shared.delete(`${asked} ${key}`);
  }

  async build(fullName: string, number: number): Promise<JenkinsBuild> {
    const key = keyOf(fullName, number);
    const known = this.#ended.get(key);
    if (known !== undefined) return known.build;
    const build = await this.#share(`build ${key}`, () =>
      this.#client.json(`${buildPath(fullName, number)}/api/json`, buildSchema, {
        tree: DETAIL_TREE,
      }),
    );
    if (!build.building) this.#ended.set(key, { build });
    return build;
  }

  async detail(
    run: Run,
    { build, fullName }: { build: JenkinsBuild; fullName: string },
  ): Promise<RunDetail> {
    const key = keyOf(fullName, build.number);
    const known = this.#ended.get(key)?.detail;
    if (known !== undefined) return { ...run, ...known };
    const detail = await this.#share(`detail ${key}`, () => this.#read(run, { build, fullName }));
    if (!build.building) this.#ended.set(key, { build, detail });
    return { ...run, ...detail };
  }

  /** What is in the queue has no stages yet. */
  waiting(run: Run, item: JenkinsQueueItem): RunDetail {
    return { ...run, ...EMPTY, params: valuesOf(item.actions), graph: { nodes: [], edges: [] } };
  }

  /** Undefined where the stages plugin is missing, or the build is no pipeline. */
  async stages(fullName: string, build: JenkinsBuild): Promise<readonly StageNode[] | undefined> {
    if (!/WorkflowRun/.test(build._class ?? '') || this.#clock.now() < this.#noStagesUntil)
      return undefined;
    const path = buildPath(fullName, build.number);
    try {
      const { stages } = await this.#share(`stages ${path}`, () =>
        this.#client.json(`${path}/wfapi/describe`, stagesSchema, {
          query: { fullStages: 'true' },
        }),
      );
      return stageNodes(stages);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      this.#noStagesUntil = this.#clock.now() + MISSING_MS;
      return undefined;
    }
  }

  /** What waits for a person. */
  async inputs(fullName: string, number: number): Promise<readonly RunInput[]> {
    const { actions } = await this.#client.json(
      `${buildPath(fullName, number)}/api/json`,
      inputsSchema,
      { tree: INPUTS_TREE },
    );
    return actions
      .flatMap(action => action?.executions ?? [])
      .filter(({ settled }) => !settled)
      .map(({ id, input }) => ({
        id,
        message: input.message,
        proceedText: input.ok ?? 'Proceed',
        submitters: (input.submitter ?? '')
          .split(',')
          .map(name => name.trim())
          .filter(Boolean),
        params: input.parameters.map(readParameter),
      }));
  }

  async #read(
    run: Run,
    { build, fullName }: { build: JenkinsBuild; fullName: string },
  ): Promise<Detail> {
    const stages = await this.stages(fullName, build);
    const inputs = run.phase === 'waiting' ? await this.inputs(fullName, build.number) : [];
    const graph =
      stages === undefined ? { nodes: [wholeBuild(run, build)], edges: [] } : readGraph(stages);
    const tail = await this.#tailOf(run, { build, fullName, stages });
    return {
      ...EMPTY,
      params: valuesOf(build.actions),
      artifacts: (build.artifacts ?? []).map(({ fileName, relativePath }) => ({
        name: fileName,
        uri: relativePath.split('/').map(encodeURIComponent).join('/'),
      })),
      graph,
      tasks: countOf(graph.nodes),
      failure: classifyBuild({
        ...{ phase: run.phase, result: build.result ?? undefined, tail },
        nodes: stages === undefined ? [] : graph.nodes,
      }),
      ...(inputs.length > 0 ? { inputs: [...inputs] } : {}),
      ...(stages === undefined ? { missing: ['stages'] } : {}),
    };
  }

  /** The end of what the failed step has written; of the console where there are no stages. */
  async #tailOf(
    run: Run,
    of: { build: JenkinsBuild; fullName: string; stages?: readonly StageNode[] },
  ): Promise<readonly string[]> {
    if (run.phase !== 'failed' && run.phase !== 'cancelled') return [];
    const { build, fullName, stages } = of;
    const path = buildPath(fullName, build.number);
    const failed = failedStage(stages?.map(({ node }) => node) ?? []);
    const flowNode = stages?.find(({ node }) => node.id === failed?.id)?.flowNodes.at(-1);
    const log = flowNode ? nodeLogPath(path, flowNode.id) : `${path}/logText/progressiveText`;
    try {
      const text = stripVTControlCharacters(await this.#endOf(log));
      const lines = text.split('\n').map(line => line.trim());
      return lines.filter(line => line !== '').slice(-TAIL_LINES);
    } catch (error) {
      // A step without output has no log.
      if (error instanceof NotFoundError) return [];
      throw error;
    }
  }

  async #endOf(log: string): Promise<string> {
    let text = '';
    let start = 0;
    for (let pieces = 0; pieces < TAIL_PIECES; pieces += 1) {
      const piece = await this.#client.log(log, start);
      text = text.slice(-TAIL_CHARACTERS) + piece.text;
      if (!piece.isCut) break;
      start = piece.next;
    }
    return text;
  }

  async #share<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#shared.get(key);
    const now = this.#clock.now();
    // Answers of one key have one type: the key says what was asked.
    if (known !== undefined && now - known.at < SHARED_MS) return known.answer as Promise<T>;
    const answer = ask();
    this.#shared.set(key, { at: now, answer });
    answer.catch(() => this.#shared.delete(key));
    return answer;
  }
}

function keyOf(fullName: string, number: number): string {
  return `${fullName}#${number}`;
}

export function buildPath(fullName: string, number: number): string {
  return `${jobPath(fullName)}/${number}`;
}

/** What one step has written, as it writes it: `log` is the flow node's own action. */
export function nodeLogPath(path: string, flowNode: string): string {
  return `${path}/execution/node/${encodeURIComponent(flowNode)}/log/logText/progressiveText`;
}

function wholeBuild(
  { phase, pipeline, startedAt, finishedAt }: Run,
  build: JenkinsBuild,
): TaskNode {
  return {
    ...{ id: WHOLE_BUILD, title: pipeline ?? WHOLE_BUILD, kind: 'task', phase, retries: 0 },
    reason: build.result ?? undefined,
    ...{ startedAt, finishedAt, taskRun: String(build.number), isCritical: true },
    ...{ steps: [], params: [], results: [] },
  };
}

function countOf(nodes: readonly TaskNode[]): Run['tasks'] {
  const open = new Set(['pending', 'running', 'waiting']);
  return {
    total: nodes.length,
    done: nodes.filter(({ phase }) => !open.has(phase)).length,
    failed: nodes.filter(({ phase }) => phase === 'failed').length,
  };
}
