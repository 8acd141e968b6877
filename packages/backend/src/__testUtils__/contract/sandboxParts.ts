import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { jenkinsExtensionPoint } from '@kubemate/plugin-pipelines-backend';
import {
  startSandbox,
  startSandboxJenkins,
  startSandboxRegistry,
  systemClock,
} from '@kubemate/sandbox';
import { featuresWith } from '../../features';
import { sandboxRegistryWith } from '../../sandboxRegistry';
import type { ClusterUnderTest } from './KubeAdmin';

/** As `sandboxJenkins.ts`, whose dynamic import Jest does not run. */
const jenkins = createBackendModule({
  pluginId: 'pipelines',
  moduleId: 'contract-jenkins',
  register(env) {
    env.registerInit({
      deps: { jenkins: jenkinsExtensionPoint, lifecycle: coreServices.rootLifecycle },
      async init({ jenkins: instances, lifecycle }) {
        const { close, ...server } = await startSandboxJenkins({ seed: 1, clock: systemClock });
        lifecycle.addShutdownHook(close);
        const folders = [{ path: 'shop', owners: ['group:default/platform-team'], readers: ['*'] }];
        instances.addInstance({ name: 'ci', title: 'Jenkins', ...server, folders });
      },
    });
  },
});

/** The server with the sandbox's four clusters and its Jenkins, and others beside them. */
export function sandboxParts(others: readonly ClusterUnderTest[]) {
  return featuresWith({
    async start() {
      const sandbox = await startSandbox({ seed: 1, clock: systemClock });
      return {
        ...sandbox,
        clusters: [...sandbox.clusters, ...others],
        close: () => sandbox.close(),
      };
    },
    jenkins,
    // Jest runs no dynamic import.
    registry: sandboxRegistryWith(async () => ({ startSandboxRegistry, systemClock })),
  });
}
