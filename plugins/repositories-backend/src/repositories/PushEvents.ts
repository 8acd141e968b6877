import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { Clock } from '@kubemate/kube-node';
import { z } from 'zod';
import type { RepositoryStore } from '../store/RepositoryStore';

/** Topic of Backstage's events service for every change of a branch or tag. */
export const PUSH_TOPIC = 'repositories.push';

export const pushEventSchema = z.object({
  owner: z.string(),
  name: z.string(),
  /** `refs/heads/main`. */
  ref: z.string(),
  /** Forty zeros where the ref is new. */
  before: z.string(),
  /** Forty zeros where the ref is gone. */
  after: z.string(),
  /** Entity ref of the person. */
  pusher: z.string(),
});

export type PushEvent = z.infer<typeof pushEventSchema>;

export const NO_COMMIT = '0'.repeat(40);

/** Tells the rest of the portal that branches have moved. What comes of it never fails the push. */
export class PushEvents {
  constructor(
    private readonly options: {
      readonly events: EventsService;
      readonly logger: LoggerService;
      readonly store: Pick<RepositoryStore, 'pushed'>;
      readonly clock: Pick<Clock, 'now'>;
    },
  ) {}

  async moved(
    place: RepositoryPlace,
    pusher: string,
    changes: readonly Pick<PushEvent, 'ref' | 'before' | 'after'>[],
  ): Promise<void> {
    const { owner, name } = place;
    const { clock, logger, store } = this.options;
    if (changes.length > 0)
      await store
        .pushed(place, clock.now())
        .catch(() => logger.warn(`When ${owner}/${name} was pushed to is not noted`));
    for (const change of changes) {
      const eventPayload: PushEvent = { owner, name, pusher, ...change };
      await this.options.events
        .publish({ topic: PUSH_TOPIC, eventPayload })
        .catch(() => logger.warn(`A push to ${owner}/${name} was not announced`));
    }
  }
}
