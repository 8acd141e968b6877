import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext, PlannedChange } from '@kubemate/operations-node';
import type { Phrase, Sentence } from '@kubemate/operations-common';
import { promotionOperations, promotionPermissions, say } from '@kubemate/plugin-pipelines-common';
import type { Gate, RunningImage } from '@kubemate/plugin-pipelines-common';
import type { z } from 'zod';
import type { Component } from '../environments/Components';
import { compareConfig } from '../environments/compareConfig';
import type { Environment } from '../environments/Environment';
import type { Found, Gap } from '../environments/EnvironmentReader';
import { blockedBy, together } from '../gates/blockedBy';
import { placesOf } from '../gates/MetricGate';
import { imageKey, isNamed, isSameImage, parseImage, pinned } from '../imageRef';
import { needsOf, planDelivery } from '../promotions/planDelivery';
import type { PlannedDelivery } from '../promotions/planDelivery';
import type { Promotions } from '../Promotions';
import { beginPromotion, finishPromotion, recoverPromotion } from './carryOut';
import type { PromotionDraft } from './carryOut';

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
      if (located.state === 'gap') return [];
      return needsOf(component, located);
    },
    async plan(input, context) {
      const { from, to } = promotions.step(input);
      const component = await promotions.components.get(input.component, context.credentials);
      const route = { component: component.name, from: from.name, to: to.name };
      const refuse = (refusal: Sentence) => ({
        ...{ summary: say('promote', route), refusal, diff: [], state: undefined },
      });
      const [source, target] = await Promise.all([
        promotions.reader.find(component, from, context.viewer),
        promotions.reader.find(component, to, context.viewer),
      ]);
      if (source.state === 'gap') return refuse(gapIn(from, source));
      if (target.state === 'gap') return refuse(gapIn(to, target));
      const refusal = whyNot({ input, from, to, source, target });
      if (refusal !== undefined) return refuse(refusal);
      return planFound(promotions, {
        ...{ input, context },
        summary: say('promoteImage', { ...route, image: nameOf(source.image) }),
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

function whyNot({
  input,
  from,
  to,
  source,
  target,
}: Omit<Step, 'component'> & { input: Input }): Phrase | undefined {
  const { image, workload } = source;
  const [there, here] = [{ environment: from.title }, { environment: to.title }];
  if (input.image !== undefined && !isNamed(image, input.image))
    return say('runsByNow', { ...there, image: nameOf(image), asked: input.image });
  if (isSameImage(image, target.image))
    return say('runsAlready', { ...here, image: nameOf(image) });
  if (workload.rollout !== 'complete')
    return say('sourceIncomplete', {
      ...{ ...there, reason: workload.rolloutReason ?? workload.rollout },
    });
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
  const refuse = (refusal: Sentence) => ({ summary, refusal, diff: [], state: undefined });
  const going = await promotions.stores.promotions.active(component.ref);
  const other = going.find(each => each.to === to.name);
  if (other !== undefined)
    return refuse(say('alreadyPromoted', { by: personName(other.by), image: nameOf(other.after) }));
  const change = { component, image: source.image, ...placesOf(found) };
  const gates = await promotions.gatesBefore(to, change, context);
  const { blocked, override } = overridden(gates, input);
  const why = together(blockedBy(blocked));
  if (why !== undefined) return refuse(why);
  if (override && !(await promotions.may(promotionPermissions.overrideFreeze, context.credentials)))
    return refuse(say('noOverride', { permission: promotionPermissions.overrideFreeze.name }));
  const after: RunningImage = { ...source.image, image: pinned(source.image) };
  const { diff, warnings, refusal, delivery } = await planDelivery(promotions, {
    ...{ component, environment: to, target, after, context },
  });
  return {
    ...{ summary, diff, refusal },
    warnings: [
      ...warnings,
      ...(override ? [say('overrides', { reason: input.freezeOverride ?? '' })] : []),
      ...told(gates),
      ...differencesTold(source, target),
    ],
    state: draftOf(found, {
      ...{ after, gates, delivery, summary },
      freezeOverride: override ? input.freezeOverride : undefined,
    }),
  };
}

/** The gates that block, without a freeze that somebody wants to override. */
function overridden(gates: readonly Gate[], { freezeOverride }: Input) {
  const blocked = gates.filter(({ state }) => state === 'blocked');
  const frozen = blocked.filter(({ kind }) => kind === 'freeze');
  const override = freezeOverride !== undefined && frozen.length > 0;
  return { override, blocked: override ? blocked.filter(each => !frozen.includes(each)) : blocked };
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
  const approved = gates.find(gate => gate.kind === 'approvals');
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
    request: approved?.kind === 'approvals' ? approved.request?.id : undefined,
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

function told(gates: readonly Gate[]): Phrase[] {
  return gates.flatMap(gate => {
    if (gate.kind === 'pipeline-passed' && gate.state === 'unknown') return [say('noKnownRun')];
    if (gate.kind === 'approvals' && gate.request !== undefined)
      return [
        say('approvedBy', {
          names: gate.request.decisions.map(({ by }) => personName(by)).join(', '),
        }),
      ];
    return [];
  });
}

/** `lea` of `user:default/lea`. */
function personName(ref: string): string {
  return ref.replace(/^user:(?:default\/)?/, '');
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

/** `cart:2.15.0`, or the start of the digest where there is no tag. */
export function nameOf(image: RunningImage): string {
  const { repository, tag, digest } = image.repository === '' ? parseImage(image.image) : image;
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  return `${last}${tag === undefined ? (digest === undefined ? '' : `@${imageKey(image).slice(0, 19)}`) : `:${tag}`}`;
}
