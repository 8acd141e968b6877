import type { LoggerService, RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ClusterDefinition } from './clusters/ClusterDefinition';
import { ClusterPool } from './clusters/ClusterPool';
import { configClusters } from './clusters/configClusters';
import { kubeconfigClusters } from './clusters/kubeconfigClusters';
import { staticCredential } from './clusters/PortalCredential';
import { isLoopbackHost, listenHostOf } from './config/loopback';
import { readKubemateConfig } from './config/readKubemateConfig';
import { signsInUnproven } from './config/signsInUnproven';
import { serverSchema } from './config/kubemateConfigSchema';
import type { KubeService } from './KubeService';
import { PortalKubeService } from './PortalKubeService';
import type { AccountTypes } from './accounts/ConfinedServiceAccounts';
import type { ServiceAccounts } from './accounts/ServiceAccounts';
import type { PortalReader } from './portal/PortalReader';
import { systemClock, type Clock } from './reflector/Clock';
import { AddressGuard } from './registration/AddressGuard';
import type { ClusterRegistrar } from './registration/ClusterRegistrar';
import { PoolRegistrar } from './registration/PoolRegistrar';
import { NamespaceIds } from './rows/NamespaceSet';

/** A cluster that another part of the portal brings: the sandbox's. */
export interface ExtraCluster {
  readonly name: string;
  readonly title?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Entity ref of whoever answers for it. */
  readonly owner?: string;
  /** `http://127.0.0.1:PORT` */
  readonly server: string;
  /** The portal's own bearer token there; it needs the right to impersonate. */
  readonly token: string;
}

export interface KubeServiceOptions {
  readonly config: RootConfigService;
  readonly logger: LoggerService;
  /** Shown before the configured ones. */
  readonly extraClusters?: readonly ExtraCluster[];
  readonly clock?: Clock;
  /** A number from 0 up to 1. */
  readonly random?: () => number;
}

/** The service, the way to add clusters to it while it runs, and the way to end its watches and connections. */
export type ClosableKubeService = KubeService & {
  readonly registrar: ClusterRegistrar;
  /** Reading the API groups, or types of them, named with the portal's own rights. */
  portalReader(types: readonly string[]): PortalReader;
  /** Acting as service accounts of clusters, on the types named. */
  serviceAccounts(types: AccountTypes): ServiceAccounts;
  close(): Promise<void>;
};

/**
 * Reads the configuration, and starts to reach each cluster. Does not wait for any.
 * @throws InputError naming the key of a bad entry
 */
export async function createKubeService(options: KubeServiceOptions): Promise<ClosableKubeService> {
  const { config, logger, extraClusters = [], clock = systemClock, random = Math.random } = options;
  const { clusters, kubeconfig, identity } = readKubemateConfig(config);
  const definitions = [
    ...extraClusters.map(extraDefinition),
    ...(await configClusters(clusters, { clock })),
    ...(kubeconfig
      ? await kubeconfigClusters(kubeconfig, {
          clock,
          onSkipped: message => logger.warn(`Left out ${message}`),
        })
      : []),
  ];
  const ids = new NamespaceIds();
  const pool = new ClusterPool(definitions, { logger, clock, random, ids, prefixes: identity });
  pool.start();
  const listenHost = listenHostOf(config.getOptional('backend.listen'));
  const onLoopback = listenHost !== undefined && isLoopbackHost(listenHost);
  const guard = new AddressGuard({
    allowLoopback: onLoopback,
    onlyLoopback: signsInUnproven(config),
  });
  const registrar = new PoolRegistrar({ clusters: pool, guard, clock, onLoopback });
  return Object.assign(new PortalKubeService({ clusters: pool, ids, clock, random }), {
    registrar,
  });
}

function extraDefinition(cluster: ExtraCluster): ClusterDefinition {
  const server = serverSchema.safeParse(cluster.server);
  if (!server.success) throw new InputError(`cluster ${cluster.name}: server is not valid`);
  return {
    name: cluster.name,
    title: cluster.title ?? cluster.name,
    source: 'sandbox',
    labels: cluster.labels ?? {},
    ...(cluster.owner !== undefined && { owner: cluster.owner }),
    server: new URL(server.data),
    tls: { insecureSkipVerify: false },
    credential: staticCredential({ authorization: `Bearer ${cluster.token}` }),
    identity: 'impersonate',
    namespaces: [],
  };
}
