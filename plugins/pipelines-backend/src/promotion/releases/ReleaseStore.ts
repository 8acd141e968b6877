import type { Release } from '@kubemate/plugin-pipelines-common';

/** What runs in an environment, as somebody has found it. */
export type Sighting = Omit<Release, 'id' | 'isCurrent'>;

/** Where it is kept what environments ran. Shared by all replicas of the portal. */
export interface ReleaseStore {
  /**
   * Takes down what runs: a new release where it is another image than the one before; else what is known of that one is completed. An older one never
   * takes the place of a newer.
   */
  note(sighting: Sighting): Promise<void>;
  /** Newest first. */
  list(query: {
    component: string;
    environment?: string;
    limit: number;
  }): Promise<readonly Release[]>;
  get(id: string): Promise<Release | undefined>;
  /** What runs now, by component and environment, as last seen. */
  current(components: readonly string[]): Promise<readonly Release[]>;
}
