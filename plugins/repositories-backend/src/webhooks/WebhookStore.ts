import type {
  Delivery,
  DeliveryDetail,
  DeliveryEvent,
  RepositoryPlace,
  WebhookEvent,
} from '@kubemate/plugin-repositories-common';

export interface StoredWebhook extends RepositoryPlace {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly active: boolean;
  /** Encrypted. */
  readonly secret?: string;
  readonly createdAt: number;
  readonly createdBy: string;
}

export interface StoredDelivery extends Delivery {
  readonly webhook: string;
  /** As it is sent. */
  readonly payload: string;
  readonly request?: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
  readonly response?: DeliveryDetail['response'];
}

export interface NewDelivery {
  readonly id: string;
  readonly webhook: string;
  readonly event: DeliveryEvent;
  readonly payload: string;
  readonly createdAt: number;
  readonly redeliveryOf?: string;
}

/** How an attempt went. */
export interface Attempt {
  readonly state: StoredDelivery['state'];
  readonly nextAt?: number;
  readonly sentAt: number;
  readonly durationMs: number;
  readonly error?: string;
  readonly request: NonNullable<StoredDelivery['request']>;
  readonly response?: StoredDelivery['response'];
}

/** Webhooks with what they have to tell. Shared by all replicas of the portal: of a delivery one of them makes an attempt at a time. */
export interface WebhookStore {
  list(place: RepositoryPlace): Promise<readonly StoredWebhook[]>;
  get(place: RepositoryPlace, id: string): Promise<StoredWebhook | undefined>;
  byId(id: string): Promise<StoredWebhook | undefined>;
  insert(webhook: StoredWebhook): Promise<void>;
  update(
    id: string,
    changes: Partial<Pick<StoredWebhook, 'url' | 'events' | 'active' | 'secret'>>,
  ): Promise<void>;
  /** With its deliveries. */
  remove(id: string): Promise<void>;
  /** In one step. More than `maxWaiting` of a webhook are kept as failed, and say so. */
  enqueue(deliveries: readonly NewDelivery[], maxWaiting: number): Promise<void>;
  /** Deliveries whose time has come, now held by whoever asks until `until`. */
  claim(options: { now: number; until: number; limit: number }): Promise<readonly StoredDelivery[]>;
  /** Notes an attempt, unless another one has begun since. */
  attempted(delivery: Pick<StoredDelivery, 'id' | 'attempts'>, attempt: Attempt): Promise<void>;
  /** Newest first. */
  deliveries(webhook: string, limit: number): Promise<readonly StoredDelivery[]>;
  delivery(webhook: string, id: string): Promise<StoredDelivery | undefined>;
  /** Forgets what has ended, beyond the newest `keep` of a webhook. */
  prune(webhook: string, keep: number): Promise<void>;
}
