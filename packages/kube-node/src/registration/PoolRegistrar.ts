import { InputError } from '@backstage/errors';
import type { IdentityMode } from '../clusters/ClusterDefinition';
import type { ClusterPool } from '../clusters/ClusterPool';
import type { Clock } from '../reflector/Clock';
import { notHere, type AddressGuard } from './AddressGuard';
import type {
  ClusterCandidate,
  ClusterRefusal,
  ClusterRegistrar,
  ClusterSource,
} from './ClusterRegistrar';
import { inClusterAddress } from './inCluster';
import { probeCluster, type ClusterProbe } from './probeCluster';
import { certificatePem, readKubeconfigText, tokenCredential } from './readKubeconfigText';
import { checkServerName, registeredDefinition, serverUrl } from './registeredDefinition';
import type { RegisteredCluster } from './RegisteredCluster';

/** {@link ClusterRegistrar} on the portal's own pool. */
export class PoolRegistrar implements ClusterRegistrar {
  constructor(
    private readonly options: {
      readonly clusters: ClusterPool;
      readonly guard: AddressGuard;
      readonly clock: Clock;
      /** Whether only this machine reaches the portal. */
      readonly onLoopback: boolean;
    },
  ) {}

  get onLoopback(): boolean {
    return this.options.onLoopback;
  }

  async read(
    source: ClusterSource,
    { trust }: { readonly trust?: string } = {},
  ): Promise<ClusterCandidate> {
    if (source.kind === 'in-cluster') this.refuseInCluster();
    const candidate = await readSource(source);
    serverUrl(candidate.server);
    checkServerName(candidate.serverName);
    return trust === undefined
      ? candidate
      : { ...candidate, ca: certificatePem(trust, 'the certificate to trust') };
  }

  probe(
    candidate: ClusterCandidate,
    { identity, signal }: { readonly identity: IdentityMode; readonly signal?: AbortSignal },
  ): Promise<ClusterProbe> {
    const name = serverUrl(candidate.server).host;
    const named = { ...candidate, name, title: name, labels: {}, identity };
    return probeCluster(registeredDefinition(named, this.options), { signal });
  }

  refusal(
    { name, identity }: { readonly name: string; readonly identity: IdentityMode },
    { registered = false }: { readonly registered?: boolean } = {},
  ): ClusterRefusal | undefined {
    if (identity === 'self' && !this.options.onLoopback) return { kind: 'self' };
    const taken = this.options.clusters
      .states()
      .find(state => state.name.toLowerCase() === name.toLowerCase());
    if (!taken || (registered && taken.source === 'registered' && taken.name === name))
      return undefined;
    return { kind: 'taken', cluster: taken.name };
  }

  set(cluster: RegisteredCluster): void {
    if (cluster.identity === 'self' && !this.options.onLoopback)
      throw new InputError(`cluster ${cluster.name} has identity self, which needs loopback`);
    if ('kind' in cluster.credential && cluster.credential.kind === 'in-cluster')
      this.refuseInCluster();
    // It was allowed when it was added; the portal may have been told to be stricter since.
    else this.options.guard.checkLiteral(serverUrl(cluster.server).hostname);
    this.options.clusters.set(registeredDefinition(cluster, this.options));
  }

  private refuseInCluster(): void {
    if (this.options.guard.onlyLoopback)
      throw new InputError(notHere('the cluster that the portal runs in'));
  }

  async remove(name: string): Promise<void> {
    const known = this.options.clusters.states().find(state => state.name === name);
    if (known?.source === 'registered') await this.options.clusters.remove(name);
  }
}

async function readSource(source: ClusterSource): Promise<ClusterCandidate> {
  switch (source.kind) {
    case 'kubeconfig':
      return readKubeconfigText(source.text, source);
    case 'token': {
      const { server, token, serverName } = source;
      return { server, serverName, namespaces: [], credential: tokenCredential(token) };
    }
    default:
      return { ...(await inClusterAddress()), credential: { kind: 'in-cluster' } };
  }
}
