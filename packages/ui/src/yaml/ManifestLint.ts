import type { Phrase } from '@kubemate/operations-common';

/** What a plugin has to say of a manifest that its kind's schema does not. */
export interface ManifestFinding {
  readonly severity: 'error' | 'warning' | 'info';
  /** Names of fields and positions in lists; of what is missing, where it would be. */
  readonly path: readonly (string | number)[];
  /** In the language of the page. */
  readonly message: string;
}

/** A check of manifests beyond their schema. Another object where it would say something else. */
export interface ManifestLint {
  /** Of any manifest, half written ones too; nothing of kinds that it does not know. */
  check(manifest: unknown): readonly ManifestFinding[];
  /** What the server says by it, in the language of the page. */
  say?(phrase: Phrase): string | undefined;
}
