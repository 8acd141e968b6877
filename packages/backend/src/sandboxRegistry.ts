import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { registriesExtensionPoint } from '@kubemate/plugin-pipelines-backend';
import { z } from 'zod';

const configSchema = z.strictObject({
  repositories: z.array(z.strictObject({ path: z.string(), readers: z.array(z.string()) })),
});

type Simulation = Pick<typeof import('@kubemate/sandbox'), 'startSandboxRegistry' | 'systemClock'>;

/**
 * Starts the sandbox's simulated image registry where the sandbox is on and `kubemate.sandbox.registry` says who sees which of its repositories. Its code is
 * loaded only then.
 */
export const sandboxRegistryWith = (load: () => Promise<Simulation>) =>
  createBackendModule({
    pluginId: 'pipelines',
    moduleId: 'sandbox-registry',
    register(env) {
      env.registerInit({
        deps: {
          registries: registriesExtensionPoint,
          config: coreServices.rootConfig,
          lifecycle: coreServices.rootLifecycle,
        },
        async init({ registries, config, lifecycle }) {
          const plan: unknown = config.getOptional('kubemate.sandbox.registry');
          if (config.getOptionalBoolean('kubemate.sandbox.enabled') !== true || !plan) return;
          const { repositories } = configSchema.parse(plan);
          const { startSandboxRegistry, systemClock } = await load();
          const { host, url, username, password, publicKey, close } = await startSandboxRegistry({
            clock: systemClock,
          });
          lifecycle.addShutdownHook(close);
          const cosignKeys = [{ name: 'company', publicKey }];
          registries.addRegistry({ host, url, username, password, cosignKeys, repositories });
        },
      });
    },
  });

export const sandboxRegistryModule = sandboxRegistryWith(() => import('@kubemate/sandbox'));
