import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '@backstage/errors';
import type { ClusterAddress } from './RegisteredCluster';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Where the kubelet keeps the token of the portal's own service account. */
export const IN_CLUSTER_TOKEN_FILE = path.join(FOLDER, 'token');

/**
 * The cluster that the portal itself runs in.
 * @throws InputError where it does not run in one
 */
export async function inClusterAddress(
  env: NodeJS.ProcessEnv = process.env,
  folder = FOLDER,
): Promise<ClusterAddress> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  const ca = await readFile(path.join(folder, 'ca.crt'), 'utf8').catch(() => undefined);
  if (!host || !port || ca === undefined)
    throw new InputError(
      'the portal does not run in a cluster: there is no service account at its usual place',
    );
  const bare = host.includes(':') ? `[${host}]` : host;
  return { server: `https://${bare}:${port}`, ca, namespaces: [] };
}
