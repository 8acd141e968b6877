import type { Entity } from '@backstage/catalog-model';
import { KUBERNETES_ANNOTATIONS } from '@kubemate/kube-common';

const ID = KUBERNETES_ANNOTATIONS.id;

/** The name that the runs of an entity carry as `app.kubernetes.io/name` or `backstage.io/kubernetes-id`. */
export function pipelineComponent(entity: Entity): string | undefined {
  return entity.metadata.annotations?.[ID]?.trim() || undefined;
}

export function hasPipelineComponent(entity: Entity): boolean {
  return pipelineComponent(entity) !== undefined;
}

/** For the address of the list of all runs. */
export function runsQueryOf({
  places,
  folders,
  pipeline,
  component,
}: RunsOf): Record<string, string> {
  return {
    ...(places && { places: places.join(',') }),
    ...(folders && { folders: folders.join(',') }),
    ...(pipeline !== undefined && { pipeline }),
    ...(component !== undefined && { component }),
  };
}

export interface RunsOf {
  readonly places?: readonly string[];
  readonly folders?: readonly string[];
  readonly pipeline?: string;
  readonly component?: string;
}

/** Which runs are of an entity: those of a component, or those of the one pipeline or job that a Resource of type `pipeline` or `jenkins-job` stands for. */
export function runsOf({ kind, spec, metadata }: Entity): RunsOf | undefined {
  const { annotations = {} } = metadata;
  const place = annotations['kubemate.io/cluster'];
  const folder = annotations['kubemate.io/namespace'];
  const pipeline = annotations['kubemate.io/pipeline'];
  const isResource = kind.toLowerCase() === 'resource';
  const jenkins = annotations['kubemate.io/jenkins'];
  if (isResource && spec?.type === 'jenkins-job' && jenkins !== undefined && pipeline !== undefined)
    return {
      places: [jenkins],
      folders: [annotations['kubemate.io/jenkins-folder'] ?? '/'],
      pipeline,
    };
  const isPipeline = isResource && spec?.type === 'pipeline';
  if (isPipeline && place !== undefined && folder !== undefined && pipeline !== undefined)
    return { places: [place], folders: [folder], pipeline };
  const component = annotations[ID]?.trim() || undefined;
  return component === undefined ? undefined : { component };
}

export function hasRuns(entity: Entity): boolean {
  return runsOf(entity) !== undefined;
}
