import type { ResourceId, Row } from '@kubemate/kube-common';
import type { ObjectInput } from '@kubemate/operations-common';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import type { ObjectTarget } from '../links/useLinks';

/** An object as actions know it: named always, read where somebody has read it. */
export interface Subject {
  readonly target: ObjectTarget;
  readonly kind: string;
  readonly object?: ClusterObject;
}

/** `apps/v1`, `v1` */
export function apiVersionOf({ group, version }: ResourceId): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The object as an operation's input names it. */
export function objectInput({ target, kind }: Subject): ObjectInput {
  const { cluster, resource, namespace, name } = target;
  return {
    cluster,
    apiVersion: apiVersionOf(resource),
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
  };
}

/** A row of a table as a subject. */
export function rowSubject(
  row: Row,
  { resource, kind }: { resource: ResourceId; kind: string },
): Subject {
  const { cluster, namespace, name } = row;
  return { target: { cluster, resource, name, ...(namespace ? { namespace } : {}) }, kind };
}

/** `apps/deployments`, `/pods` */
export function typeKey({ group, plural }: Pick<ResourceId, 'group' | 'plural'>): string {
  return `${group}/${plural}`;
}
