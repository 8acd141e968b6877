import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { kubeServiceRef, systemClock } from '@kubemate/kube-node';
import { z } from 'zod';
import { SandboxGitops } from './sandboxGitops/SandboxGitops';

const configSchema = z.strictObject({
  repository: z.string().regex(/^[\w-]+\/[\w.-]+$/),
  namespace: z.string(),
  deployment: z.string(),
  environments: z.array(z.strictObject({ name: z.string(), cluster: z.string() })),
});

/**
 * The sandbox's stand-in for Argo CD or Flux, where the sandbox is on and `kubemate.sandbox.gitops` says for what: it keeps one repository of overlays, and
 * has the sandbox's clusters run what they say. A real cluster has a real controller.
 */
export const sandboxGitopsModule = createBackendModule({
  pluginId: 'pipelines',
  moduleId: 'sandbox-gitops',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        kube: kubeServiceRef,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
      },
      async init({ config, events, lifecycle, ...services }) {
        const plan: unknown = config.getOptional('kubemate.sandbox.gitops');
        if (config.getOptionalBoolean('kubemate.sandbox.enabled') !== true || !plan) return;
        const shutdown = new AbortController();
        lifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const controller = new SandboxGitops({
          ...{ ...services, clock: systemClock, signal: shutdown.signal, fetch: globalThis.fetch },
          plan: configSchema.parse(plan),
        });
        await events.subscribe({
          id: 'sandbox-gitops',
          topics: ['repositories.push'],
          onEvent: async () => controller.wake(),
        });
        lifecycle.addStartupHook(() => controller.wake());
      },
    });
  },
});
