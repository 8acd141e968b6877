import type { AuthService, DiscoveryService, LoggerService } from '@backstage/backend-plugin-api';
import { ResponseError, toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { MAX_AUDIT_EVENTS } from '@kubemate/operations-common';
import type { AuditEvent } from '@kubemate/operations-common';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';
import { waitingEvents } from './toAuditEvent';

const POLL_MS = 5_000;
const MAX_BACKOFF_MS = 5 * 60_000;
const REFUSED_MS = 3_600_000;
/** At once, as each may hold a megabyte. */
const MAX_RECORDS = 50;
/** Half of what a route takes. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Takes events into the audit trail. Resolves when they are kept; the same event told twice is kept once. */
export type AuditSink = (events: readonly AuditEvent[]) => Promise<void>;

/** The audit plugin of this portal, called as the plugin that had the operation. */
export function auditPluginSink(services: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}): AuditSink {
  const { auth, discovery } = services;
  return async events => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'audit',
    });
    const response = await fetch(`${await discovery.getBaseUrl('audit')}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
  };
}

export interface AuditOutboxOptions {
  readonly store: OperationStore;
  readonly sink: AuditSink;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
}

/**
 * Tells the audit trail of every operation that has ended, at least once, also those that ended before the portal was restarted:
 * an operation's record is its own outbox.
 */
export class AuditOutbox {
  readonly #options: AuditOutboxOptions;
  /** Records whose events the audit trail does not take, and when they are tried again: they must not keep the others waiting. */
  readonly #refused = new Map<string, number>();
  #delivering: Promise<void> | undefined;
  #again = false;
  #cancel = () => {};
  #failures = 0;

  constructor(options: AuditOutboxOptions) {
    this.#options = options;
    options.shutdown.addEventListener('abort', () => this.#cancel());
  }

  /** Delivers what waits, now; where the audit trail could not be reached, when it is time to try again. */
  kick(): void {
    if (this.#failures === 0) this.#start();
  }

  #start(): void {
    if (this.#options.shutdown.aborted) return;
    if (this.#delivering !== undefined) {
      this.#again = true;
      return;
    }
    this.#cancel();
    this.#delivering = this.#deliver().finally(() => {
      this.#delivering = undefined;
      const wait = Math.min(POLL_MS * 2 ** this.#failures, MAX_BACKOFF_MS);
      const delay = this.#again && this.#failures === 0 ? 0 : wait;
      this.#again = false;
      if (!this.#options.shutdown.aborted)
        this.#cancel = this.#options.clock.after(delay, () => this.#start());
    });
  }

  async #deliver(): Promise<void> {
    const { store, logger, shutdown } = this.#options;
    try {
      for (;;) {
        const records = await this.#next();
        if (records.length === 0) break;
        for (const told of batches(records)) await this.#send(told);
        await store.markDelivered(records.filter(({ id }) => !this.#refused.has(id)));
      }
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures === 1 && !shutdown.aborted)
        logger.warn('The audit trail cannot be reached; records wait here', toError(error));
    }
  }

  async #next(): Promise<readonly OperationRecord[]> {
    const { store, clock } = this.#options;
    for (const [id, until] of this.#refused) if (until <= clock.now()) this.#refused.delete(id);
    const records = await store.undelivered(MAX_RECORDS + this.#refused.size);
    return records.filter(({ id }) => !this.#refused.has(id));
  }

  /** Where one event of several is refused, the others are told without it. */
  async #send(told: readonly Told[]): Promise<void> {
    const { sink, clock, logger } = this.#options;
    try {
      await sink(told.map(({ event }) => event));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [{ recordId } = { recordId: '' }] = told;
      if (told.length > 1) {
        const half = Math.ceil(told.length / 2);
        await this.#send(told.slice(0, half));
        await this.#send(told.slice(half));
        return;
      }
      this.#refused.set(recordId, clock.now() + REFUSED_MS);
      logger.error(`The audit trail does not take operation ${recordId}`, toError(error));
    }
  }
}

interface Told {
  readonly recordId: string;
  readonly event: AuditEvent;
}

/** Small enough for one request each. */
function* batches(records: readonly OperationRecord[]): Generator<readonly Told[]> {
  let batch: Told[] = [];
  let bytes = 0;
  for (const record of records)
    for (const event of waitingEvents(record)) {
      const size = Buffer.byteLength(JSON.stringify(event));
      if (batch.length > 0 && (batch.length >= MAX_AUDIT_EVENTS || bytes + size > MAX_BYTES)) {
        yield batch;
        [batch, bytes] = [[], 0];
      }
      batch.push({ recordId: record.id, event });
      bytes += size;
    }
  if (batch.length > 0) yield batch;
}

/** The trail was reached, and will not take it however often it is told. */
function isRefusal(error: unknown): boolean {
  return ResponseError.is(error) && [400, 413, 422].includes(error.statusCode);
}
