import type { Phrase } from '@kubemate/operations-common';
import type { Path } from './Part';

/** Something in a definition that will not work, or not as it seems. */
export interface LintFinding {
  /** `error`: runs fail by it, or cannot be made. `warning`: it has no effect, or changes under one's hands. `info`: how Tekton takes it. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly path: Path;
  readonly message: Phrase;
  /** What to do about it. */
  readonly hint?: Phrase;
}

export type Report = (finding: LintFinding) => void;

/** What a Task asks for and gives. */
export interface TaskInterface {
  readonly params: readonly {
    readonly name: string;
    readonly type?: string;
    /** Undefined where a value has to be given. */
    readonly default?: unknown;
  }[];
  readonly workspaces: readonly { readonly name: string; readonly optional: boolean }[];
  readonly results: readonly { readonly name: string }[];
}

/** What is known of the Tasks of a namespace; undefined of one that nobody could read. */
export type TaskLookup = (name: string) => TaskInterface | 'missing' | undefined;
