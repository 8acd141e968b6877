import { ConflictError, NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import type { Phrase, Sentence } from '@kubemate/operations-common';
import { promotionOperations, say } from '@kubemate/plugin-pipelines-common';
import type { ApprovalRequest, PhraseCode } from '@kubemate/plugin-pipelines-common';
import { randomUUID } from 'node:crypto';
import type { StoredApproval } from '../approvals/ApprovalStore';
import { stateOf, whyNotDecide } from '../approvals/judgeApproval';
import type { ApprovalRule } from '../environments/Environment';
import { placesOf } from '../gates/MetricGate';
import { isNamed, isSameImage, nameOf } from '../imageRef';
import type { Promotions } from '../Promotions';
import { gapIn } from './promote';

const HOUR_MS = 3_600_000;

/** Asking for approval, and deciding on it. None of it touches a cluster. */
export function approvalOperations(promotions: Promotions) {
  return [requestApproval(promotions), approve(promotions), reject(promotions)];
}

type Draft = Omit<StoredApproval, 'id' | 'requestedAt' | 'expiresAt'>;

function requestApproval(promotions: Promotions) {
  const { stores, clock } = promotions;
  return defineOperation<
    typeof promotionOperations.requestApproval.input,
    { draft: Draft; rule: ApprovalRule } | undefined
  >({
    contract: promotionOperations.requestApproval,
    target: ({ component }) => ({ kind: 'Component', name: component }),
    needs: async () => [],
    async plan(input, context) {
      const { from, to } = promotions.step(input);
      const component = await promotions.components.get(input.component, context.credentials);
      const route = { component: component.name, from: from.name, to: to.name };
      const refuse = (refusal: Sentence) => ({
        ...{ summary: say('askFor', route), refusal, diff: [], state: undefined },
      });
      const rule = to.gates.approvals;
      if (rule === undefined) return refuse(say('takesNoApproval', { environment: to.title }));
      const source = await promotions.reader.find(component, from, context.viewer);
      if (source.state === 'gap') return refuse(gapIn(from, source));
      const target = await promotions.reader.find(component, to, context.viewer);
      const before = target.state === 'gap' ? undefined : target.image;
      const { image } = source;
      if (before !== undefined && isSameImage(image, before))
        return refuse(say('runsAlready', { environment: to.title, image: nameOf(image) }));
      const { viewer } = context;
      const places = placesOf({ from, to, source, target });
      const question = {
        ...{ component, environment: to, image, viewer, isApprover: false },
        ...places,
      };
      const gates = await promotions.gates.ask(question);
      const gate = gates.find(each => each.kind === 'approvals');
      if (gate?.kind === 'approvals' && (gate.why === 'waiting' || gate.why === 'approved'))
        return refuse(say(gate.why === 'approved' ? 'approvedAlready' : 'askedAlready'));
      const draft: Draft = {
        ...{ component: component.ref, owner: component.owner, from: from.name, to: to.name },
        ...{ image, before, reason: input.reason, requestedBy: viewer.userEntityRef },
        ...{ revision: 1, decisions: [], authors: await promotions.gates.authors(question) },
      };
      const summary = say('askForImage', { ...route, image: nameOf(image) });
      return { summary, diff: [], state: { draft, rule } };
    },
    async run(_input, { state }) {
      if (state === undefined) return {};
      const requestedAt = clock.now();
      const expiresAt = requestedAt + state.rule.expiresAfterMs;
      const request = { ...state.draft, id: randomUUID(), requestedAt, expiresAt };
      await stores.approvals.insert(request);
      return { output: { request: request.id } };
    },
  });
}

const WHY_NOT: Readonly<Record<NonNullable<ApprovalRequest['whyNot']>, PhraseCode>> = {
  'no-permission': 'mayNotApprove',
  'not-in-group': 'notInGroup',
  requester: 'ownRequest',
  author: 'ownBuild',
  decided: 'decidedAlready',
  over: 'waitsNoMore',
};

interface Decision {
  readonly request: StoredApproval;
  readonly rule: ApprovalRule;
}

/** @throws NotFoundError where there is no such request for a component that the caller may see */
async function findDecision(
  promotions: Promotions,
  id: string,
  { credentials }: OperationContext,
): Promise<Decision> {
  const request = await promotions.stores.approvals.get(id);
  const missing = new NotFoundError(`There is no request ${id}`);
  if (request === undefined) throw missing;
  await promotions.components.get(request.component, credentials).catch(() => {
    throw missing;
  });
  const rule = promotions.environments.find(({ name }) => name === request.to)?.gates.approvals;
  if (rule === undefined) throw new ConflictError(`${request.to} takes no approvals any more`);
  return { request, rule };
}

function whyNot(
  { request, rule }: Decision,
  { viewer, clock }: Pick<OperationContext, 'viewer' | 'clock'>,
): Phrase | undefined {
  // The permission is that of the operation, and asked for already.
  const decider = { ...viewer, isOffered: true };
  const why = whyNotDecide(request, { decider, rule, now: clock.now() });
  return why && say(WHY_NOT[why]);
}

function approve(promotions: Promotions) {
  const { stores } = promotions;
  return defineOperation<typeof promotionOperations.approve.input, Decision>({
    contract: promotionOperations.approve,
    target: ({ request }) => ({ kind: 'ApprovalRequest', name: request }),
    needs: async () => [],
    async plan(input, context) {
      const decision = await findDecision(promotions, input.request, context);
      const { component, to, image } = decision.request;
      const other = isNamed(image, input.image)
        ? undefined
        : say('otherImage', { image: nameOf(image), asked: input.image });
      return {
        summary: say('approve', { image: nameOf(image), component, environment: to }),
        diff: [],
        refusal: other ?? whyNot(decision, context),
        state: decision,
      };
    },
    async run(input, context) {
      const { state, viewer, clock } = context;
      const { rule } = state;
      const stored = await stores.approvals.update(state.request.id, current => {
        const refusal = whyNot({ request: current, rule }, context);
        if (refusal !== undefined) throw new ConflictError(refusal.text);
        const at = clock.now();
        const wanted = (input.expiresInHours ?? Infinity) * HOUR_MS;
        const expiresAt = at + Math.min(rule.expiresAfterMs, wanted);
        const by = viewer.userEntityRef;
        const decided = { by, at, decision: 'approved' as const, reason: input.reason, expiresAt };
        // Whoever approves late gives the one who asked the time that the environment allows.
        return {
          decisions: [...current.decisions, decided],
          expiresAt: Math.max(current.expiresAt, expiresAt),
        };
      });
      const now = clock.now();
      return { output: { state: stateOf(stored, { needed: rule.count, now }) } };
    },
  });
}

function reject(promotions: Promotions) {
  const { stores } = promotions;
  return defineOperation<typeof promotionOperations.reject.input, Decision>({
    contract: promotionOperations.reject,
    target: ({ request }) => ({ kind: 'ApprovalRequest', name: request }),
    needs: async () => [],
    async plan(input, context) {
      const decision = await findDecision(promotions, input.request, context);
      const { component, to, image } = decision.request;
      return {
        summary: say('reject', { image: nameOf(image), component, environment: to }),
        diff: [],
        refusal: whyNot(decision, context),
        state: decision,
      };
    },
    async run({ reason }, context) {
      const { state, viewer, clock } = context;
      await stores.approvals.update(state.request.id, current => {
        const refusal = whyNot({ ...state, request: current }, context);
        if (refusal !== undefined) throw new ConflictError(refusal.text);
        const at = clock.now();
        const by = viewer.userEntityRef;
        const { expiresAt } = current;
        const decided = { by, at, decision: 'rejected' as const, reason, expiresAt };
        return { decisions: [...current.decisions, decided] };
      });
      return {};
    },
  });
}
