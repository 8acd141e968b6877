import type { RowStore } from '../rows/RowStore';
import type { ApiFailure } from './ApiFailure';
import type { Clock } from './Clock';

/** Writes into a store how far its rows can be trusted. */
export class ReflectorStatus {
  private isSynced = false;
  private asOf = 0;

  constructor(
    private readonly store: RowStore,
    private readonly clock: Clock,
  ) {}

  listing(): void {
    const { lastError } = this.store.status;
    this.store.setStatus({ phase: 'listing', synced: this.isSynced, asOf: this.asOf, lastError });
  }

  /** A list is complete; its rows are at least as new as the moment that it began. */
  synced(asOf: number): void {
    this.isSynced = true;
    this.asOf = asOf;
    this.store.setStatus({ phase: 'listing', synced: true, asOf });
  }

  live(): void {
    if (this.store.status.phase === 'live') return;
    this.store.setStatus({ phase: 'live', synced: this.isSynced, asOf: this.asOf });
  }

  /** The server spoke, if only by a bookmark: it would have said if there were more. */
  heard(): void {
    this.asOf = this.clock.now();
    this.store.setStatus({ phase: 'live', synced: this.isSynced, asOf: this.asOf });
  }

  failed(failure: ApiFailure, nextRetryAt: number): void {
    const lastError = { problem: failure.problem, message: failure.message };
    const { isSynced: synced, asOf } = this;
    this.store.setStatus({ phase: 'backoff', synced, asOf, lastError, nextRetryAt });
  }

  stopped(): void {
    this.store.setStatus({ phase: 'stopped', synced: this.isSynced, asOf: this.asOf });
  }
}
