/** The authenticated caller, after impersonation. */
export interface RequestUser {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Everything about a write except what is written. */
export interface WriteRequest {
  readonly user: RequestUser;
  /** Everything is checked and nothing is stored. */
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** Takes over fields of other managers; for apply. */
  readonly force: boolean;
  readonly subresource?: string;
  /** Server-side apply: `managedFields` are settled before the write. */
  readonly apply?: boolean;
  /** A call from inside the process: trusted with `status` on creation. */
  readonly local: boolean;
  /** Collects `Warning` headers. */
  readonly warnings: string[];
}

export interface DeleteRequest {
  readonly user: RequestUser;
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}
