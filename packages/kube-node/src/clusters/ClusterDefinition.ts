import type { AddressGuard } from '../registration/AddressGuard';
import type { PortalCredential } from './PortalCredential';

/** How requests on a cluster get their rights. */
export type IdentityMode = 'impersonate' | 'token' | 'self';

/** Everything known of a cluster before it is reached. Holds key material: never log it, never serialise it. */
export interface ClusterDefinition {
  readonly name: string;
  readonly title: string;
  readonly source: 'sandbox' | 'config' | 'kubeconfig' | 'registered';
  readonly labels: Readonly<Record<string, string>>;
  /** Entity ref of who answers for it. */
  readonly owner?: string;
  readonly server: URL;
  readonly tls: ClusterTls;
  readonly proxyUrl?: string;
  /** Where a person gave the address and not the configuration: each connection is made to an address that this has passed. */
  readonly guard?: AddressGuard;
  readonly credential: PortalCredential;
  readonly identity: IdentityMode;
  /** Where to look when the portal may not list namespaces. */
  readonly namespaces: readonly string[];
}

/** How the server proves who it is. */
export interface ClusterTls {
  /** PEM. */
  readonly ca?: string;
  /** Trusts a certificate in `ca` also where it is not an authority: the server's own, pinned. */
  readonly pinned?: boolean;
  readonly insecureSkipVerify: boolean;
  readonly serverName?: string;
}
