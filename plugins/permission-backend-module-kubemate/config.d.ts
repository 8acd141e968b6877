export interface Config {
  kubemate?: {
    /**
     * Who has which role in the whole portal, as entity refs of users and groups. Roles in one tenant are given there. See docs/permissions.md.
     */
    roles?: {
      /** The role of everybody who is signed in and has no other, `viewer` where absent. */
      everyone?: 'viewer' | 'developer' | 'none';
      'platform-admin'?: string[];
      'tenant-admin'?: string[];
      developer?: string[];
      'ml-engineer'?: string[];
      viewer?: string[];
      auditor?: string[];
    };
  };
}
