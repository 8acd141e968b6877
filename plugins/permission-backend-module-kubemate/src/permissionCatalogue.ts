import { catalogPermissions } from '@backstage/plugin-catalog-common/alpha';
import {
  kubernetesClustersReadPermission,
  kubernetesResourcesReadPermission,
} from '@backstage/plugin-kubernetes-common';
import type { Permission } from '@backstage/plugin-permission-common';
import { scaffolderPermissions } from '@backstage/plugin-scaffolder-common/alpha';
import { operationApprovePermission } from '@kubemate/operations-common';
import { auditPermissions } from '@kubemate/plugin-audit-common';
import { clusterPermissions } from '@kubemate/plugin-clusters-common';
import { pipelinePermissions, promotionPermissions } from '@kubemate/plugin-pipelines-common';
import { repositoryPermissions } from '@kubemate/plugin-repositories-common';
import { templateRunPermissions } from '@kubemate/plugin-template-runs-common';
import { tenantPermissions } from '@kubemate/plugin-tenants-common';

/** Every permission there is, by the part of the portal it belongs to. A test finds packages that are missing here. */
export const PERMISSION_CATALOGUE: readonly {
  readonly title: string;
  readonly permissions: readonly Permission[];
}[] = [
  { title: 'Clusters', permissions: Object.values(clusterPermissions) },
  { title: 'Tenants and access', permissions: Object.values(tenantPermissions) },
  {
    title: 'Pipelines',
    permissions: [...Object.values(pipelinePermissions), ...Object.values(promotionPermissions)],
  },
  { title: 'Repositories', permissions: Object.values(repositoryPermissions) },
  { title: 'Audit', permissions: auditPermissions },
  { title: 'Operations', permissions: [operationApprovePermission] },
  { title: 'Catalog', permissions: catalogPermissions },
  {
    // Its third permission is that of the proxy, which is closed to everybody.
    title: 'Kubernetes tab',
    permissions: [kubernetesResourcesReadPermission, kubernetesClustersReadPermission],
  },
  {
    title: 'Software templates',
    permissions: [...scaffolderPermissions, ...Object.values(templateRunPermissions)],
  },
];
