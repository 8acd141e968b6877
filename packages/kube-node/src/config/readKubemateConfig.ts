import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { z } from 'zod';
import { kubemateConfigSchema, type KubemateConfig } from './kubemateConfigSchema';
import { isLoopbackHost, listenHostOf } from './loopback';

/**
 * Reads `kubemate.clusters`, `kubemate.kubeconfig` and `kubemate.identity`.
 *
 * @throws InputError naming the key, which stops start-up. `identity: self` is refused unless the portal listens on loopback:
 * whoever reaches the portal acts with the portal's own rights there.
 */
export function readKubemateConfig(config: Config): KubemateConfig {
  const parsed = kubemateConfigSchema.safeParse({
    clusters: config.getOptional('kubemate.clusters'),
    kubeconfig: config.getOptional('kubemate.kubeconfig'),
    identity: config.getOptional('kubemate.identity'),
  });
  if (!parsed.success) throw new InputError(parsed.error.issues.map(sentence).join('; '));
  refuseSelfInTheOpen(parsed.data, listenHostOf(config.getOptional('backend.listen')));
  return parsed.data;
}

function sentence(issue: z.core.$ZodIssue): string {
  const key = issue.path.reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : `${path}.${String(part)}`),
    'kubemate',
  );
  return `${key} ${issue.message}`;
}

function refuseSelfInTheOpen(
  { clusters, kubeconfig }: KubemateConfig,
  listenHost: string | undefined,
): void {
  if (listenHost !== undefined && isLoopbackHost(listenHost)) return;
  const index = clusters.findIndex(cluster => cluster.identity === 'self');
  const key = index >= 0 ? `kubemate.clusters[${index}].identity` : 'kubemate.kubeconfig.identity';
  if (index < 0 && kubeconfig?.identity !== 'self') return;
  const where = listenHost === undefined ? 'on every interface' : `on ${listenHost}`;
  throw new InputError(
    `${key} must not be self while the portal listens ${where}: everyone who reaches it would act with the portal's own rights. ` +
      `Set backend.listen.host to 127.0.0.1, or the identity to impersonate or token`,
  );
}
