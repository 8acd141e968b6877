import type { BackendFeature } from '@backstage/backend-plugin-api';
import appPlugin from '@backstage/plugin-app-backend';
import authPlugin from '@backstage/plugin-auth-backend';
import oidcProviderModule from '@backstage/plugin-auth-backend-module-oidc-provider';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import templateEntityModule from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import mcpActionsPlugin from '@backstage/plugin-mcp-actions-backend';
import permissionPlugin from '@backstage/plugin-permission-backend';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderWorkspaceModule from '@backstage/plugin-scaffolder-backend-module-workspace-database';
import userSettingsPlugin from '@backstage/plugin-user-settings-backend';
import { kubeServiceFactory } from '@kubemate/kube-node';
import type { KubeServiceAdditions } from '@kubemate/kube-node';
import auditPlugin from '@kubemate/plugin-audit-backend';
import authKubemateModule from '@kubemate/plugin-auth-backend-module-kubemate';
import catalogKubemateModule from '@kubemate/plugin-catalog-backend-module-kubemate';
import clustersPlugin from '@kubemate/plugin-clusters-backend';
import docsPlugin from '@kubemate/plugin-docs-backend';
import kubernetesKubemateModule from '@kubemate/plugin-kubernetes-backend-module-kubemate';
import permissionKubemateModule from '@kubemate/plugin-permission-backend-module-kubemate';
import pipelinesPlugin from '@kubemate/plugin-pipelines-backend';
import repositoriesPlugin, {
  catalogModuleRepositories,
  repositoryUrlReaders,
} from '@kubemate/plugin-repositories-backend';
import scaffolderKubemateModule, {
  catalogOfTemplates,
} from '@kubemate/plugin-scaffolder-backend-module-kubemate';
import templateRunsPlugin from '@kubemate/plugin-template-runs-backend';
import tenantsPlugin from '@kubemate/plugin-tenants-backend';
import { auditedEvents } from './auditedEvents';
import { databases } from './databases';
import { httpServer } from './httpServer';
import { scaffolderHosts } from './scaffolderHosts';
import { sandboxGitopsModule } from './sandboxGitops';
import { sandboxJenkinsModule } from './sandboxJenkins';
import { sandboxRegistryModule } from './sandboxRegistry';
import { startConfiguredSandbox } from './startConfiguredSandbox';

interface SandboxFeatures {
  readonly start: NonNullable<KubeServiceAdditions['start']>;
  readonly jenkins: BackendFeature;
  readonly registry: BackendFeature;
}

/** Everything the portal's server is made of, with the sandbox started in one way or another. */
export const featuresWith = ({ start, jenkins, registry }: SandboxFeatures) => [
  ...httpServer(),
  databases,
  auditedEvents,
  kubeServiceFactory({ start }),
  appPlugin,
  authPlugin,
  oidcProviderModule,
  authKubemateModule,
  catalogPlugin,
  catalogKubemateModule,
  templateEntityModule,
  permissionPlugin,
  permissionKubemateModule,
  userSettingsPlugin,
  scaffolderPlugin,
  scaffolderWorkspaceModule,
  scaffolderKubemateModule,
  catalogOfTemplates,
  scaffolderHosts,
  templateRunsPlugin,
  clustersPlugin,
  kubernetesPlugin,
  kubernetesKubemateModule,
  mcpActionsPlugin,
  tenantsPlugin,
  pipelinesPlugin,
  jenkins,
  sandboxGitopsModule,
  registry,
  repositoriesPlugin,
  repositoryUrlReaders,
  catalogModuleRepositories,
  docsPlugin,
  auditPlugin,
];

/** For the server, and for the tests that look at it as a whole. */
export const features = featuresWith({
  start: startConfiguredSandbox,
  jenkins: sandboxJenkinsModule,
  registry: sandboxRegistryModule,
});
