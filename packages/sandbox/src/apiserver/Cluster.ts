import type { Clock } from '../Clock';
import type { ObjectStore } from './store/ObjectStore';
import type { ResourceRegistry } from './ResourceRegistry';

/** What every part of one cluster's API server shares. */
export interface Cluster {
  readonly name: string;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly store: ObjectStore;
  readonly registry: ResourceRegistry;
}
