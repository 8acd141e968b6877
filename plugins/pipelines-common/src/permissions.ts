import { createPermission } from '@backstage/plugin-permission-common';
import type { BasicPermission, PermissionAttributes } from '@backstage/plugin-permission-common';

function basic(name: string, action: PermissionAttributes['action']): BasicPermission {
  return createPermission({ name, attributes: { action } });
}

/** What the portal offers on pipelines, by role. On the cluster the caller's own rights count besides. */
export const pipelinePermissions = {
  /** See runs, their logs, and definitions. */
  readRun: basic('pipelines.run.read', 'read'),
  /** Start a run, and run one again. */
  startRun: basic('pipelines.run.start', 'create'),
  cancelRun: basic('pipelines.run.cancel', 'update'),
  /** Let a run go on that waits for a person, or end it. */
  answerRun: basic('pipelines.run.answer', 'update'),
  deleteRun: basic('pipelines.run.delete', 'delete'),
  /** Make and delete jobs of Jenkins, in folders that the configuration gives to one’s groups. */
  createJob: basic('pipelines.job.create', 'create'),
  deleteJob: basic('pipelines.job.delete', 'delete'),
} as const;
