import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import type { SecretVault } from '@kubemate/storage-node';
import { postOutside } from '@kubemate/upstream-node';
import type { AddressCheck } from '@kubemate/upstream-node';
import { createHmac } from 'node:crypto';
import type { Attempt, StoredDelivery, StoredWebhook, WebhookStore } from './WebhookStore';

const POLL_MS = 2_000;
const TIMEOUT_MS = 10_000;
/** Longer than an attempt takes: a process that died in the middle of one gives it up so. */
const LEASE_MS = 45_000;
const AT_ONCE = 4;
const KEPT_DELIVERIES = 200;
const MAX_RESPONSE_BYTES = 16 * 1024;
/** Before each further attempt. */
const WAITS_MS = [10_000, 60_000, 300_000, 1_800_000, 7_200_000];

interface Options {
  readonly store: WebhookStore;
  readonly vault: SecretVault;
  readonly guard: AddressCheck;
  /** Undefined where the host may be called. */
  readonly whyNotHost: (host: string) => string | undefined;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
}

/** Delivers what webhooks have to tell. Of several replicas one makes an attempt; a receiver may still see one twice, under the same id. */
export class WebhookSender {
  readonly #options: Options;
  #cancel = () => {};
  #working: Promise<void> | undefined;
  #isWoken = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#later();
  }

  /** Something waits that need not wait for the next look. */
  wake(): void {
    this.#isWoken = true;
    this.#cancel();
    this.#look();
  }

  /** What has begun has ended. */
  async close(): Promise<void> {
    this.#cancel();
    await this.#working;
  }

  #later(): void {
    this.#cancel = this.#options.clock.after(POLL_MS, () => this.#look());
  }

  #look(): void {
    if (this.#working !== undefined || this.#options.shutdown.aborted) return;
    this.#working = this.#deliverAll()
      .catch(error =>
        this.#options.logger.warn(
          'Webhooks could not be delivered; it is tried again',
          toError(error),
        ),
      )
      .finally(() => {
        this.#working = undefined;
        if (this.#options.shutdown.aborted) return;
        if (this.#isWoken) this.#look();
        else this.#later();
      });
  }

  async #deliverAll(): Promise<void> {
    const { store, clock, shutdown } = this.#options;
    while (!shutdown.aborted) {
      this.#isWoken = false;
      const now = clock.now();
      const due = await store.claim({ now, until: now + LEASE_MS, limit: AT_ONCE });
      if (due.length === 0) return;
      await Promise.all(due.map(each => this.#deliver(each)));
    }
  }

  async #deliver(delivery: StoredDelivery): Promise<void> {
    const { store, clock } = this.#options;
    const webhook = await store.byId(delivery.webhook);
    if (webhook === undefined) return;
    const sentAt = clock.now();
    const { url } = webhook;
    const base = { 'content-type': 'application/json', 'user-agent': 'Kubemate-Hookshot' };
    const headers: Record<string, string> = {
      ...{ ...base, 'x-github-event': delivery.event, 'x-github-delivery': delivery.id },
      ...{ 'x-github-hook-id': webhook.id },
    };
    const attempt = await this.#post(webhook, { delivery, headers });
    if (attempt === undefined) return;
    const isGood = attempt.response !== undefined && attempt.response.status < 300;
    const wait = isGood ? undefined : WAITS_MS[delivery.attempts - 1];
    const failed = wait === undefined ? 'failed' : 'waiting';
    await store.attempted(delivery, {
      ...{ ...attempt, sentAt, durationMs: clock.now() - sentAt, request: { url, headers } },
      state: isGood ? 'delivered' : failed,
      ...(wait === undefined ? {} : { nextAt: clock.now() + wait }),
    });
    await store.prune(webhook.id, KEPT_DELIVERIES);
  }

  /** Undefined where the portal ends in the middle of it. */
  async #post(
    { id, url, secret, owner, name }: StoredWebhook,
    { delivery, headers }: { delivery: StoredDelivery; headers: Record<string, string> },
  ): Promise<Pick<Attempt, 'error' | 'response'> | undefined> {
    const { vault, guard, whyNotHost, shutdown } = this.#options;
    try {
      const why = whyNotHost(new URL(url).hostname);
      if (why !== undefined) return { error: why };
      if (secret !== undefined) {
        const key = await vault.open(secret, { id, name: `${owner}/${name}` });
        const digest = createHmac('sha256', key).update(delivery.payload).digest('hex');
        headers['x-hub-signature-256'] = `sha256=${digest}`;
      }
      const { status, text, ...answer } = await postOutside({
        ...{ url, headers, body: delivery.payload, guard, signal: shutdown },
        ...{ timeoutMs: TIMEOUT_MS, maxBytes: MAX_RESPONSE_BYTES },
      });
      return { response: { status, headers: answer.headers, body: text } };
    } catch (error) {
      if (shutdown.aborted) return undefined;
      return { error: toError(error).message };
    }
  }
}
