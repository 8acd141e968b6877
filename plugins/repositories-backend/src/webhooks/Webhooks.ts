import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@kubemate/kube-node';
import type {
  Commit,
  DeliveryEvent,
  RepositoryPlace,
  WebhookEvent,
} from '@kubemate/plugin-repositories-common';
import { randomUUID } from 'node:crypto';
import type { BareRepositories } from '../git/BareRepositories';
import { headOf, logOf } from '../git/Snapshot';
import { NO_COMMIT } from '../repositories/pushEvent';
import type { PushEvent } from '../repositories/pushEvent';
import type { RepositoryUrls } from '../repositories/RepositoryUrls';
import type { RepositoryStore } from '../store/RepositoryStore';
import { pingPayload, pullRequestPayload, pushPayload } from './payloads';
import type { NewDelivery, StoredWebhook, WebhookStore } from './WebhookStore';

/** Of one webhook; what comes beyond is kept as failed, and can be delivered again. */
const MAX_WAITING = 1_000;
const MAX_COMMITS = 20;
/** Refs of one push that are told; as many as GitHub tells. */
const MAX_REFS = 5;

interface Options {
  readonly store: WebhookStore;
  readonly repositories: Pick<RepositoryStore, 'get' | 'pullRequest'>;
  readonly bare: BareRepositories;
  readonly urls: RepositoryUrls;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: LoggerService;
  /** Something waits. */
  readonly onQueued: () => void;
}

/**
 * Puts what happens in a repository down for each of its webhooks. It is in the database before whoever pushed has an answer: nothing that was acknowledged is lost with a
 * process.
 */
export class Webhooks {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws the database's error, so that nothing is acknowledged that is not put down */
  async pushed(
    place: RepositoryPlace,
    sender: string,
    changes: readonly Pick<PushEvent, 'ref' | 'before' | 'after'>[],
  ): Promise<void> {
    const webhooks = await this.#listening(place, 'push');
    if (webhooks.length === 0) return;
    const told = await this.#told(place, sender);
    if (told === undefined) return;
    const payloads: string[] = [];
    for (const change of changes.slice(0, MAX_REFS)) {
      const found = await this.#commits(place, change);
      const commits = found.slice(0, MAX_COMMITS);
      const payload = pushPayload(change, { ...told, commits, isCut: found.length > MAX_COMMITS });
      payloads.push(JSON.stringify(payload));
    }
    await this.#queue(webhooks, { event: 'push', payloads });
  }

  /** A pull request was opened, merged or closed. */
  async pullRequest(place: RepositoryPlace, sender: string, number: number): Promise<void> {
    const webhooks = await this.#listening(place, 'pull_request');
    if (webhooks.length === 0) return;
    const told = await this.#told(place, sender);
    const request = await this.#options.repositories.pullRequest(place, number);
    if (told === undefined || request === undefined) return;
    const folder = await this.#options.bare.open(place);
    const heads = {
      head: request.headCommit ?? (await headOf(folder, request.head)),
      base: request.baseCommit ?? (await headOf(folder, request.base)),
    };
    const action = request.state === 'open' ? 'opened' : 'closed';
    const payload = pullRequestPayload(action, { ...told, request, heads });
    await this.#queue(webhooks, { event: 'pull_request', payloads: [JSON.stringify(payload)] });
  }

  /** Whatever the webhook listens to, and whether it is active or not. Answers the delivery. */
  async ping(webhook: StoredWebhook, sender: string): Promise<string | undefined> {
    const told = await this.#told(webhook, sender);
    if (told === undefined) return undefined;
    const payload = JSON.stringify(pingPayload(webhook, told));
    const [id] = await this.#queue([webhook], { event: 'ping', payloads: [payload] });
    return id;
  }

  /** The same payload under another id, as a receiver takes each id once. Answers it. */
  async again(
    webhook: StoredWebhook,
    { id, event, payload }: { id: string; event: DeliveryEvent; payload: string },
  ): Promise<string | undefined> {
    const [made] = await this.#queue([webhook], { event, payloads: [payload], redeliveryOf: id });
    return made;
  }

  async forget(place: RepositoryPlace): Promise<void> {
    const { store } = this.#options;
    for (const { id } of await store.list(place)) await store.remove(id);
  }

  async #listening(place: RepositoryPlace, event: WebhookEvent): Promise<StoredWebhook[]> {
    const known = await this.#options.store.list(place);
    return known.filter(({ active, events }) => active && events.includes(event));
  }

  async #told(place: RepositoryPlace, sender: string) {
    const { repositories, urls } = this.#options;
    const repository = await repositories.get(place);
    if (repository === undefined) return undefined;
    return { repository, sender, cloneUrl: urls.clone(place), pageUrl: urls.page(place) };
  }

  async #commits(
    place: RepositoryPlace,
    { before, after }: Pick<PushEvent, 'before' | 'after'>,
  ): Promise<readonly Commit[]> {
    if (after === NO_COMMIT) return [];
    const { bare, logger } = this.#options;
    const range = before === NO_COMMIT ? after : `${before}..${after}`;
    const limit = before === NO_COMMIT ? 1 : MAX_COMMITS + 1;
    try {
      return await logOf(await bare.open(place), { range, limit });
    } catch {
      // A tag of something that is no commit. What happened is told all the same.
      logger.debug(`The commits of a push to ${place.owner}/${place.name} are not told`);
      return [];
    }
  }

  async #queue(
    webhooks: readonly StoredWebhook[],
    what: { event: DeliveryEvent; payloads: readonly string[]; redeliveryOf?: string },
  ): Promise<string[]> {
    const { store, clock, onQueued } = this.#options;
    const { event, payloads, redeliveryOf } = what;
    const createdAt = clock.now();
    const deliveries: NewDelivery[] = webhooks.flatMap(({ id: webhook }) =>
      payloads.map(payload => ({
        ...{ id: randomUUID(), webhook, event, payload, createdAt },
        ...(redeliveryOf === undefined ? {} : { redeliveryOf }),
      })),
    );
    await store.enqueue(deliveries, MAX_WAITING);
    onQueued();
    return deliveries.map(({ id }) => id);
  }
}
