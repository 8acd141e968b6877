import type { Cluster } from '../Cluster';
import type { UsageModel } from '../runtime/UsageModel';
import { startAutoscalerController } from './autoscalerController';
import type { Running } from './Controller';
import { startCronJobController } from './cronJobController';
import { startDaemonSetController } from './daemonSetController';
import { startDeploymentController } from './deploymentController';
import { startDisruptionController } from './disruptionController';
import { startEndpointSliceController } from './endpointSliceController';
import { startJobController } from './jobController';
import { startNodeLifecycleController } from './nodeLifecycleController';
import { startReplicaSetController } from './replicaSetController';
import { startStatefulSetController } from './statefulSetController';
import { startTekton } from '../tekton/startTekton';
import { startVolumeProvisioner } from './volumeProvisioner';

/** Starts everything a controller manager runs in the sandbox, and Tekton where its types are installed. */
export function startControllers({
  cluster,
  usage,
}: {
  cluster: Cluster;
  usage: UsageModel;
}): Running {
  const running: Running[] = [
    startDeploymentController(cluster),
    startReplicaSetController(cluster),
    startStatefulSetController(cluster),
    startDaemonSetController(cluster),
    startJobController(cluster),
    startCronJobController(cluster),
    startEndpointSliceController(cluster),
    startDisruptionController(cluster),
    startVolumeProvisioner(cluster),
    startNodeLifecycleController(cluster),
    startAutoscalerController(cluster, usage),
    startTekton(cluster),
  ];
  return {
    close() {
      for (const part of running) part.close();
    },
  };
}
