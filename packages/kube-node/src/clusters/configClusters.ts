import { readFile } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import type { ClusterConfig } from '../config/kubemateConfigSchema';
import type { Clock } from '../reflector/Clock';
import type { ClusterDefinition } from './ClusterDefinition';
import { staticCredential, type PortalCredential } from './PortalCredential';
import { tokenFileCredential } from './tokenFileCredential';

/**
 * The clusters of `kubemate.clusters`.
 * @throws InputError naming the key of a file that cannot be read
 */
export function configClusters(
  clusters: readonly ClusterConfig[],
  { clock }: { clock: Clock },
): Promise<ClusterDefinition[]> {
  return Promise.all(
    clusters.map(async (entry, index) => {
      const key = `kubemate.clusters[${index}]`;
      return {
        name: entry.name,
        title: entry.title ?? entry.name,
        source: 'config' as const,
        labels: entry.labels ?? {},
        owner: entry.owner,
        server: new URL(entry.server),
        tls: {
          ca: await pem(entry.caData, { file: entry.caFile, key: `${key}.caFile` }),
          insecureSkipVerify: entry.insecureSkipTlsVerify ?? false,
          serverName: entry.tlsServerName,
        },
        credential: await credentialOf(entry, { key, clock }),
        identity: entry.identity,
        namespaces: entry.namespaces ?? [],
      };
    }),
  );
}

async function credentialOf(
  entry: ClusterConfig,
  { key, clock }: { key: string; clock: Clock },
): Promise<PortalCredential> {
  const certificate = await pem(entry.clientCertificateData, {
    file: entry.clientCertificateFile,
    key: `${key}.clientCertificateFile`,
  });
  const privateKey = await pem(entry.clientKeyData, {
    file: entry.clientKeyFile,
    key: `${key}.clientKeyFile`,
  });
  const pair = { certificate, key: privateKey };
  if (entry.tokenFile !== undefined)
    return tokenFileCredential(entry.tokenFile, { clock, rest: pair });
  const authorization = entry.token === undefined ? undefined : `Bearer ${entry.token.trim()}`;
  return staticCredential({ ...pair, authorization });
}

async function pem(
  data: string | undefined,
  { file, key }: { file: string | undefined; key: string },
): Promise<string | undefined> {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`${key} cannot be read: ${file}`, error);
  }
}
