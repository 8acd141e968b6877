import { projectorFor } from '@kubemate/kube-common';
import type { KubeObject } from '@kubemate/kube-common';
import type { RunDetail, TaskNode } from '@kubemate/plugin-pipelines-common';
import { buildGraph } from './buildGraph';
import { classifyFailure } from './classifyFailure';
import { findArtifacts } from './findArtifacts';
import { runOfRow } from './runOfRow';
import { pipelineRunSchema, taskRunSchema } from './schemas';
import type { PipelineRunParts } from './schemas';

const PIPELINE_RUNS = { group: 'tekton.dev', plural: 'pipelineruns' };
const EMPTY_SPEC = { tasks: [], finally: [] };
const projector = projectorFor(PIPELINE_RUNS);

/**
 * A run as its page shows it.
 * @param children - TaskRuns, CustomRuns and nested PipelineRuns of the run
 */
export function readRun(
  object: KubeObject,
  { cluster, children }: { cluster: string; children: readonly KubeObject[] },
): RunDetail {
  const { spec, status } = pipelineRunSchema.parse(object);
  const run = runOfRow(projector.project(object, cluster));
  const isOver = run.finishedAt !== undefined;
  const parts = children.flatMap(child => taskRunSchema.safeParse(child).data ?? []);
  const graph = buildGraph(status?.pipelineSpec ?? spec?.pipelineSpec ?? EMPTY_SPEC, {
    childReferences: status?.childReferences ?? [],
    skippedTasks: status?.skippedTasks ?? [],
    children: new Map(parts.map(child => [child.metadata.name, child])),
    isOver,
  });
  const waits = run.phase === 'running' && graph.nodes.some(({ phase }) => phase === 'waiting');
  const results = status?.results ?? [];
  return {
    ...run,
    phase: waits ? 'waiting' : run.phase,
    tasks: graph.nodes.length > 0 ? countNodes(graph.nodes) : run.tasks,
    params: spec?.params ?? [],
    results,
    artifacts: findArtifacts([...graph.nodes.flatMap(node => node.results), ...results]),
    workspaces: (spec?.workspaces ?? []).map(workspace => ({
      name: workspace.name,
      binding: bindingText(workspace),
    })),
    graph,
    failure: classifyFailure(run, graph.nodes),
  };
}

function countNodes(nodes: readonly TaskNode[]) {
  const open = nodes.filter(({ phase }) => ['pending', 'running', 'waiting'].includes(phase));
  const failed = nodes.filter(({ phase }) => phase === 'failed' || phase === 'timed-out');
  return { total: nodes.length, done: nodes.length - open.length, failed: failed.length };
}

type Binding = NonNullable<NonNullable<PipelineRunParts['spec']>['workspaces']>[number];

function bindingText(binding: Binding): string {
  const { persistentVolumeClaim, configMap, secret, volumeClaimTemplate, emptyDir } = binding;
  if (persistentVolumeClaim)
    return `persistentVolumeClaim ${persistentVolumeClaim.claimName ?? ''}`;
  if (configMap) return `configMap ${configMap.name ?? ''}`;
  if (secret) return `secret ${secret.secretName ?? ''}`;
  if (volumeClaimTemplate !== undefined) return 'volumeClaimTemplate';
  return emptyDir === undefined ? 'other' : 'emptyDir';
}
