import type { AccessToken } from '@kubemate/plugin-repositories-common';

/** A token as it is kept: by its hash. */
export interface StoredAccessToken extends AccessToken {
  /** Entity ref of who pushes by it. */
  readonly user: string;
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
}

/** Where access tokens are kept. Shared by all replicas of the portal. */
export interface AccessTokenStore {
  insert(token: StoredAccessToken): Promise<void>;
  /** Newest first. */
  list(user: string): Promise<readonly StoredAccessToken[]>;
  find(hash: string): Promise<StoredAccessToken | undefined>;
  used(id: string, at: number): Promise<void>;
  /** Answers whether it was there. */
  remove(of: { readonly user: string; readonly id: string }): Promise<boolean>;
}
