export interface Config {
  kubemate?: {
    /** Clusters that the portal shows. */
    clusters?: Array<{
      /** Short name, unique; it stands in links and queries. */
      name: string;
      /** What people read; the name where absent. */
      title?: string;
      /** Free labels, such as `environment: prod`. */
      labels?: { [key: string]: string };
      /** Who answers for it, `group:default/platform`; the owner of its catalog entity. */
      owner?: string;
      /** Address of the API server: `https://…`, or `http://` on loopback. */
      server: string;
      /** Certificate authority as base64 of PEM, as in a kubeconfig. */
      caData?: string;
      caFile?: string;
      /** Trusts any certificate. Only for clusters on this machine. */
      insecureSkipTlsVerify?: boolean;
      /** Name to expect in the server's certificate, where it differs from the address. */
      tlsServerName?: string;
      /**
       * The portal's own bearer token on this cluster.
       * @visibility secret
       */
      token?: string;
      /** File with the token; read again when it changes, as for projected service account tokens. */
      tokenFile?: string;
      /** Client certificate as base64 of PEM. */
      clientCertificateData?: string;
      clientCertificateFile?: string;
      /** @visibility secret */
      clientKeyData?: string;
      clientKeyFile?: string;
      /**
       * Whose rights count when a person reads an object. `impersonate`: the person's, by impersonation with the portal's credential. `token`: the person's
       * own OIDC token. `self`: the portal's own; only while the portal listens on loopback.
       */
      identity?: 'impersonate' | 'token' | 'self';
      /** Where to look when the portal may not list namespaces. */
      namespaces?: string[];
    }>;
    /** Clusters from a kubeconfig file. */
    kubeconfig?: {
      file: string;
      /** All contexts of the file where absent. */
      contexts?: string[];
      /** `self` where absent. */
      identity?: 'impersonate' | 'token' | 'self';
    };
    /** How a catalog user or group is called on clusters with `identity: impersonate`. */
    identity?: {
      /** `kubemate:` where absent; ends with a colon or a slash. */
      userPrefix?: string;
      groupPrefix?: string;
    };
  };
}
