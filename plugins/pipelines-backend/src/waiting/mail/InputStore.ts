import type { OpenInput } from './InputSource';

/** What waits, and that mail about it has been asked for. Shared by all replicas of the portal. */
export interface InputStore {
  /** Asks for mail about those of them that were not known. */
  note(inputs: readonly OpenInput[], now: number): Promise<void>;
  get(id: string): Promise<OpenInput | undefined>;
  /** Forgets what waits no more in these places, of what was noted before that time. */
  forget(gone: {
    readonly engine: OpenInput['run']['engine'];
    readonly places: readonly string[];
    readonly except: readonly OpenInput[];
    readonly before: number;
  }): Promise<void>;
}
