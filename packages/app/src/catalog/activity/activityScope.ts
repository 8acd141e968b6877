import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { getEntityRelations } from '@backstage/plugin-catalog-react';
import type { Selected } from '@kubemate/plugin-clusters-common';
import type { ActivityObject, ActivityScope } from '@kubemate/ui';

const CLUSTER = 'kubemate.io/cluster';
const NAMESPACE = 'kubemate.io/namespace';
/** The name that pipeline runs of a component carry. */
const ID = 'backstage.io/kubernetes-id';
/** Which is nobody's activity: they come and go by themselves. */
const PODS = 'v1/pods';

/** Where a Resource of the catalog is, that stands for a cluster or for a namespace of one. */
export function placeOf({ kind, metadata }: Entity): ActivityScope['places'][number] | undefined {
  const { [CLUSTER]: cluster, [NAMESPACE]: namespace } = metadata.annotations ?? {};
  if (kind.toLowerCase() !== 'resource' || cluster === undefined) return undefined;
  return { cluster, ...(namespace !== undefined && { namespace }) };
}

/** Whether something is done to an entity, or in it, that a timeline could tell. */
export function hasActivity(entity: Entity): boolean {
  const kind = entity.kind.toLowerCase();
  if (kind === 'resource') return placeOf(entity) !== undefined;
  return kind === 'component' || kind === 'system' || kind === 'group';
}

/** The components that belong to a system. */
export function partsOf(entity: Entity): string[] {
  if (entity.kind.toLowerCase() !== 'system') return [];
  return getEntityRelations(entity, 'hasPart', { kind: 'component' }).map(ref =>
    stringifyEntityRef(ref),
  );
}

export function componentOf(entity: Entity): ActivityScope['components'][number] {
  const runs = entity.metadata.annotations?.[ID]?.trim();
  return { ref: stringifyEntityRef(entity), ...(runs && { runs }) };
}

/** What of an answer about a component somebody may have done something to. */
export function objectsOf(selected: Selected): ActivityObject[] {
  return selected.kinds
    .filter(({ resource }) => resource !== PODS)
    .flatMap(({ kind, resource, items }) =>
      items.map(({ cluster, namespace, name }) => ({
        ...{ cluster, kind, resource, name },
        ...(namespace !== undefined && { namespace }),
      })),
    );
}
