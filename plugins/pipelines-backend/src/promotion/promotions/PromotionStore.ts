import type { Manifest } from '@kubemate/kustomize-node';
import type { Promotion } from '@kubemate/plugin-pipelines-common';
import type { OverlayImage } from '../git/overlay';

/** A promotion as it is kept: with all that another process needs to go on with it. */
export interface StoredPromotion extends Promotion {
  /** Counts changes, from 1. */
  readonly revision: number;
  /** Entity refs that the person acted for when they asked, for whom another process goes on. */
  readonly groups: readonly string[];
  /** Of the workload; one made anew under the same name is another. Empty until the first promotion has made it. */
  readonly uid: string;
  /** For how long the rollout may take, and the new pods have to stay well, in milliseconds. */
  readonly timeoutMs: number;
  readonly stableMs: number;
  /** Of the {@link first}: what it makes, the workload last. */
  readonly creates?: readonly Manifest[];
  /** What the overlay said before, through git: what is put back where it fails. Absent where it named no such image. */
  readonly overlayBefore?: OverlayImage;
}

export interface PromotionQuery {
  readonly component?: string;
  readonly environment?: string;
  /** Started before, or at the same time with a smaller id. */
  readonly before?: { readonly startedAt: number; readonly id: string };
  /** Started at or after. */
  readonly since?: number;
  readonly limit: number;
}

/** `now`: without the steps that are left. */
export interface Steering {
  readonly what: 'now' | 'abort';
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Where promotions and rollbacks are kept. Shared by all replicas of the portal. */
export interface PromotionStore {
  /** @throws ConflictError where another goes on with the same component in the same environment */
  insert(promotion: StoredPromotion): Promise<void>;
  get(id: string): Promise<StoredPromotion | undefined>;
  /**
   * Puts a version in place of the one with the revision before it.
   * @throws ConflictError where somebody else was faster
   */
  replace(promotion: StoredPromotion): Promise<void>;
  /** Newest first. */
  list(query: PromotionQuery): Promise<readonly StoredPromotion[]>;
  /** What is wanted of a promotion in steps; to abort it counts from then on whatever was wanted before. */
  steer(id: string, wish: Steering): Promise<void>;
  steering(id: string): Promise<Steering['what'] | undefined>;
  /** What goes on with a component, in any environment. */
  active(component: string): Promise<readonly StoredPromotion[]>;
}
