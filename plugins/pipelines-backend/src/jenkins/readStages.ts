import type { RunGraph, Step, TaskNode, TaskPhase } from '@kubemate/plugin-pipelines-common';
import { criticalPath } from '../tekton/criticalPath';
import type { JenkinsFlowNode, JenkinsStage } from './jenkinsSchemas';

const PHASES: Readonly<Record<string, TaskPhase>> = {
  SUCCESS: 'succeeded',
  FAILED: 'failed',
  UNSTABLE: 'failed',
  ABORTED: 'cancelled',
  IN_PROGRESS: 'running',
  PAUSED_PENDING_INPUT: 'waiting',
  NOT_EXECUTED: 'skipped',
};
const OPEN = new Set<TaskPhase>(['running', 'waiting']);
const STEP_LENGTH = 40;

/** The stages API rounds and reads clocks of several moments: so far apart and still one after the other. */
const SLACK_MS = 5;

/** A stage with the flow nodes that its log is made of, each by the name of its step. */
export interface StageNode {
  readonly node: TaskNode;
  readonly flowNodes: readonly {
    readonly step: string;
    readonly id: string;
    readonly isOpen: boolean;
  }[];
}

/** A status that a later version of the plugin may bring counts as one that goes on. */
export function phaseOfStatus(status: string | null | undefined): TaskPhase {
  return PHASES[status ?? ''] ?? 'running';
}

/** Stages as nodes; of the same name, with a number behind. */
export function stageNodes(stages: readonly JenkinsStage[]): readonly StageNode[] {
  const ids = unique(stages.map(({ name }) => name ?? 'stage'));
  return stages.map((stage, at) => {
    const phase = phaseOfStatus(stage.status);
    const names = unique(stage.stageFlowNodes.map(stepName));
    return {
      node: {
        id: ids[at] ?? stage.id,
        title: stage.name ?? ids[at] ?? stage.id,
        kind: 'task',
        phase,
        reason: stage.status ?? undefined,
        message: stage.error?.message ?? undefined,
        ...spanOf(stage, phase),
        retries: 0,
        ...(phase === 'skipped' ? { when: stage.status ?? undefined } : {}),
        taskRun: phase === 'skipped' ? undefined : stage.id,
        steps: stage.stageFlowNodes.map((flow, index) => readStep(flow, names[index] ?? flow.id)),
        params: [],
        results: [],
        isCritical: false,
      },
      flowNodes: stage.stageFlowNodes.map((flow, index) => ({
        step: names[index] ?? flow.id,
        id: flow.id,
        isOpen: OPEN.has(phaseOfStatus(flow.status)),
      })),
    };
  });
}

/**
 * The graph of the stages. The API names them in a flat list without who waits for whom, so the order is that of time: a stage comes after those that had ended when
 * it began, and what overlapped ran side by side. What was left out keeps its place in the list.
 */
export function readGraph(stages: readonly StageNode[]): RunGraph {
  const nodes = stages.map(({ node }) => node);
  const edges = edgesOf(nodes);
  const critical = criticalPath(nodes, edges);
  return { nodes: nodes.map(node => ({ ...node, isCritical: critical.has(node.id) })), edges };
}

function edgesOf(nodes: readonly TaskNode[]): RunGraph['edges'] {
  const before = (node: TaskNode, at: number) =>
    nodes.slice(0, at).filter(other => endOf(other) <= startOf(node) + SLACK_MS);
  const all = new Map(nodes.map((node, at) => [node.id, before(node, at)]));
  // An edge that a longer way says already is left out.
  return nodes.flatMap(node => {
    const earlier = all.get(node.id) ?? [];
    const implied = new Set(earlier.flatMap(each => (all.get(each.id) ?? []).map(({ id }) => id)));
    return earlier
      .filter(({ id }) => !implied.has(id))
      .map(({ id }) => ({ from: id, to: node.id }));
  });
}

function startOf({ startedAt = Infinity }: TaskNode): number {
  return startedAt;
}

function endOf({ phase, startedAt, finishedAt }: TaskNode): number {
  if (phase === 'skipped' && startedAt === undefined) return -Infinity;
  return finishedAt ?? Infinity;
}

function spanOf(
  flow: Pick<JenkinsFlowNode, 'startTimeMillis' | 'durationMillis'>,
  phase: TaskPhase,
) {
  const { startTimeMillis, durationMillis } = flow;
  if (startTimeMillis === 0) return {};
  if (OPEN.has(phase)) return { startedAt: startTimeMillis };
  return { startedAt: startTimeMillis, finishedAt: startTimeMillis + durationMillis };
}

function readStep(flow: JenkinsFlowNode, name: string): Step {
  const phase = phaseOfStatus(flow.status);
  const exitCode = /exit code (\d+)/.exec(flow.error?.message ?? '')?.[1];
  return {
    name,
    phase,
    reason: flow.error?.message ?? undefined,
    ...spanOf(flow, phase),
    ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
  };
}

/** What a shell step runs says more than that it is one. */
function stepName({ name, parameterDescription }: JenkinsFlowNode): string {
  const [line = ''] = (parameterDescription ?? '').trim().split('\n');
  const text = line === '' ? (name ?? 'step') : line;
  return text.length > STEP_LENGTH ? `${text.slice(0, STEP_LENGTH - 1)}…` : text;
}

function unique(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return names.map(name => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
