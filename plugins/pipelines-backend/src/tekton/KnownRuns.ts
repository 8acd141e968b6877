import type { Run } from '@kubemate/plugin-pipelines-common';
import type { PresentRun, RunStore } from '../history/RunStore';

/** A run that is not gone as far as is known. */
export interface KnownRun extends PresentRun {
  /** `resourceVersion` as it was seen here; absent where only the store knows it. */
  readonly version?: string;
  readonly phase?: Run['phase'];
}

/** What is kept already of the runs of each cluster; begins with what the store has. */
export class KnownRuns {
  readonly #store: Pick<RunStore, 'present' | 'keptTasks'>;
  readonly #runs = new Map<string, Map<string, KnownRun>>();
  readonly #tasks = new Map<string, Set<string>>();

  constructor(store: Pick<RunStore, 'present' | 'keptTasks'>) {
    this.#store = store;
  }

  /** By uid. */
  async of(place: string): Promise<Map<string, KnownRun>> {
    const known = this.#runs.get(place);
    if (known !== undefined) return known;
    const present = await this.#store.present(place);
    const runs = new Map<string, KnownRun>(present.map(run => [run.uid, run]));
    this.#runs.set(place, runs);
    return runs;
  }

  /** `UID/TASKRUN` of logs that are kept or being copied. */
  async keptTasks(place: string): Promise<Set<string>> {
    const known = this.#tasks.get(place);
    if (known !== undefined) return known;
    const kept = await this.#store.keptTasks(place);
    const tasks = new Set(kept.map(({ uid, taskRun }) => `${uid}/${taskRun}`));
    this.#tasks.set(place, tasks);
    return tasks;
  }

  /** Forgets clusters that are not among these: another one may come by the name. */
  retain(places: readonly string[]): void {
    for (const map of [this.#runs, this.#tasks])
      for (const place of map.keys()) if (!places.includes(place)) map.delete(place);
  }
}
