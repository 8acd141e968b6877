import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { tellCompensation } from '@kubemate/operations-common';
import { defineOperation, NothingDoneError } from '@kubemate/operations-node';
import type { Done, OperationContext } from '@kubemate/operations-node';
import { sayTenant, tenantOperations } from '@kubemate/plugin-tenants-common';
import type { QuotaRequest, Tenant } from '@kubemate/plugin-tenants-common';
import { z } from 'zod';
import { specOf } from '../tenants/Tenants';
import type { Change, OperationParts, TenantChange } from './TenantChange';

const QUOTA_KINDS = ['ResourceQuota', 'LimitRange'] as const;

const targetOf = ({ name }: { name: string }) => ({ kind: 'Tenant', name });

/** Asking for another plan, taking that back, and deciding on it. */
export function quotaOperations(parts: OperationParts, changes: TenantChange) {
  return [requestQuota(parts), withdrawRequest(parts), decideQuota(parts, changes)];
}

type Requests = Pick<OperationParts, 'store'>;

async function requestOf({ store }: Requests, name: string, request: string) {
  return (await store.quotaRequests(name)).find(({ id }) => id === request);
}

/** @throws ConflictError where somebody has decided on it meanwhile */
function withdraw({ store }: Requests, id: string, { clock, viewer }: OperationContext) {
  return store.decideQuotaRequest({
    ...{ id, status: 'withdrawn', note: undefined },
    ...{ decidedBy: viewer.userEntityRef, decidedAt: clock.now() },
  });
}

function requestQuota({ tenants, store, settings }: OperationParts) {
  return defineOperation({
    contract: tenantOperations.requestQuota,
    target: targetOf,
    // Nothing changes on a cluster before somebody has decided.
    needs: async ({ name }, context) => {
      await tenants.allow('requestQuota', name, context);
      return [];
    },
    async plan({ name, plan }, context) {
      const tenant = await tenants.allow('requestQuota', name, context);
      if (!settings.plans.has(plan)) throw new InputError(`There is no plan named ${plan}`);
      const waiting = (await store.quotaRequests(name)).some(({ status }) => status === 'waiting');
      return {
        summary: sayTenant('askForPlan', { plan, from: tenant.plan, tenant: name }),
        diff: [],
        refusal: waiting
          ? sayTenant('askedAlready')
          : tenant.plan === plan
            ? sayTenant('hasPlan', { tenant: name })
            : undefined,
        state: tenant.plan,
      };
    },
    async run({ name, plan, reason }, { id, state, clock, viewer }) {
      const request: QuotaRequest = {
        ...{ id, tenant: name, fromPlan: state, plan, reason, status: 'waiting' },
        requestedBy: viewer.userEntityRef,
        requestedAt: clock.now(),
      };
      await store.insertQuotaRequest(request);
      return { output: { request: id }, undo: id };
    },
    async recover({ name }, { id }) {
      if ((await requestOf({ store }, name, id)) === undefined) throw new NothingDoneError();
      return { output: { request: id }, undo: id };
    },
    async undo(request, context) {
      await withdraw({ store }, z.uuid().parse(request), context);
      return {};
    },
    async compensate({ record }: Done) {
      const { id, target } = record;
      const found = await requestOf({ store }, target.name, id);
      if (found === undefined) return tellCompensation({ state: 'gone' });
      if (found.status !== 'waiting')
        return tellCompensation({ state: 'gone', reason: sayTenant('requestEnded') });
      const input = { name: target.name, request: id };
      const counter = { kind: 'operation', operation: 'tenants.withdraw-request', input } as const;
      return tellCompensation({ state: 'as-made', counter });
    },
  });
}

