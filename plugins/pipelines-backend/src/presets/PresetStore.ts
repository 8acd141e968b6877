import type { RunPreset } from '@kubemate/plugin-pipelines-common';

/** The pipeline or job that presets are of. Clusters and instances share their names, so the place tells the engine. */
export interface PresetPlace {
  readonly place: string;
  readonly folder: string;
  readonly pipeline: string;
}

export interface StoredPreset extends RunPreset, PresetPlace {
  /** Another with each change. */
  readonly revision: string;
}

/** Where presets are kept. Shared by all replicas of the portal. */
export interface PresetStore {
  /** Those of these owners, by name. */
  list(place: PresetPlace, owners: readonly string[]): Promise<readonly StoredPreset[]>;
  get(id: string): Promise<StoredPreset | undefined>;
  /**
   * Keeps one that is new, or in the place of the revision that was seen.
   * @throws ConflictError where somebody else has saved or deleted it meanwhile
   */
  save(preset: StoredPreset, seen: string | undefined): Promise<void>;
  /** @throws ConflictError where somebody else has saved or deleted it meanwhile */
  remove(seen: Pick<StoredPreset, 'id' | 'revision'>): Promise<void>;
}
