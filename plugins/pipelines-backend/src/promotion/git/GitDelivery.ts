import { isError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { say } from '@kubemate/plugin-pipelines-common';
import type { PromotionFailure } from '@kubemate/plugin-pipelines-common';
import { enteredAt, pause } from '../promotions/Delivery';
import type { Delivery, Execution } from '../promotions/Delivery';
import { lookAt, runsImage } from '../promotions/lookAt';
import {
  CANCELLED,
  CANCELLED_EARLY,
  changed,
  failed,
  give,
  putBack,
  seconds,
  undoing,
} from '../promotions/promotionSteps';
import { failureOf, tell } from '../promotions/tell';
import type { Step } from '../promotions/promotionSteps';
import type { StoredPromotion } from '../promotions/PromotionStore';
import { cancelledBy, stopWhereStopped } from '../promotions/stopping';
import type { Forge, ForgeFile, ForgeRepository } from '@kubemate/git-hosts-node';
import { isSameOverlay, overlayOf, readOverlay, writeOverlay } from './overlay';
import type { OverlayImage } from './overlay';

const RETRY_MS = 250;
const MERGE_POLL_MS = 5_000;
/** Others commit to the same repository all the time. */
const MAX_WRITES = 10;
const DAY_MS = 86_400_000;
/** So long a pull request may wait for somebody. */
const MERGE_MS = 7 * DAY_MS;

type GitPromotion = StoredPromotion & { readonly git: NonNullable<StoredPromotion['git']> };

/** What was written, or why it was not. */
type Written =
  | { readonly kind: 'commit'; readonly id: string }
  | { readonly kind: 'pull-request'; readonly number: number }
  | { readonly kind: 'failure'; readonly failure: PromotionFailure };

/**
 * Writes the image into an environment's overlay in git, and waits until a GitOps controller has applied it. The portal itself changes nothing on the
 * cluster then. Acts for the person who asked: what they may was looked at when they did.
 */
export class GitDelivery implements Delivery {
  readonly #forge: Forge;
  readonly #clock: Clock;

  constructor({ forge, clock }: { forge: Forge; clock: Clock }) {
    this.#forge = forge;
    this.#clock = clock;
  }

  forth(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const own = gitPromotion(promotion);
    switch (promotion.state) {
      case 'merging':
        return this.#awaitMerge(own, execution);
      case 'syncing':
        return this.#awaitSync(own, execution);
      default:
        return this.#set(own, execution);
    }
  }

  async back(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const own = gitPromotion(promotion);
    const { git, before, after } = own;
    const written = await this.#write(own, {
      ...{ execution, from: overlayOf(after), to: promotion.overlayBefore, branch: 'undo' },
      message: `Put ${before.image} back in ${promotion.to}\n\n${promotion.failure?.message ?? ''}`,
    });
    if (written.kind === 'failure')
      return putBack(promotion, { refusal: written.failure, done: '' });
    if (written.kind === 'pull-request') {
      const { number } = written;
      const { branch, repository } = git;
      const refusal = failureOf('refused', say('revertProposed', { branch, number, repository }));
      const step = putBack(promotion, { refusal, done: '' });
      return { ...step, git: { ...git, revert: `#${written.number}` } };
    }
    return putBack(promotion, {
      done: say('putBackByCommit', { commit: short(written.id), image: before.image }),
      git: { ...git, revert: written.id },
    });
  }

  async #set(promotion: GitPromotion, execution: Execution): Promise<Step> {
    const { git, after, component, to, id } = promotion;
    const written = await this.#write(promotion, {
      ...{ execution, from: promotion.overlayBefore, to: overlayOf(after), branch: 'promote' },
      message: `Run ${after.image} in ${to}\n\nPromotion ${id} of ${component}`,
    });
    if (written.kind === 'failure') return failed(written.failure);
    if (written.kind === 'commit') return syncing(git, written.id);
    return {
      state: 'merging',
      ...tell(say('proposed', { number: written.number, repository: git.repository })),
      git: { ...git, pullRequest: written.number },
    };
  }

  /** Writes one thing where the other is. */
  async #write(
    promotion: GitPromotion,
    options: {
      execution: Execution;
      from: OverlayImage | undefined;
      to: OverlayImage | undefined;
      branch: 'promote' | 'undo';
      message: string;
    },
  ): Promise<Written> {
    const { execution, from, to, message } = options;
    const { git, after, id } = promotion;
    const repository = this.#open(promotion);
    const deadline = enteredAt(promotion) + promotion.timeoutMs;
    for (let writes = 0; writes < MAX_WRITES;) {
      stopWhereStopped(execution.signal);
      try {
        const file = await repository.read(git.path);
        const there = readOverlay(file.text, after.repository);
        if (isSameOverlay(there, to)) return { kind: 'commit', id: await newest(repository, git) };
        if (!isSameOverlay(there, from)) return told(otherwise(git, there));
        if (cancelledBy(execution.signal) && options.branch === 'promote')
          return told(CANCELLED_EARLY);
        const text = writeOverlay(file.text, { repository: after.repository, image: to });
        const change = { path: git.path, text, message, head: file.head };
        if (asProposal(git, file)) {
          const branch = `kubemate/${options.branch}-${id.slice(0, 8)}`;
          return { kind: 'pull-request', number: await repository.propose({ ...change, branch }) };
        }
        return { kind: 'commit', id: await repository.commit(change) };
      } catch (error) {
        if (!isError(error)) throw error;
        const isAway = error.name === 'ServiceUnavailableError';
        if (isAway && this.#clock.now() >= deadline)
          return told({ cause: 'unreachable', message: error.message });
        if (!isAway && error.name !== 'ConflictError')
          return told({ cause: 'refused', message: error.message });
        if (!isAway) writes += 1;
        await pause(execution, { clock: this.#clock, ...(isAway ? {} : { ms: RETRY_MS }) });
      }
    }
    return told(failureOf('refused', say('branchBusy', { branch: git.branch })));
  }

  async #awaitMerge(promotion: GitPromotion, execution: Execution): Promise<Step> {
    const { git } = promotion;
    const { pullRequest: number = 0 } = git;
    const repository = this.#open(promotion);
    const deadline = enteredAt(promotion) + MERGE_MS;
    for (;;) {
      const { state, mergeCommit = '' } = (await quietly(() => repository.pullRequest(number))) ?? {
        state: 'open',
      };
      if (state === 'merged') return syncing(git, mergeCommit);
      const which = { number, repository: git.repository };
      if (state === 'closed') return failed(failureOf('not-merged', say('closedUnmerged', which)));
      const isCancelled = cancelledBy(execution.signal);
      if (isCancelled || this.#clock.now() >= deadline) {
        // Where somebody merges it in this very moment the next look says so.
        if ((await quietly(async () => repository.close(number).then(() => true))) === true)
          return failed(
            isCancelled ? CANCELLED_EARLY : failureOf('not-merged', say('notMerged', which)),
          );
      }
      await pause(execution, { clock: this.#clock, ms: MERGE_POLL_MS });
    }
  }

  /** Until the workload has the image: a controller that nobody sees here applies it. */
  async #awaitSync(promotion: GitPromotion, execution: Execution): Promise<Step> {
    const { before, after, git, timeoutMs } = promotion;
    const deadline = enteredAt(promotion) + timeoutMs;
    for (;;) {
      if (cancelledBy(execution.signal)) return undoing(CANCELLED);
      const look = await lookAt(promotion, execution, after);
      if (!('cause' in look)) {
        if (look.workload.uid !== promotion.uid) return give(changed(promotion, say('madeAnew')));
        if (runsImage(promotion, look.image, after))
          return { state: 'rolling-out', ...tell(say('controllerSet', { image: look.image })) };
        if (!runsImage(promotion, look.image, before))
          return give(changed(promotion, say('runsOther', { image: look.image })));
      } else if (look.cause !== 'unreachable') {
        return give(look);
      }
      if (this.#clock.now() >= deadline)
        return undoing(
          failureOf(
            'not-synced',
            say('notSynced', { commit: short(git.commit ?? ''), seconds: seconds(timeoutMs) }),
          ),
        );
      await pause(execution, { clock: this.#clock });
    }
  }

  #open({ git, by, groups }: GitPromotion): ForgeRepository {
    return this.#forge.open(git.repository, { user: by, groups });
  }
}

function syncing(git: GitPromotion['git'], commit: string): Step {
  return {
    state: 'syncing',
    ...tell(say('committed', { commit: short(commit), repository: git.repository })),
    git: { ...git, commit },
  };
}

function asProposal(git: GitPromotion['git'], { isProtected }: ForgeFile): boolean {
  return isProtected || git.by === 'pull-request';
}

function told(failure: PromotionFailure): Written {
  return { kind: 'failure', failure };
}

function otherwise({ path }: GitPromotion['git'], there?: OverlayImage): PromotionFailure {
  const what = there?.newTag ?? there?.digest ?? say('noImage');
  return failureOf('changed-meanwhile', say('overlayChanged', { path, what }));
}

async function newest(repository: ForgeRepository, { path }: GitPromotion['git']): Promise<string> {
  const [commit] = await repository.log(path, 1);
  return commit?.id ?? '';
}

/** What a forge that does not answer leaves unknown. */
async function quietly<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isError(error) && ['ServiceUnavailableError', 'ConflictError'].includes(error.name))
      return undefined;
    throw error;
  }
}

function short(commit: string): string {
  return commit.slice(0, 8);
}

function gitPromotion(promotion: StoredPromotion): GitPromotion {
  const { git } = promotion;
  if (git === undefined) throw new Error(`Promotion ${promotion.id} does not go through git`);
  return { ...promotion, git };
}
