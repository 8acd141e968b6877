import type { IdentityMode } from '../clusters/ClusterDefinition';
import type { ClusterProbe } from './probeCluster';
import type { ClusterAddress, ClusterCredential, RegisteredCluster } from './RegisteredCluster';

/** How a person gives a cluster to the portal. */
export type ClusterSource =
  | { readonly kind: 'kubeconfig'; readonly text: string; readonly context?: string }
  | {
      readonly kind: 'token';
      readonly server: string;
      readonly token: string;
      readonly serverName?: string;
    }
  | { readonly kind: 'in-cluster' };

/** A source as it was understood: an address, and a credential that is shown to nobody. */
export interface ClusterCandidate extends ClusterAddress {
  readonly credential: ClusterCredential;
  /** Of a kubeconfig: the context that was taken, and those that there are. */
  readonly context?: string;
  readonly contexts?: readonly string[];
}

/** Why a cluster cannot be added: everyone would have the portal's own rights, or another one has the name. */
export type ClusterRefusal =
  { readonly kind: 'self' } | { readonly kind: 'taken'; readonly cluster: string };

/**
 * Adds clusters to the running portal, and takes them away. What it is told is not kept: whoever calls it does that, and calls it
 * again after each start.
 */
export interface ClusterRegistrar {
  /** Whether only this machine reaches the portal. */
  readonly onLoopback: boolean;
  /**
   * Understands what a person gave; nothing is called yet. `trust` is PEM that is trusted in place of what the source says: the
   * authority that an admin has compared.
   * @throws InputError in words for that person, without any of the credential
   */
  read(source: ClusterSource, options?: { readonly trust?: string }): Promise<ClusterCandidate>;
  /** Looks at a cluster as the portal would use it; changes nothing. What is wrong is in the result. */
  probe(
    candidate: ClusterCandidate,
    options: { readonly identity: IdentityMode; readonly signal?: AbortSignal },
  ): Promise<ClusterProbe>;
  /**
   * Why a cluster of this name and identity cannot be added now; undefined where it can. `registered` says that the name is one
   * that was added here, and is to be changed.
   */
  refusal(
    cluster: { readonly name: string; readonly identity: IdentityMode },
    options?: { readonly registered?: boolean },
  ): ClusterRefusal | undefined;
  /**
   * Adds a cluster, or puts it in the place of the one that was added under this name before.
   * @throws ConflictError where another source has the name; InputError where the portal may not go there, see `signsInUnproven`
   */
  set(cluster: RegisteredCluster): void;
  /** Ends everything on a cluster that was added; a cluster of another source is left alone. */
  remove(name: string): Promise<void>;
}
