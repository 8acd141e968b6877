import type { OperationContext } from '@kubemate/operations-node';
import type { Phrase, Sentence } from '@kubemate/operations-common';
import { promotionPermissions, say } from '@kubemate/plugin-pipelines-common';
import type { Gate } from '@kubemate/plugin-pipelines-common';
import type { Component } from '../environments/Components';
import type { Environment } from '../environments/Environment';
import type { Found, Gap } from '../environments/EnvironmentReader';
import { blockedBy, together } from '../gates/blockedBy';
import { placesOf } from '../gates/MetricGate';
import { nameOf } from '../imageRef';
import type { Promotions } from '../Promotions';

interface Wish {
  /** Why it is to be done in a change freeze. */
  readonly freezeOverride?: string;
}

export interface Cleared {
  readonly gates: readonly Gate[];
  readonly freezeOverride?: string;
}

/** Whether nothing else is on its way there, and the gates let it through. */
export async function clear(
  promotions: Promotions,
  question: {
    readonly component: Component;
    readonly from: Environment;
    readonly to: Environment;
    readonly source: Found;
    readonly target: Found | Gap;
    readonly input: Wish;
    readonly context: OperationContext;
  },
): Promise<Cleared | { readonly refusal: Sentence }> {
  const { component, to, source, input, context } = question;
  const going = await promotions.stores.promotions.active(component.ref);
  const other = going.find(each => each.to === to.name);
  if (other !== undefined)
    return {
      refusal: say('alreadyPromoted', { by: personName(other.by), image: nameOf(other.after) }),
    };
  const change = { component, image: source.image, ...placesOf(question) };
  const gates = await promotions.gatesBefore(to, change, context);
  const { blocked, override } = overridden(gates, input);
  const why = together(blockedBy(blocked));
  if (why !== undefined) return { refusal: why };
  const { overrideFreeze } = promotionPermissions;
  if (override && !(await promotions.may(overrideFreeze, context.credentials)))
    return { refusal: say('noOverride', { permission: overrideFreeze.name }) };
  return { gates, freezeOverride: override ? input.freezeOverride : undefined };
}

/** The gates that block, without a freeze that somebody wants to override. */
function overridden(gates: readonly Gate[], { freezeOverride }: Wish) {
  const blocked = gates.filter(({ state }) => state === 'blocked');
  const frozen = blocked.filter(({ kind }) => kind === 'freeze');
  const override = freezeOverride !== undefined && frozen.length > 0;
  return { override, blocked: override ? blocked.filter(each => !frozen.includes(each)) : blocked };
}

export function requestIn(gates: readonly Gate[]): string | undefined {
  const approved = gates.find(gate => gate.kind === 'approvals');
  return approved?.kind === 'approvals' ? approved.request?.id : undefined;
}

export function told({ gates, freezeOverride }: Cleared): Phrase[] {
  const overrides =
    freezeOverride === undefined ? [] : [say('overrides', { reason: freezeOverride })];
  const ofGates = gates.flatMap(gate => {
    if (gate.kind === 'pipeline-passed' && gate.state === 'unknown') return [say('noKnownRun')];
    if (gate.kind === 'approvals' && gate.request !== undefined)
      return [
        say('approvedBy', {
          names: gate.request.decisions.map(({ by }) => personName(by)).join(', '),
        }),
      ];
    return [];
  });
  return [...overrides, ...ofGates];
}

/** `lea` of `user:default/lea`. */
function personName(ref: string): string {
  return ref.replace(/^user:(?:default\/)?/, '');
}
