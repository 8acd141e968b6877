/** What the portal shows to a cluster to be let in as itself. */
export interface CredentialMaterial {
  /** Whole value of the `Authorization` header. */
  readonly authorization?: string;
  /** Client certificate and its key, PEM. */
  readonly certificate?: string;
  readonly key?: string;
}

/** The portal's own credential on one cluster. */
export interface PortalCredential {
  /**
   * The credential of now. `fresh` asks for a new one because the cluster refused the last: a token file is read again, an exec plugin run again.
   * @throws AuthenticationError where the credential cannot be had
   */
  material(options?: { readonly fresh?: boolean }): Promise<CredentialMaterial>;
}

/** A credential that does not change. */
export function staticCredential(material: CredentialMaterial): PortalCredential {
  return { material: async () => material };
}
