import type { AnyOperation } from '@kubemate/operations-node';
import { helmOperations } from '../helm/helmOperations';
import { applyManifest } from './applyManifest';
import { deleteObject } from './deleteObject';
import { drainNode } from './drainNode';
import { editConfig, revealSecret } from './editConfig';
import { cordonNode, setTaints, uncordonNode } from './nodeEdits';
import { editMetadata, resizeVolumeClaim } from './objectEdits';
import { evictPod, runCronJobNow } from './podOperations';
import { rollbackWorkload } from './rollbackWorkload';
import {
  pauseRollout,
  restartWorkload,
  resumeCronJob,
  resumeRollout,
  scaleWorkload,
  setImage,
  suspendCronJob,
} from './workloadEdits';

/** Every operation of `clustersOperations` that acts on a cluster; with those of `registry/` none is missing, which a test holds. */
export const clusterOperations: readonly AnyOperation[] = [
  scaleWorkload,
  restartWorkload,
  pauseRollout,
  resumeRollout,
  rollbackWorkload,
  setImage,
  evictPod,
  suspendCronJob,
  resumeCronJob,
  runCronJobNow,
  cordonNode,
  uncordonNode,
  drainNode,
  setTaints,
  deleteObject,
  applyManifest,
  editMetadata,
  editConfig,
  revealSecret,
  resizeVolumeClaim,
  ...helmOperations,
];
