import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { jenkinsExtensionPoint } from '@kubemate/plugin-pipelines-backend';

/**
 * Starts the sandbox's simulated Jenkins where the sandbox is on and `kubemate.sandbox.jenkins` says how it is called and whose its folders are. Its code is loaded
 * only then.
 */
export const sandboxJenkinsModule = createBackendModule({
  pluginId: 'pipelines',
  moduleId: 'sandbox-jenkins',
  register(env) {
    env.registerInit({
      deps: {
        jenkins: jenkinsExtensionPoint,
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
      },
      async init({ jenkins, config, lifecycle }) {
        const plan = config.getOptionalConfig('kubemate.sandbox.jenkins');
        if (config.getOptionalBoolean('kubemate.sandbox.enabled') !== true || !plan) return;
        const { startSandboxJenkins, systemClock } = await import('@kubemate/sandbox');
        const seed = config.getOptionalNumber('kubemate.sandbox.seed') ?? 1;
        const { url, username, token, close } = await startSandboxJenkins({
          seed,
          clock: systemClock,
        });
        lifecycle.addShutdownHook(close);
        const folders = plan.getConfigArray('folders').map(folder => ({
          path: folder.getString('path'),
          owners: folder.getOptionalStringArray('owners'),
          readers: folder.getOptionalStringArray('readers'),
        }));
        const { name, title } = { name: plan.getString('name'), title: plan.getString('title') };
        jenkins.addInstance({ name, title, url, username, token, folders });
      },
    });
  },
});
