import { InputError, isError } from '@backstage/errors';
import type { OperationContext } from '@kubemate/operations-node';
import { say } from '@kubemate/plugin-pipelines-common';
import type { RunningImage } from '@kubemate/plugin-pipelines-common';
import { planCanary } from '../canary/planCanary';
import { readStrategy } from '../canary/strategy';
import type { Component, GitSource } from '../environments/Components';
import type { Environment } from '../environments/Environment';
import type { Found, Located } from '../environments/EnvironmentReader';
import { overlayOf, readOverlay, writeOverlay } from '../git/overlay';
import { pathOf } from '../git/pathOf';
import type { Promotions } from '../Promotions';
import { chooseDelivery } from '../tenants/chooseDelivery';
import { needOn, tryImage } from './planPromotion';
import type { TriedChange } from './planPromotion';
import type { StoredPromotion } from './PromotionStore';

export interface PlannedDelivery extends TriedChange {
  readonly delivery: Pick<StoredPromotion, 'git' | 'overlayBefore' | 'canary'>;
}

interface Options {
  readonly component: Component;
  readonly environment: Environment;
  readonly target: Found;
  readonly after: RunningImage;
  readonly context: OperationContext;
  /** What is broken has to be mended at once: not in steps. */
  readonly atOnce?: boolean;
}

/** The rights on the cluster that carrying it out takes: through git the workload is only looked at. */
export function needsOf({ git }: Component, { kind, row }: Located) {
  const { cluster, namespace = '', name } = row;
  const ref = { cluster, apiVersion: 'apps/v1', kind, namespace, name, container: '' };
  return git === undefined ? [needOn(ref, 'get'), needOn(ref, 'patch')] : [needOn(ref, 'get')];
}

/** What would be written, where, and what the one who is written to would say. */
export async function planDelivery(
  promotions: Promotions,
  options: Options,
): Promise<PlannedDelivery> {
  const { component, target, after, context, atOnce = false } = options;
  const { git, rollout: wish } = component;
  const choice = chooseDelivery(git, await promotions.tenants.of(target.ref));
  const { tenant = '', by } = choice;
  // What is broken has to be mended at once, also where it came past git.
  if (!choice.isPossible && !atOnce)
    return {
      ...{ diff: [], warnings: [], delivery: {} },
      refusal: say('tenantWantsGit', { tenant, component: component.name }),
    };
  if (git !== undefined && by !== 'direct') {
    const planned = await planCommit(promotions, { ...options, git: { ...git, by } });
    if (git.by === by) return planned;
    return { ...planned, warnings: [...planned.warnings, say('tenantAsks', { tenant })] };
  }
  if (wish !== undefined && !atOnce) {
    const { viewer } = context;
    try {
      const strategy = readStrategy(wish);
      if (strategy !== undefined)
        return await planCanary(promotions, { wish, strategy, target, after, viewer });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { diff: [], warnings: [], delivery: {}, refusal: error.message };
    }
  }
  const tried = await tryImage(target.ref, { ...context, image: after.image });
  return { ...tried, delivery: {} };
}

/** Asked as the person, so that the repository says what they may. */
async function planCommit(
  { forge }: Promotions,
  { git, component, environment, after, context }: Options & { git: GitSource },
): Promise<PlannedDelivery> {
  const nothing = { diff: [], warnings: [], delivery: {} };
  const path = pathOf(git, environment.name);
  try {
    const repository = forge.open(git.repository, { credentials: context.credentials });
    const { text, head, branch, isProtected } = await repository.read(path);
    const before = readOverlay(text, after.repository);
    const written = writeOverlay(text, {
      repository: after.repository,
      image: overlayOf(after),
    });
    const by = isProtected ? 'pull-request' : git.by;
    const message = `Run ${after.image} in ${environment.name}`;
    const { diff, refusal } = await repository.tryCommit({
      ...{ path, text: written, message, head },
      ...(by === 'pull-request' ? { branch: 'kubemate/promote' } : {}),
    });
    return {
      ...{ diff, ...(refusal === undefined ? {} : { refusal }) },
      warnings: [
        by === 'commit'
          ? say('makesCommit', { branch, repository: git.repository })
          : say('opensPullRequest', { repository: git.repository }),
      ],
      delivery: {
        git: { repository: git.repository, path, branch, by },
        ...(before === undefined ? {} : { overlayBefore: before }),
      },
    };
  } catch (error) {
    if (!isError(error)) throw error;
    const where = { path, repository: git.repository, component: component.name };
    return { ...nothing, refusal: say('overlayProblem', { ...where, reason: error.message }) };
  }
}
