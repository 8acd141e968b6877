import type { RunGraph } from '@kubemate/plugin-pipelines-common';
import { criticalPath } from './criticalPath';
import { orderTasks } from './orderTasks';
import type { PipelineSpec } from './schemas';
import { taskNodes } from './taskNodes';
import type { TaskContext } from './taskNodes';

const NOTHING_YET: TaskContext = {
  childReferences: [],
  skippedTasks: [],
  children: new Map(),
  isOver: false,
};

/** A Pipeline's tasks and their order, with what became of each; as they would run where nothing is known of a run. */
export function buildGraph(spec: PipelineSpec, context: TaskContext = NOTHING_YET): RunGraph {
  const ordered = orderTasks(spec);
  const groups = ordered.map(each => ({ ...each, nodes: taskNodes(each, context) }));
  const idsOf = new Map(groups.map(({ task, nodes }) => [task.name, nodes.map(({ id }) => id)]));
  const edges = groups.flatMap(({ after, nodes }) =>
    after.flatMap(name =>
      (idsOf.get(name) ?? []).flatMap(from => nodes.map(({ id }) => ({ from, to: id }))),
    ),
  );
  const nodes = groups.flatMap(group => group.nodes);
  const path = criticalPath(nodes, edges);
  return { nodes: nodes.map(node => ({ ...node, isCritical: path.has(node.id) })), edges };
}
