import { NotAllowedError } from '@backstage/errors';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { RouteTable } from '@kubemate/http-node';
import {
  clusterPermissions,
  clustersRoutes,
  type Registration,
} from '@kubemate/plugin-clusters-common';
import type { ClusterRegistry } from './ClusterRegistry';

export interface RegistrationDeps {
  readonly registry: Pick<ClusterRegistry, 'list' | 'unavailable'>;
  readonly permissions: PermissionsService;
}

/** What was added in the portal, for those who may change it. */
export function addRegistrationRoutes(
  routes: RouteTable,
  { registry, permissions }: RegistrationDeps,
): void {
  routes.json(clustersRoutes.listRegistrations, async ({ credentials }) => {
    const permission = clusterPermissions.updateCluster;
    const [decision] = await permissions.authorize([{ permission }], { credentials });
    if (decision?.result !== AuthorizeResult.ALLOW)
      throw new NotAllowedError('You may not see how clusters were added');
    const records = await registry.list();
    return { items: records.map(toRegistration), unavailable: registry.unavailable };
  });
}

/** Field by field, so that a new field of the record is not answered by accident. */
function toRegistration(
  record: Awaited<ReturnType<ClusterRegistry['list']>>[number],
): Registration {
  return {
    name: record.name,
    title: record.title,
    labels: { ...record.labels },
    owner: record.owner,
    server: record.server,
    serverName: record.serverName,
    pinned: record.ca !== undefined,
    namespaces: [...record.namespaces],
    identity: record.identity,
    credentialKind: record.credentialKind,
    credentialExpiresAt: record.credentialExpiresAt,
    revision: record.revision,
    createdAt: record.createdAt,
    createdBy: record.createdBy,
    changedAt: record.changedAt,
    changedBy: record.changedBy,
    rotatedAt: record.rotatedAt,
    problem: record.problem,
  };
}
