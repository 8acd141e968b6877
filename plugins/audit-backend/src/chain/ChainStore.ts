import type { Chain } from '@kubemate/plugin-audit-common';
import type { Entry } from './Entry';
import type { RecordObject } from './recordObjects';
import type { SealedRecord } from './sealRecord';
import type { RecordRow } from './toRow';

/** The end of a chain. `seq` is 0 and `hash` the genesis while it is empty. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** A head or checkpoint as it is stored, signature and all; a verifier must not trust it before it has looked. */
export interface SignedHead extends Head {
  readonly signature: string;
}

export interface Checkpoint extends SignedHead {
  readonly at: number;
}

/** A record as the database has it, with everything that was stored of it. */
export interface StoredRecord {
  readonly row: RecordRow;
  readonly objects: readonly RecordObject[];
  /** The record that this one is joined to, by id, and its text where it exists. */
  readonly parent?: { readonly id: string; readonly record?: string };
}

/** What may be forgotten: records written before `before`, up to the first that a hold covers. */
export interface Forgetting {
  readonly chain: Chain;
  readonly before: number;
  /** The first record that must stay, whatever its age. */
  readonly keepFrom?: number;
  readonly limit: number;
}

/** The chains. Nothing here changes a record, and the only way to take one away is `forget`, at the old end. */
export interface ChainStore {
  /**
   * Adds records for entries that have none yet, by the event's id; resolves when they are safe. Writers of all replicas take turns.
   * @returns the records that were added
   */
  append(entries: readonly Entry[]): Promise<readonly SealedRecord[]>;
  head(chain: Chain): Promise<SignedHead | undefined>;
  checkpoint(chain: Chain): Promise<Checkpoint | undefined>;
  /** Records from `seq` on, in order. */
  read(chain: Chain, seq: number, limit: number): Promise<readonly StoredRecord[]>;
  /** Takes away records at the old end and leaves a signed checkpoint, both or neither. */
  forget(what: Forgetting): Promise<number>;
  /** The end of the chain as this process has seen it itself, which no change of the database can take back. */
  witnessed(chain: Chain): Head | undefined;
}
