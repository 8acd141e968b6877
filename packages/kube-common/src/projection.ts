import { parseTime } from './age';
import { builtInProjection } from './columns/builtIn';
import type { Facts, Projection } from './columns/Projection';
import { customHealth } from './customHealth';
import { intern, internLabels, internOwner } from './intern';
import type { KubeObject, OwnerReference } from './kubeObject';
import { printerColumnReader } from './printerColumns';
import type { PrinterColumn } from './printerColumns';
import type { ResourceKind } from './resourceId';
import type { Column, Row } from './row';

/** Makes rows of one resource type. */
export interface Projector {
  /** Beside these every row has name, namespace, cluster, age and health. */
  readonly columns: readonly Column[];
  /** Never throws, whatever the object holds, and keeps no reference to it except its labels. */
  project(object: KubeObject, cluster: string): Row;
}

function ownerOf(references: readonly OwnerReference[] | undefined): Row['owner'] {
  const controller = references?.find(reference => reference.controller);
  return controller === undefined ? undefined : internOwner(controller.kind, controller.name);
}

const MALFORMED: Facts = { health: 'unknown', reason: 'Malformed', cells: {} };

function factsOf(projection: Projection, object: KubeObject): Facts {
  try {
    return projection.read(object);
  } catch (error) {
    // One object that does not have the shape of its kind must not take the other rows of its list with it.
    if (error instanceof TypeError) return MALFORMED;
    throw error;
  }
}

/** A projection for a resource type that Kubemate has no columns for. */
function customProjection(printerColumns: readonly PrinterColumn[]): Projection {
  const reader = printerColumnReader(printerColumns);
  return {
    columns: reader.columns,
    read: object => ({ ...customHealth(object), cells: reader.read(object) }),
  };
}

/**
 * How objects of a resource type become rows: by Kubemate's own columns for the kinds it knows, else by the printer
 * columns of the type's CustomResourceDefinition, with health by the conditions that controllers agree on.
 */
export function projectorFor(
  kind: Pick<ResourceKind, 'group' | 'plural'>,
  printerColumns: readonly PrinterColumn[] = [],
): Projector {
  const projection = builtInProjection(kind) ?? customProjection(printerColumns);
  return {
    columns: projection.columns,
    project(object, cluster) {
      const { metadata } = object;
      const facts = factsOf(projection, object);
      const deleting = Boolean(metadata.deletionTimestamp) && facts.health !== 'failed';
      // Every row has the same fields in the same order, absent ones included: rows of one shape are smaller and faster.
      return {
        cluster,
        namespace: metadata.namespace ? intern(metadata.namespace) : undefined,
        name: metadata.name,
        uid: metadata.uid,
        resourceVersion: metadata.resourceVersion,
        created: parseTime(metadata.creationTimestamp) ?? 0,
        labels: internLabels(metadata.labels),
        owner: ownerOf(metadata.ownerReferences),
        health: deleting && facts.health !== 'warning' ? 'progressing' : facts.health,
        reason: deleting && facts.health !== 'warning' ? 'Terminating' : facts.reason,
        cells: facts.cells,
      };
    },
  };
}
