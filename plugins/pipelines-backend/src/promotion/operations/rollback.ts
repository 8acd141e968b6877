import { NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext, PlannedChange } from '@kubemate/operations-node';
import type { Phrase, Sentence } from '@kubemate/operations-common';
import { promotionOperations, say } from '@kubemate/plugin-pipelines-common';
import type { ConfigDifference, Release } from '@kubemate/plugin-pipelines-common';
import type { Component } from '../environments/Components';
import type { Environment } from '../environments/Environment';
import type { Found } from '../environments/EnvironmentReader';
import { isSameImage, pinned, nameOf } from '../imageRef';
import { needsOf, planDelivery } from '../promotions/planDelivery';
import type { Promotions } from '../Promotions';
import { compareRelease } from '../releases/compareRelease';
import { beginPromotion, finishPromotion, recoverPromotion } from './carryOut';
import type { PromotionDraft } from './carryOut';
import { nowOf } from './promote';

/** Back to a release that was good; gates do not stand before it, as what is broken has to be mended at once. */
export function rollback(promotions: Promotions) {
  return defineOperation<typeof promotionOperations.rollback.input, PromotionDraft | undefined>({
    contract: promotionOperations.rollback,
    target: ({ component, environment }) => ({
      cluster: promotions.environments.find(({ name }) => name === environment)?.cluster,
      kind: 'Component',
      name: component,
    }),
    async needs(input, context) {
      const environment = promotions.environment(input.environment);
      const component = await promotions.components.get(input.component, context.credentials);
      const located = await promotions.reader.locate(component, environment, context.viewer);
      if (located.state === 'gap') return [];
      return needsOf(component, located);
    },
    async plan(input, context) {
      const environment = promotions.environment(input.environment);
      const component = await promotions.components.get(input.component, context.credentials);
      const release = await promotions.stores.releases.get(input.release);
      if (release?.component !== component.ref || release.environment !== environment.name)
        throw new NotFoundError(`${component.name} has no such release in ${environment.name}`);
      const image = nameOf(release.image);
      const names = { component: component.name, environment: environment.name };
      const summary = say('rollBack', { ...names, image });
      const refuse = (refusal: Sentence) => ({ summary, refusal, diff: [], state: undefined });
      if (!release.isGood) return refuse(say('neverWell'));
      const found = await promotions.reader.find(component, environment, context.viewer);
      if (found.state === 'gap') return refuse(found.reason);
      if (isSameImage(found.image, release.image))
        return refuse(say('runsAlready', { environment: environment.title, image }));
      const going = await promotions.stores.promotions.active(component.ref);
      const other = going.find(({ to }) => to === environment.name);
      if (other !== undefined) return refuse(say('cancelFirst', { image: nameOf(other.after) }));
      return planFound(promotions, {
        ...{ component, environment, release, found, summary, context },
      });
    },
    async run(_input, context) {
      const { state } = context;
      if (state === undefined) return {};
      const begun = await beginPromotion(promotions, state, context);
      return finishPromotion(promotions, begun, context);
    },
    recover: (_input, context) => recoverPromotion(promotions, context),
  });
}

interface Choice {
  readonly component: Component;
  readonly environment: Environment;
  readonly release: Release;
  readonly found: Found;
  readonly summary: Phrase;
  readonly context: OperationContext;
}

async function planFound(
  promotions: Promotions,
  { component, environment, release, found, summary, context }: Choice,
): Promise<PlannedChange<PromotionDraft | undefined>> {
  const after = { ...release.image, image: pinned(release.image) };
  const [tried, compared] = await Promise.all([
    planDelivery(promotions, {
      ...{ component, environment, target: found, after, context, atOnce: true },
    }),
    compareRelease(release, { ...context, found }),
  ]);
  const state: PromotionDraft = {
    kind: 'rollback',
    component: component.ref,
    owner: component.owner,
    to: environment.name,
    workload: found.ref,
    uid: found.workload.uid,
    before: found.image,
    after,
    release: release.id,
    ...tried.delivery,
    timeoutMs: environment.timeoutMs,
    stableMs: environment.stableMs,
    now: nowOf(found),
    said: summary,
  };
  return {
    ...{ summary, diff: tried.diff, refusal: tried.refusal, state },
    warnings: [
      ...tried.warnings,
      ...compared.differences.filter(({ what }) => what !== 'image').map(stays),
      ...(compared.isPartial ? [say('oldConfigGone')] : []),
      say('databasesStay'),
    ],
  };
}

/** Only the image goes back. */
function stays({ name, before, after }: ConfigDifference): Phrase {
  const notSet = say('notSet');
  return say('stays', { name, then: after ?? notSet, now: before ?? notSet });
}
