import type { Run, RunDetail, RunQuery, RunRef } from '@kubemate/plugin-pipelines-common';
import type { SelectedRuns } from '../runs/selectRuns';

/** What a run is told apart by: uids are the clusters' own, and no cluster can write over another's runs. */
export interface RunKey {
  readonly place: string;
  readonly uid: string;
}

/** What a run is started again from, when its object is gone. */
export interface RunTemplate {
  readonly generateName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: unknown;
}

/** A run as the portal saw it last. */
export interface RunRecord {
  readonly run: Run;
  /** Absent where only the list saw it. */
  readonly detail?: RunDetail;
  readonly template?: RunTemplate;
  /** Name of the record of Tekton Results that it is known from; absent of what the portal saw itself. */
  readonly origin?: string;
}

/** A run that another archive has told of. */
export interface AdoptedRun {
  readonly run: Run;
  readonly origin: string;
}

/** The log of one task in the object store. */
export interface KeptLog extends RunKey {
  readonly taskRun: string;
  /** Absent where nothing was to be had. */
  readonly key?: string;
  readonly bytes: number;
  readonly linesLeftOut: number;
  /** Why it, or a part of it, is not there. */
  readonly problem?: string;
  /** Epoch milliseconds. */
  readonly keptAt: number;
}

/** The folders of a place whose runs somebody may see. */
export interface FolderScope {
  readonly place: string;
  readonly folders: 'all' | readonly string[];
  /** Only those that the portal saw itself, or only those of Tekton Results; both where absent. */
  readonly origin?: 'seen' | 'results';
}

/** Runs of one pipeline that have ended. */
export interface EndedQuery {
  readonly place: string;
  readonly folder: string;
  /** The pipeline. */
  readonly name: string;
  readonly limit: number;
  readonly commit?: string;
}

/** What is known of a run that its engine still had when it was last looked at. */
export interface PresentRun {
  readonly uid: string;
  readonly folder: string;
  readonly hasEnded: boolean;
  /** Whether its page is kept as well as its line in the list. */
  readonly hasDetail: boolean;
}

export interface FolderCount {
  readonly place: string;
  readonly folder: string;
  /** Runs that their engine has forgotten. */
  readonly gone: number;
}

/** Where runs outlive their objects. Shared by all replicas of the portal. */
export interface RunStore {
  /**
   * Keeps runs as they are now, by their uids: all or none, each of them once. One that has ended is not made one that goes on; a part that the
   * record lacks stays as it was. A run that is kept is there again, whatever was said of it before.
   */
  keep(...records: readonly RunRecord[]): Promise<void>;
  get(key: RunKey): Promise<RunRecord | undefined>;
  /** The newest run of this name, whether its engine has forgotten it or not. */
  find(ref: RunRef): Promise<RunRecord | undefined>;
  /** Pages of a pipeline's runs that have ended, whether their engine has forgotten them or not: the newest, and all of the commit; newest first. */
  ended(query: EndedQuery): Promise<readonly RunDetail[]>;
  /** Says that the engine has forgotten these. */
  markGone(keys: readonly RunKey[], at: number): Promise<void>;
  /** Those of a place that are not gone as far as is known. */
  present(place: string): Promise<readonly PresentRun[]>;
  /** A page of the runs that are gone, by keyset; `scope` is all that may be seen. */
  page(query: RunQuery, scope: readonly FolderScope[]): Promise<SelectedRuns>;
  /** Keys of runs that were said to be gone since then: a list read a moment ago may still have them. */
  goneSince(at: number): Promise<readonly RunKey[]>;
  /** Grows when runs go: when this changes, lists of them do. */
  lastGone(): Promise<number>;
  /** Keeps runs that are gone and that nobody saw here; those that are kept stay as they are. How many were new. */
  adopt(runs: readonly AdoptedRun[], at: number): Promise<number>;
  /** Epoch milliseconds of the newest change that is known from the place's other archive; 0 at first. */
  importedUntil(place: string): Promise<number>;
  setImportedUntil(place: string, at: number): Promise<void>;
  /** Forgets what other archives told of all places but these. */
  dropImported(but: readonly string[]): Promise<void>;
  keepLog(log: KeptLog): Promise<void>;
  logsOf(key: RunKey): Promise<readonly KeptLog[]>;
  /** Tasks of the place's present runs whose logs are kept, or known not to be had. */
  keptTasks(place: string): Promise<readonly Pick<KeptLog, 'uid' | 'taskRun'>[]>;
  /** Where runs that are gone were. */
  places(): Promise<readonly string[]>;
  folders(): Promise<readonly FolderCount[]>;
  /** Up to `limit` runs of a folder that are gone and made before `before`, or beyond the `keep` newest. */
  expired(
    folder: Pick<FolderCount, 'place' | 'folder'>,
    rule: { readonly before: number; readonly keep: number; readonly limit: number },
  ): Promise<readonly RunKey[]>;
  /** Forgets runs and what is known of their logs; the logs themselves are the caller's to delete, first. */
  forget(keys: readonly RunKey[]): Promise<void>;
  /** Makes `holder` the only one until then, or keeps it so. False where another one is. */
  hold(lease: {
    readonly holder: string;
    readonly now: number;
    readonly until: number;
  }): Promise<boolean>;
}