function withdrawRequest({ tenants, store }: OperationParts) {
  return defineOperation({
    contract: tenantOperations.withdrawRequest,
    target: targetOf,
    needs: async ({ name }, context) => {
      await tenants.allow('requestQuota', name, context);
      return [];
    },
    async plan({ name, request }, context) {
      await tenants.allow('requestQuota', name, context);
      const found = await requestOf({ store }, name, request);
      if (found === undefined) throw new NotFoundError(`Tenant ${name} has no such request`);
      return {
        summary: sayTenant('withdraw', { plan: found.plan, tenant: name }),
        diff: [],
        refusal:
          found.status !== 'waiting'
            ? sayTenant('waitsNoMore')
            : found.requestedBy === context.viewer.userEntityRef
              ? undefined
              : sayTenant('othersRequest'),
        state: found.status,
      };
    },
    async run({ request }, context) {
      await withdraw({ store }, request, context);
      return {};
    },
    async recover({ name, request }, { actor }) {
      const found = await requestOf({ store }, name, request);
      if (found === undefined || found.status === 'waiting') throw new NothingDoneError();
      if (found.status !== 'withdrawn' || found.decidedBy !== actor)
        throw new ConflictError('Somebody else has decided on it');
      return {};
    },
  });
}

interface Decision {
  readonly name: string;
  readonly request: string;
  readonly decision: 'approved' | 'refused';
}

function decideQuota({ tenants, store }: OperationParts, changes: TenantChange) {
  const find = async ({ name, request }: Decision, context: OperationContext) => {
    const tenant = await tenants.allow('decideQuota', name, context);
    const found = await requestOf({ store }, name, request);
    if (found === undefined) throw new NotFoundError(`Tenant ${name} has no such request`);
    return { tenant, found };
  };
  const changeOf = (tenant: Tenant, plan: string): Change => ({
    before: { ...tenant, spec: specOf(tenant) },
    spec: { ...specOf(tenant), plan },
    state: tenant.state,
    kinds: QUOTA_KINDS,
  });
  return defineOperation({
    contract: tenantOperations.decideQuota,
    target: targetOf,
    async needs(input, context) {
      const { tenant, found } = await find(input, context);
      return input.decision === 'refused'
        ? []
        : changes.needs(changeOf(tenant, found.plan), context);
    },
    async plan(input, context) {
      const { tenant, found } = await find(input, context);
      const plan = input.decision === 'approved' ? found.plan : tenant.plan;
      const summary = sayTenant(input.decision === 'approved' ? 'approvePlan' : 'refusePlan', {
        ...{ plan: found.plan, tenant: tenant.name },
      });
      const refusal =
        found.status !== 'waiting'
          ? sayTenant('waitsNoMore')
          : found.requestedBy === context.viewer.userEntityRef
            ? sayTenant('ownRequest')
            : undefined;
      if (input.decision === 'refused') {
        const nothing = { writes: [], diff: [], warnings: [], left: [] };
        return {
          summary,
          diff: [],
          refusal,
          state: { change: changeOf(tenant, plan), plan: nothing },
        };
      }
      const planned = await changes.plan(changeOf(tenant, plan), { summary, context });
      return { ...planned, refusal };
    },
    async run({ request, decision, note }, context) {
      const { clock, viewer, state } = context;
      await changes.begin(state.change, context);
      await store.decideQuotaRequest({
        ...{ id: request, status: decision, note, decidedAt: clock.now() },
        decidedBy: viewer.userEntityRef,
      });
      const { undo, ...outcome } = await changes.run(state, context);
      return outcome;
    },
    async recover({ name, request, decision, note }, context) {
      const { actor, clock } = context;
      const found = await requestOf({ store }, name, request);
      if ((await store.begun(context.id)) === undefined || found === undefined)
        throw new NothingDoneError();
      const decided = { status: decision, decidedBy: actor };
      if (found.status === 'waiting')
        await store.decideQuotaRequest({ id: request, note, decidedAt: clock.now(), ...decided });
      else if (found.status !== decision || found.decidedBy !== actor)
        throw new ConflictError('Somebody else has decided on it');
      if (decision === 'refused') return {};
      const { undo, ...outcome } = await changes.recover(context);
      return outcome;
    },
  });
}
