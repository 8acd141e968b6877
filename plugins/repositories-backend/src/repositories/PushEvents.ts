import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Clock } from '@kubemate/kube-node';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { RepositoryStore } from '../store/RepositoryStore';
import type { Webhooks } from '../webhooks/Webhooks';
import type { PushEvent } from './pushEvent';
import type { PushRelay } from './PushRelay';

/** Tells the rest of the portal, its other replicas and webhooks that branches have moved. */
export class PushEvents {
  constructor(
    private readonly options: {
      readonly events: EventsService;
      readonly logger: LoggerService;
      readonly store: Pick<RepositoryStore, 'pushed'>;
      readonly relay: Pick<PushRelay, 'tell'>;
      readonly webhooks: Pick<Webhooks, 'pushed'>;
      readonly clock: Pick<Clock, 'now'>;
    },
  ) {}

  /** @throws the database's error where webhooks cannot be told for sure; what else comes of it never fails the push */
  async moved(
    place: RepositoryPlace,
    pusher: string,
    changes: readonly Pick<PushEvent, 'ref' | 'before' | 'after'>[],
  ): Promise<void> {
    const { owner, name } = place;
    const { clock, logger, store, relay, webhooks } = this.options;
    if (changes.length === 0) return;
    await store
      .pushed(place, clock.now())
      .catch(() => logger.warn(`When ${owner}/${name} was pushed to is not noted`));
    await webhooks.pushed(place, pusher, changes);
    for (const change of changes) await this.#announce({ owner, name, pusher, ...change }, relay);
  }

  /** What the repository is was changed, and not what is in it: those who know its files look again. */
  async changed(
    { owner, name }: RepositoryPlace,
    pusher: string,
    { ref, head }: { ref: string; head: string },
  ): Promise<void> {
    const push = { owner, name, pusher, ref, before: head, after: head };
    await this.#announce(push, this.options.relay);
  }

  async #announce(push: PushEvent, relay: Pick<PushRelay, 'tell'>): Promise<void> {
    const { logger } = this.options;
    const lost = () => logger.warn(`A push to ${push.owner}/${push.name} was not announced`);
    await relay.tell(push).catch(lost);
  }
}
