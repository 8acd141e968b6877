import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext, PlannedChange } from '@kubemate/operations-node';
import type { Phrase, Sentence } from '@kubemate/operations-common';
import { promotionOperations, say } from '@kubemate/plugin-pipelines-common';
import type { Gate, RunningImage } from '@kubemate/plugin-pipelines-common';
import type { z } from 'zod';
import type { Component } from '../environments/Components';
import { compareConfig } from '../environments/compareConfig';
import type { Environment } from '../environments/Environment';
import type { Found, Gap } from '../environments/EnvironmentReader';
import { isFirst, needsOfFirst } from '../first/FirstRelease';
import { isNamed, isSameImage, nameOf, pinned } from '../imageRef';
import { needsOf, planDelivery } from '../promotions/planDelivery';
import type { PlannedDelivery } from '../promotions/planDelivery';
import type { Promotions } from '../Promotions';
import { beginPromotion, finishPromotion, recoverPromotion } from './carryOut';
import type { PromotionDraft } from './carryOut';
import { clear, requestIn, told } from './clear';
import { planFirst } from './planFirst';

type Input = z.output<typeof promotionOperations.promote.input>;

/** What the plan has found, and the run goes by. */
interface Step {
  readonly component: Component;
  readonly from: Environment;
  readonly to: Environment;
  readonly source: Found;
  readonly target: Found;
}

/** From one environment to the next: by the gates, with a rollout that is verified, and back where that fails. */
export function promote(promotions: Promotions) {
  return defineOperation<typeof promotionOperations.promote.input, PromotionDraft | undefined>({
    contract: promotionOperations.promote,
    target: input => targetOf(promotions, input),
    async needs(input, context) {
      const { to } = promotions.step(input);
      const component = await promotions.components.get(input.component, context.credentials);
      const located = await promotions.reader.locate(component, to, context.viewer);
      if (located.state !== 'gap') return needsOf(component, located);
      return located.cause === 'absent' ? needsOfFirst(component, to) : [];
    },
    async plan(input, context) {
      const { from, to } = promotions.step(input);
      const component = await promotions.components.get(input.component, context.credentials);
      const route = { component: component.name, from: from.name, to: to.name };
      const named = ({ image }: Found) => ({ ...route, image: nameOf(image) });
      const refuse = (refusal: Sentence) => ({
        ...{ summary: say('promote', route), refusal, diff: [], state: undefined },
      });
      const [source, target] = await Promise.all([
        promotions.reader.find(component, from, context.viewer),
        promotions.reader.find(component, to, context.viewer),
      ]);
      if (source.state === 'gap') return refuse(gapIn(from, source));
      if (target.state === 'gap') {
        const { source: manifests } = component;
        if (target.cause !== 'absent' || manifests === undefined || !isFirst(component, to))
          return refuse(gapIn(to, target));
        const unready = whyNotFrom({ input, from, source });
        if (unready !== undefined) return refuse(unready);
        return planFirst(promotions, {
          ...{ input, context, summary: say('promoteFirst', named(source)) },
          found: { component, from, to, source, target, manifests },
        });
      }
      const refusal = whyNot({ input, from, to, source, target });
      if (refusal !== undefined) return refuse(refusal);
      return planFound(promotions, {
        ...{ input, context },
        summary: say('promoteImage', named(source)),
        found: { component, from, to, source, target },
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

function targetOf(promotions: Promotions, { component, to }: Pick<Input, 'component' | 'to'>) {
  const cluster = promotions.environments.find(({ name }) => name === to)?.cluster;
  return { cluster, kind: 'Component', name: component };
}

/** Why what is in the environment that it comes from cannot go anywhere now. */
function whyNotFrom({
  input,
  from,
  source,
}: Pick<Step, 'from' | 'source'> & { input: Input }): Phrase | undefined {
  const { image, workload } = source;
  const there = { environment: from.title };
  if (input.image !== undefined && !isNamed(image, input.image))
    return say('runsByNow', { ...there, image: nameOf(image), asked: input.image });
  if (workload.rollout === 'complete') return undefined;
  const reason = workload.rolloutReason ?? workload.rollout;
  return say('sourceIncomplete', { ...there, reason });
}

function whyNot(options: Omit<Step, 'component'> & { input: Input }): Phrase | undefined {
  const { to, source, target } = options;
  const { image } = source;
  const here = { environment: to.title };
  const why = whyNotFrom(options);
  if (why?.code === 'runsByNow') return why;
  if (isSameImage(image, target.image))
    return say('runsAlready', { ...here, image: nameOf(image) });
  if (why !== undefined) return why;
  if (target.workload.rollout === 'progressing')
    return say('otherRollout', { ...here, reason: target.workload.rolloutReason ?? '' });
  return target.workload.rollout === 'paused' ? say('rolloutPaused', here) : undefined;
}

async function planFound(
  promotions: Promotions,
  options: { input: Input; context: OperationContext; summary: Phrase; found: Step },
): Promise<PlannedChange<PromotionDraft | undefined>> {
  const { input, context, summary, found } = options;
  const { component, to, source, target } = found;
  const cleared = await clear(promotions, { ...found, input, context });
  if ('refusal' in cleared)
    return { summary, refusal: cleared.refusal, diff: [], state: undefined };
  const { gates, freezeOverride } = cleared;
  const after: RunningImage = { ...source.image, image: pinned(source.image) };
  const { diff, warnings, refusal, delivery } = await planDelivery(promotions, {
    ...{ component, environment: to, target, after, context },
  });
  return {
    ...{ summary, diff, refusal },
    warnings: [...warnings, ...told(cleared), ...differencesTold(source, target)],
    state: draftOf(found, { ...{ after, gates, delivery, summary }, freezeOverride }),
  };
}

function draftOf(
  { component, from, to, target }: Step,
  made: {
    after: RunningImage;
    gates: readonly Gate[];
    delivery: PlannedDelivery['delivery'];
    summary: Phrase;
    freezeOverride?: string;
  },
): PromotionDraft {
  const { after, gates, delivery, freezeOverride, summary } = made;
  return {
    kind: 'promotion',
    component: component.ref,
    owner: component.owner,
    from: from.name,
    to: to.name,
    workload: target.ref,
    uid: target.workload.uid,
    before: target.image,
    after,
    request: requestIn(gates),
    freezeOverride,
    ...delivery,
    timeoutMs: to.timeoutMs,
    stableMs: to.stableMs,
    now: nowOf(target),
    said: summary,
  };
}

export function nowOf({ workload }: Found): PromotionDraft['now'] {
  return { replicas: workload.replicas.wanted, isGood: workload.rollout === 'complete' };
}

/** Why it is not known what an environment runs. */
export function gapIn({ title }: Environment, { reason }: Gap): Phrase {
  return say('gapIn', { environment: title, reason });
}

/** Configuration is not promoted, which may be what breaks the image there. */
function differencesTold(source: Found, target: Found): Phrase[] {
  const side = ({ container, workload }: Found) => ({
    container,
    replicas: workload.replicas.wanted,
  });
  const names = compareConfig(side(target), side(source))
    .filter(({ what }) => what === 'env' || what === 'envFrom' || what === 'command')
    .map(({ name }) => name);
  return names.length === 0 ? [] : [say('differs', { names: names.slice(0, 8).join(', ') })];
}
