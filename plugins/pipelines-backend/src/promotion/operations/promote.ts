import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext, PlannedChange } from '@kubemate/operations-node';
import { promotionOperations, promotionPermissions } from '@kubemate/plugin-pipelines-common';
import type { Gate, RunningImage } from '@kubemate/plugin-pipelines-common';
import type { z } from 'zod';
import type { Component } from '../environments/Components';
import { compareConfig } from '../environments/compareConfig';
import type { Environment } from '../environments/Environment';
import type { Found } from '../environments/EnvironmentReader';
import { blockedBy } from '../gates/blockedBy';
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
      const summary = `Promote ${component.name} from ${from.name} to ${to.name}`;
      const refuse = (refusal: string) => ({ summary, refusal, diff: [], state: undefined });
      const [source, target] = await Promise.all([
        promotions.reader.find(component, from, context.viewer),
        promotions.reader.find(component, to, context.viewer),
      ]);
      if (source.state === 'gap') return refuse(`${from.title}: ${source.reason}`);
      if (target.state === 'gap') return refuse(`${to.title}: ${target.reason}`);
      const refusal = whyNot({ input, from, to, source, target });
      if (refusal !== undefined) return refuse(refusal);
      return planFound(promotions, {
        ...{ input, context, summary: `${summary}: ${nameOf(source.image)}` },
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
}: Omit<Step, 'component'> & { input: Input }): string | undefined {
  const { image, workload } = source;
  if (input.image !== undefined && !isNamed(image, input.image))
    return `${from.title} runs ${nameOf(image)} by now, not ${input.image}`;
  if (isSameImage(image, target.image)) return `${to.title} runs ${nameOf(image)} already`;
  if (workload.rollout !== 'complete')
    return `The rollout in ${from.title} is not complete (${workload.rolloutReason ?? workload.rollout})`;
  if (target.workload.rollout === 'progressing')
    return `Another rollout goes on in ${to.title} (${target.workload.rolloutReason ?? ''})`;
  return target.workload.rollout === 'paused'
    ? `The rollout in ${to.title} is paused: it has to be resumed first`
    : undefined;
}

async function planFound(
  promotions: Promotions,
  options: { input: Input; context: OperationContext; summary: string; found: Step },
): Promise<PlannedChange<PromotionDraft | undefined>> {
  const { input, context, summary, found } = options;
  const { component, to, source, target } = found;
  const refuse = (refusal: string) => ({ summary, refusal, diff: [], state: undefined });
  const going = await promotions.stores.promotions.active(component.ref);
  const other = going.find(each => each.to === to.name);
  if (other !== undefined)
    return refuse(
      `${personName(other.by)} has begun to promote ${nameOf(other.after)} there already`,
    );
  const change = { component, image: source.image, ...placesOf(found) };
  const gates = await promotions.gatesBefore(to, change, context);
  const { blocked, override } = overridden(gates, input);
  if (blocked.length > 0) return refuse(`${blockedBy(blocked).join('. ')}.`);
  if (override && !(await promotions.may(promotionPermissions.overrideFreeze, context.credentials)))
    return refuse(
      `Your role does not let you override a freeze (${promotionPermissions.overrideFreeze.name})`,
    );
  const after: RunningImage = { ...source.image, image: pinned(source.image) };
  const { diff, warnings, refusal, delivery } = await planDelivery(promotions, {
    ...{ component, environment: to, target, after, context },
  });
  return {
    ...{ summary, diff, refusal },
    warnings: [
      ...warnings,
      ...(override ? [`Overrides a change freeze: ${input.freezeOverride}`] : []),
      ...told(gates),
      ...differencesTold(source, target),
    ],
    state: draftOf(found, {
      ...{ after, gates, delivery },
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
    freezeOverride?: string;
  },
): PromotionDraft {
  const { after, gates, delivery, freezeOverride } = made;
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
  };
}

export function nowOf({ workload }: Found): PromotionDraft['now'] {
  return { replicas: workload.replicas.wanted, isGood: workload.rollout === 'complete' };
}

function told(gates: readonly Gate[]): string[] {
  return gates.flatMap(gate => {
    if (gate.kind === 'pipeline-passed' && gate.state === 'unknown')
      return ['No run that you may see made this image, so that nobody knows whether it passed'];
    if (gate.kind === 'approvals' && gate.request !== undefined)
      return [`Approved by ${gate.request.decisions.map(({ by }) => personName(by)).join(', ')}`];
    return [];
  });
}

/** `lea` of `user:default/lea`. */
function personName(ref: string): string {
  return ref.replace(/^user:(?:default\/)?/, '');
}

/** Configuration is not promoted, which may be what breaks the image there. */
function differencesTold(source: Found, target: Found): string[] {
  const side = ({ container, workload }: Found) => ({
    container,
    replicas: workload.replicas.wanted,
  });
  const names = compareConfig(side(target), side(source))
    .filter(({ what }) => what === 'env' || what === 'envFrom' || what === 'command')
    .map(({ name }) => name);
  return names.length === 0
    ? []
    : [`Differs between the two, and stays: ${names.slice(0, 8).join(', ')}`];
}

/** `cart:2.15.0`, or the start of the digest where there is no tag. */
export function nameOf(image: RunningImage): string {
  const { repository, tag, digest } = image.repository === '' ? parseImage(image.image) : image;
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  return `${last}${tag === undefined ? (digest === undefined ? '' : `@${imageKey(image).slice(0, 19)}`) : `:${tag}`}`;
}
