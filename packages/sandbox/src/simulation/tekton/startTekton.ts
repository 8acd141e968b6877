import type { Cluster } from '../Cluster';
import type { Running } from '../controllers/Controller';
import { CUSTOM_RUNS, PIPELINE_RUNS, PIPELINES, TASK_RUNS, TASKS } from '../objects/tekton';
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
    const isServed = NEEDED.every(({ group, version, plural }) =>
      served.has(`${group}/${version}/${plural}`),
    );
    if (!isServed || running.length > 0) return;
    running.push(startTaskRunController(cluster), startPipelineRunController(cluster));
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
