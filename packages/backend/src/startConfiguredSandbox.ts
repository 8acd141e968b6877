import type { KubeServiceAdditions } from '@kubemate/kube-node';

/** Starts the sandbox where `kubemate.sandbox.enabled` is true. Its code is loaded only then: a production portal never runs it. */
export const startConfiguredSandbox: NonNullable<KubeServiceAdditions['start']> = async ({
  config,
  logger,
}) => {
  if (config.getOptionalBoolean('kubemate.sandbox.enabled') !== true) return undefined;
  const { startSandbox, systemClock } = await import('@kubemate/sandbox');
  const sandbox = await startSandbox({
    seed: config.getOptionalNumber('kubemate.sandbox.seed') ?? 1,
    objects: config.getOptionalNumber('kubemate.sandbox.objects'),
    clock: systemClock,
  });
  logger.info(`The sandbox runs ${sandbox.clusters.map(cluster => cluster.name).join(', ')}`);
  return sandbox;
};
