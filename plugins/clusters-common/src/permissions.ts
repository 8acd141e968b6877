import { createPermission } from '@backstage/plugin-permission-common';
import type { BasicPermission, PermissionAttributes } from '@backstage/plugin-permission-common';

function basic(name: string, action?: PermissionAttributes['action']): BasicPermission {
  return createPermission({ name, attributes: action === undefined ? {} : { action } });
}

/**
 * What the portal offers on clusters, by role. The cluster's own rights decide besides: with a permission and without the right nothing happens.
 */
export const clusterPermissions = {
  /** Change what runs: scale, restart, pause, set an image, roll back, run or suspend a CronJob. */
  updateWorkload: basic('clusters.workload.update', 'update'),
  /** Make objects from YAML. */
  createObject: basic('clusters.object.create', 'create'),
  /** Edit any object: YAML, labels, annotations, ConfigMaps, Secrets, size of a volume. */
  updateObject: basic('clusters.object.update', 'update'),
  deleteObject: basic('clusters.object.delete', 'delete'),
  /** Take pods off their nodes. */
  evictPod: basic('clusters.pod.evict', 'delete'),
  /** Open a terminal in a container, or add a debug container. */
  execPod: basic('clusters.pod.exec'),
  /** Cordon, drain, taint and label nodes. */
  updateNode: basic('clusters.node.update', 'update'),
  /** Read the values of a Secret. A read that is recorded like a change. */
  revealSecret: basic('clusters.secret.reveal', 'read'),
  /** Roll Helm releases back. */
  updateRelease: basic('clusters.release.update', 'update'),
  /** Add clusters to the portal while it runs. */
  createCluster: basic('clusters.cluster.create', 'create'),
  /** Edit a cluster that was added, or rotate its credential. */
  updateCluster: basic('clusters.cluster.update', 'update'),
  deleteCluster: basic('clusters.cluster.delete', 'delete'),
} as const;
