import type { Row } from '@kubemate/kube-common';
import type { ClusterFailure, KubeService, Viewer } from '@kubemate/kube-node';
import * as kinds from '../commonKinds';
import type { CommonKind } from '../commonKinds';

/** The kinds whose trouble a person is told about. */
export const WATCHED: readonly CommonKind[] = [
  kinds.DEPLOYMENTS,
  kinds.STATEFUL_SETS,
  kinds.DAEMON_SETS,
  kinds.REPLICA_SETS,
  kinds.PODS,
  kinds.JOBS,
  kinds.CRON_JOBS,
  kinds.VOLUME_CLAIMS,
  kinds.NODES,
  kinds.AUTOSCALERS,
  kinds.SERVICES,
];

/** Every row that the fleet is judged by, of the clusters asked for, as the viewer sees them. */
export interface FleetRows {
  /** By resource, `apps/v1/deployments`. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  /** Of all kinds, those that are denied or not served included. */
  readonly failures: readonly (ClusterFailure & { readonly resource: string })[];
}

/** Reads rows only: however large the fleet is, no API server is asked. */
export async function readFleetRows(
  { kube, viewer }: { kube: KubeService; viewer: Viewer },
  clusters?: readonly string[],
): Promise<FleetRows> {
  const answers = await Promise.all(
    [...WATCHED, kinds.NAMESPACES].map(async ({ resource, group, version, plural }) => {
      const answer = await kube.allRows({ resource: { group, version, plural }, clusters }, viewer);
      return { resource, ...answer };
    }),
  );
  return {
    rows: new Map(answers.map(({ resource, items }) => [resource, items])),
    failures: answers.flatMap(({ resource, failures }) =>
      failures.map(failure => ({ ...failure, resource })),
    ),
  };
}

/** The rows of one kind, by cluster. */
export function byCluster(
  { rows }: FleetRows,
  { resource }: CommonKind,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows.get(resource) ?? []) {
    const group = groups.get(row.cluster);
    if (group === undefined) groups.set(row.cluster, [row]);
    else group.push(row);
  }
  return groups;
}
