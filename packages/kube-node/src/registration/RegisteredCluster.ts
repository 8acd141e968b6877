import type { IdentityMode } from '../clusters/ClusterDefinition';

/** Key material of a cluster that was added while the portal runs. Never log it, never serialise it but to encrypt it. */
export type ClusterCredential =
  | { readonly kind: 'token'; readonly token: string }
  /** PEM, both. */
  | { readonly kind: 'certificate'; readonly certificate: string; readonly key: string }
  /** The service account of the pod that the portal runs in; its token stays in the file that the kubelet renews. */
  | { readonly kind: 'in-cluster' };

/** How to reach a cluster, without the right to. Holds no secret. */
export interface ClusterAddress {
  /** `https://10.0.0.1:6443`, or `http://` on loopback. */
  readonly server: string;
  /** PEM: the authorities to trust, or the server's own certificate. The system's authorities where absent. */
  readonly ca?: string;
  /** Name to expect in the certificate, where it differs from the address. */
  readonly serverName?: string;
  /** Where to look when the portal may not list namespaces. */
  readonly namespaces: readonly string[];
}

/** A cluster that was added while the portal runs. */
export interface RegisteredCluster extends ClusterAddress {
  readonly name: string;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner?: string;
  readonly identity: IdentityMode;
  /** A sentence in its place says why the credential cannot be had; the cluster is then shown as away for that reason. */
  readonly credential: ClusterCredential | { readonly unavailable: string };
}
