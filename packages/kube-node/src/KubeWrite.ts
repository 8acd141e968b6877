import type { KubeObject, ResourceId } from '@kubemate/kube-common';

/** What every write may say. */
export interface WriteOptions {
  /** Admission, validation and the answer as usual; nothing is stored. */
  readonly dryRun?: boolean;
  /** Who owns the fields written, `kubemate` where absent. */
  readonly fieldManager?: string;
  /** Ends the wait. What was sent by then may still be carried out. */
  readonly signal?: AbortSignal;
}

/** What the API server does with fields it does not know or that stand twice; `Strict` where absent. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

interface WriteTarget extends WriteOptions {
  readonly cluster: string;
  readonly resource: ResourceId;
  readonly namespace?: string;
}

/** Makes an object; with `name` and `subresource` together, something of an existing one: `eviction`, `binding`, `token`. */
export interface CreateWrite extends WriteTarget {
  readonly verb: 'create';
  /** At most 1.5 MiB as JSON. Its `metadata` names it. */
  readonly object: unknown;
  readonly name?: string;
  readonly subresource?: string;
  readonly fieldValidation?: FieldValidation;
}

/** Puts an object in place of the one there is. With `metadata.resourceVersion`, only in place of that version. */
export interface ReplaceWrite extends WriteTarget {
  readonly verb: 'replace';
  readonly name: string;
  /** At most 1.5 MiB as JSON. */
  readonly object: unknown;
  readonly subresource?: string;
  readonly fieldValidation?: FieldValidation;
}

export interface PatchWrite extends WriteTarget {
  readonly verb: 'patch';
  readonly name: string;
  readonly subresource?: string;
  readonly patch: {
    /** `strategic` is not served for custom types; `apply` is server-side apply, and makes the object where there is none. */
    readonly type: 'merge' | 'strategic' | 'json' | 'apply';
    readonly value: unknown;
  };
  /** Takes fields over that others manage; only with `apply`. */
  readonly force?: boolean;
  readonly fieldValidation?: FieldValidation;
}

export interface DeleteWrite extends WriteTarget {
  readonly verb: 'delete';
  readonly name: string;
  /** The type's own default where absent. */
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  /** Deletes this very object, or this very version of it; anything else there is a conflict. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** One change of one object. */
export type KubeWrite = CreateWrite | ReplaceWrite | PatchWrite | DeleteWrite;

export interface WriteResult {
  /** The object as it is now (or would be); a Secret's values are sizes. Absent where the answer is a `Status`. */
  readonly object?: KubeObject;
  /** What the API server warns of: deprecated versions, pods that violate a Pod Security level, … */
  readonly warnings: readonly string[];
}
