import { coreServices, createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import bitbucketCloudModule from '@backstage/plugin-scaffolder-backend-module-bitbucket-cloud';
import bitbucketServerModule from '@backstage/plugin-scaffolder-backend-module-bitbucket-server';
import giteaModule from '@backstage/plugin-scaffolder-backend-module-gitea';
import githubModule from '@backstage/plugin-scaffolder-backend-module-github';
import gitlabModule from '@backstage/plugin-scaffolder-backend-module-gitlab';

const MODULES = {
  github: githubModule,
  gitlab: gitlabModule,
  gitea: giteaModule,
  bitbucketCloud: bitbucketCloudModule,
  bitbucketServer: bitbucketServerModule,
} as const;

/**
 * Backstage's own steps of software templates for git hosts, `publish:github` and so on, where `integrations` has such a host: a step that could only fail is not
 * offered.
 */
export const scaffolderHosts = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    for (const [name, module] of Object.entries(MODULES)) {
      const hosts = config.getOptional(`integrations.${name}`);
      if (Array.isArray(hosts) && hosts.length > 0) yield module;
    }
  },
});
