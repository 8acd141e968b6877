import type { Cluster } from '../Cluster';
import type { Running } from '../controllers/Controller';
import { APPROVAL_TASKS } from '../objects/approvals';
import { CUSTOM_RUNS, PIPELINE_RUNS, PIPELINES, TASK_RUNS, TASKS } from '../objects/tekton';
import { startApprovalTaskController } from './approvalTaskController';
import { startPipelineRunController } from './pipelineRunController';
import { startTaskRunController } from './taskRunController';

const NEEDED = [CUSTOM_RUNS, PIPELINE_RUNS, PIPELINES, TASK_RUNS, TASKS];

/** Runs Tekton Pipelines on a cluster from the moment its types are served. */
export function startTekton(cluster: Cluster): Running {
  const running: Running[] = [];
  const look = () => {
    const served = new Set(
      cluster.client.kinds().map(({ group, version, plural }) => `${group}/${version}/${plural}`),
    );
    const isServed = ({ group, version, plural }: (typeof NEEDED)[number]) =>
      served.has(`${group}/${version}/${plural}`);
    if (!NEEDED.every(isServed)) return;
    if (running.length === 0)
      running.push(startTaskRunController(cluster), startPipelineRunController(cluster));
    // A cluster may have Tekton without anything that asks people.
    if (running.length === 2 && isServed(APPROVAL_TASKS))
      running.push(startApprovalTaskController(cluster));
  };
  const stop = cluster.client.onKindsChanged(look);
  look();
  return {
    close() {
      stop();
      for (const part of running) part.close();
    },
  };
}
