import { isError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { RecoverContext, RunContext, RunOutcome } from '@kubemate/operations-node';
import type { Phrase, Sentence } from '@kubemate/operations-common';
import { say } from '@kubemate/plugin-pipelines-common';
import { sentenceOf, tell } from '../promotions/tell';
import { targetOf } from '../promotions/planPromotion';
import type { StoredPromotion } from '../promotions/PromotionStore';
import type { Promotions } from '../Promotions';

/** More often nobody goes on: it seems to be what ends the portal. */
const MAX_RESUMED = 20;
const MAX_ATTEMPTS = 5;

/** A promotion that is planned. */
export interface PromotionDraft extends Omit<
  StoredPromotion,
  'id' | 'state' | 'by' | 'startedAt' | 'events' | 'resumed' | 'revision' | 'groups'
> {
  /** How what runs there now does, which can be gone back to if it is well. */
  /** What is begun, as a sentence. */
  readonly said?: Phrase;
  readonly now: { readonly replicas: number; readonly isGood: boolean };
}

type Running = Pick<RunContext<unknown>, 'kube' | 'viewer' | 'signal' | 'report'>;

/** Stores what is to be done, before any of it is. */
export async function beginPromotion(
  { stores, clock }: Promotions,
  { now: seen, said, ...draft }: PromotionDraft,
  { id, viewer, summary }: Pick<RunContext<unknown>, 'id' | 'viewer' | 'summary'>,
): Promise<StoredPromotion> {
  const now = clock.now();
  const promotion: StoredPromotion = {
    ...draft,
    ...{ id, state: 'setting', startedAt: now, resumed: 0, revision: 1 },
    by: viewer.userEntityRef,
    groups: viewer.ownershipEntityRefs,
    events: [{ at: now, state: 'setting', ...tell(said ?? summary) }],
  };
  await stores.promotions.insert(promotion);
  if (promotion.first) return promotion;
  const { component, to: environment, before: image } = promotion;
  await stores.releases.note({
    ...{ component, environment, image, via: 'seen', since: now - 1 },
    ...seen,
  });
  return promotion;
}

/** Carries it out to its end, and says what came of it. */
export async function finishPromotion(
  { executor }: Promotions,
  promotion: StoredPromotion,
  running: Running,
): Promise<RunOutcome> {
  const ended = await executor.carryOut(promotion, running);
  // One that was cancelled has ended, and its receipt says so.
  running.signal.throwIfAborted();
  return outcomeOf(ended);
}

/** Goes on with what another process has left, as the person who asked. */
export async function recoverPromotion(
  promotions: Promotions,
  context: RecoverContext,
): Promise<RunOutcome> {
  const { stores, executor } = promotions;
  const found = await stores.promotions.get(context.id);
  if (found === undefined || found.by !== context.actor)
    throw new NotAllowedError('The portal ended before anything was changed; run it again');
  if (found.finishedAt !== undefined) return outcomeOf(found);
  const { cluster } = found.workload;
  const identity = context.kube.clusters().find(({ name }) => name === cluster)?.identity;
  if (identity === 'token' || found.resumed >= MAX_RESUMED)
    return outcomeOf(await executor.strand(found));
  const resumed = await takeUp(promotions, found);
  const viewer = { userEntityRef: found.by, ownershipEntityRefs: found.groups };
  return finishPromotion(promotions, resumed, { ...context, viewer });
}

/** From here on whoever had it before can store no step any more. */
async function takeUp(
  { stores, clock }: Promotions,
  { id }: StoredPromotion,
): Promise<StoredPromotion> {
  for (let attempt = 1; ; attempt++) {
    const found = await stores.promotions.get(id);
    if (found === undefined) throw new NotFoundError(`There is no promotion ${id}`);
    if (found.finishedAt !== undefined) return found;
    const resumed: StoredPromotion = {
      ...found,
      resumed: found.resumed + 1,
      events: [...found.events, { at: clock.now(), state: found.state, ...tell(say('resumed')) }],
      revision: found.revision + 1,
    };
    try {
      await stores.promotions.replace(resumed);
      return resumed;
    } catch (error) {
      if (!isError(error) || error.name !== 'ConflictError' || attempt === MAX_ATTEMPTS)
        throw error;
    }
  }
}

function outcomeOf(promotion: StoredPromotion): RunOutcome {
  const { id, state, workload, after, before, failure, first } = promotion;
  const target = targetOf(workload);
  const output = { promotion: id, state };
  const ended = (status: 'succeeded' | 'failed', why: Sentence): RunOutcome => {
    const { message, said } = tell(why);
    const results = [{ target, status, message: message.slice(0, 1000) }];
    return { output, results, ...(said === undefined ? {} : { said: [said] }) };
  };
  if (state === 'succeeded') return ended('succeeded', say('runs', { image: after.image }));
  const why = sentenceOf(failure ?? promotion.events.at(-1));
  if (state !== 'rolled-back') return ended('failed', why);
  return ended(
    'failed',
    first ? say('firstRolledBack', { why }) : say('rolledBack', { image: before.image, why }),
  );
}
