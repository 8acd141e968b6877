import { createHash } from 'node:crypto';
import type { Cluster } from '../Cluster';
import { ownerReference } from '../controllers/PodControl';
import { CLAIMS } from '../objects/resources';
import type { PipelineRun, PipelineTask, WorkspaceBinding } from '../objects/tekton';

/** The workspaces of a task as its run gets them; a claim that a template describes is made with the first. */
export function boundWorkspaces(
  cluster: Cluster,
  run: PipelineRun,
  { workspaces = [] }: PipelineTask,
): WorkspaceBinding[] {
  return workspaces.flatMap(({ name, workspace = name, subPath }) => {
    const binding = run.spec.workspaces?.find(candidate => candidate.name === workspace);
    if (binding === undefined) return []; // an optional one
    const bound = withClaim(cluster, run, binding);
    return [{ ...bound, name, ...(subPath === undefined ? {} : { subPath }) }];
  });
}

function withClaim(
  cluster: Cluster,
  run: PipelineRun,
  binding: WorkspaceBinding,
): WorkspaceBinding {
  const { volumeClaimTemplate, ...rest } = binding;
  if (volumeClaimTemplate === undefined) return binding;
  const { namespace, uid } = run.metadata;
  const hash = createHash('sha256').update(`${binding.name}${uid}`).digest('hex').slice(0, 10);
  const name = `pvc-${hash}`;
  if (cluster.get(CLAIMS, `${namespace}/${name}`) === undefined)
    cluster.create(CLAIMS, {
      metadata: {
        ...volumeClaimTemplate.metadata,
        ...{ name, namespace, ownerReferences: ownerReference(run) },
      },
      spec: volumeClaimTemplate.spec,
    });
  return { ...rest, persistentVolumeClaim: { claimName: name } };
}
