import { defineOperation } from '@kubemate/operations-node';
import type { AnyOperation } from '@kubemate/operations-node';
import { sayTenant, tenantOperations } from '@kubemate/plugin-tenants-common';
import { specOf } from '../tenants/Tenants';
import { claimedBy } from './claimedBy';
import { quotaOperations } from './quotaOperations';
import { TenantChange } from './TenantChange';
import { tenantCompensation } from './tenantCompensation';
import type { OperationParts } from './TenantChange';

const MEMBER_KINDS = ['RoleBinding'] as const;

/** Every operation on tenants. */
export function tenantOperationDefinitions(parts: OperationParts): readonly AnyOperation[] {
  const changes = new TenantChange(parts);
  return [
    createTenant(parts, changes),
    changeTenant(parts, changes),
    setMembers(parts, changes),
    archiveTenant(parts, changes),
    restoreTenant(parts, changes),
    repairDrift(parts, changes),
    ...quotaOperations(parts, changes),
  ] as readonly AnyOperation[];
}

const targetOf = ({ name }: { name: string }) => ({ kind: 'Tenant', name });

function createTenant({ store, tenants }: OperationParts, changes: TenantChange) {
  return defineOperation({
    contract: tenantOperations.createTenant,
    target: targetOf,
    needs: async (spec, context) => changes.needs({ spec, state: 'active' }, context),
    async plan(spec, context) {
      const known = await store.list();
      const taken = known.some(tenant => tenant.spec.name === spec.name)
        ? sayTenant('exists', { tenant: spec.name })
        : claimedBy(spec, known);
      const where = new Set(spec.placements.map(({ cluster }) => cluster)).size;
      const summary = sayTenant(where === 1 ? 'createOnOne' : 'create', {
        ...{ tenant: spec.name, number: where },
      });
      const planned = await changes.plan({ spec, state: 'active' }, { summary, context });
      return { ...planned, refusal: taken };
    },
    run: (_, context) => changes.run(context.state, context),
    recover: (_, context) => changes.recover(context),
    compensate: tenantCompensation({ store, tenants }),
  });
}

function changeTenant({ tenants, store }: OperationParts, changes: TenantChange) {
  const changeOf = async (
    { name, ...fields }: { name: string },
    context: Parameters<TenantChange['needs']>[1],
  ) => {
    const before = await tenants.allow('change', name, context);
    const given = Object.entries(fields).filter(([, value]) => value !== undefined);
    const spec = { ...specOf(before), ...Object.fromEntries(given) };
    return { before: { ...before, spec: specOf(before) }, spec, state: before.state };
  };
  return defineOperation({
    contract: tenantOperations.changeTenant,
    target: targetOf,
    needs: async (input, context) => changes.needs(await changeOf(input, context), context),
    async plan(input, context) {
      const change = await changeOf(input, context);
      const others = (await store.list()).filter(({ spec }) => spec.name !== input.name);
      const summary = sayTenant('change', { tenant: input.name });
      const planned = await changes.plan(change, { summary, context });
      return { ...planned, refusal: claimedBy(change.spec, others) };
    },
    run: (_, context) => changes.run(context.state, context),
    recover: (_, context) => changes.recover(context),
    undo: (undo, context) => changes.undo(undo, context),
  });
}

function setMembers({ tenants }: OperationParts, changes: TenantChange) {
  const changeOf = async (
    { name, members }: { name: string; members: ReturnType<typeof specOf>['members'] },
    context: Parameters<TenantChange['needs']>[1],
  ) => {
    const before = await tenants.allow('setMembers', name, context);
    const spec = specOf(before);
    return {
      before: { ...before, spec },
      spec: { ...spec, members },
      state: before.state,
      kinds: MEMBER_KINDS,
    };
  };
  return defineOperation({
    contract: tenantOperations.setMembers,
    target: targetOf,
    needs: async (input, context) => changes.needs(await changeOf(input, context), context),
    plan: async (input, context) =>
      changes.plan(await changeOf(input, context), {
        summary: sayTenant('setMembers', { tenant: input.name, number: input.members.length }),
        context,
      }),
    run: (_, context) => changes.run(context.state, context),
    recover: (_, context) => changes.recover(context),
    undo: (undo, context) => changes.undo(undo, context, MEMBER_KINDS),
  });
}

function archiveTenant({ tenants }: OperationParts, changes: TenantChange) {
  const changeOf = async (name: string, context: Parameters<TenantChange['needs']>[1]) => {
    const before = await tenants.allow('archive', name, context);
    const spec = specOf(before);
    return { before: { ...before, spec }, spec, state: 'archived' as const, kinds: MEMBER_KINDS };
  };
  return defineOperation({
    contract: tenantOperations.archiveTenant,
    target: targetOf,
    needs: async ({ name }, context) => changes.needs(await changeOf(name, context), context),
    async plan({ name }, context) {
      const change = await changeOf(name, context);
      const summary = sayTenant('archive', { tenant: name });
      const planned = await changes.plan(change, { summary, context });
      const refusal =
        change.before.state === 'archived'
          ? sayTenant('archivedAlready', { tenant: name })
          : undefined;
      return { ...planned, refusal };
    },
    run: (_, context) => changes.run(context.state, context),
    recover: (_, context) => changes.recover(context),
    undo: (undo, context) => changes.undo(undo, context, MEMBER_KINDS),
  });
}

function restoreTenant({ tenants }: OperationParts, changes: TenantChange) {
  const changeOf = async (name: string, context: Parameters<TenantChange['needs']>[1]) => {
    const before = await tenants.allow('archive', name, context);
    const spec = specOf(before);
    return { before: { ...before, spec }, spec, state: 'active' as const, kinds: MEMBER_KINDS };
  };
  return defineOperation({
    contract: tenantOperations.restoreTenant,
    target: targetOf,
    needs: async ({ name }, context) => changes.needs(await changeOf(name, context), context),
    async plan({ name }, context) {
      const change = await changeOf(name, context);
      const summary = sayTenant('restore', { tenant: name });
      const planned = await changes.plan(change, { summary, context });
      const refusal =
        change.before.state === 'active' ? sayTenant('notArchived', { tenant: name }) : undefined;
      return { ...planned, refusal };
    },
    run: (_, context) => changes.run(context.state, context),
    recover: (_, context) => changes.recover(context),
    undo: (undo, context) => changes.undo(undo, context, MEMBER_KINDS),
  });
}

function repairDrift({ tenants }: OperationParts, changes: TenantChange) {
  const changeOf = async (
    { name, clusters }: { name: string; clusters?: string[] },
    context: Parameters<TenantChange['needs']>[1],
  ) => {
    const before = await tenants.allow('repair', name, context);
    const spec = specOf(before);
    return { before: { ...before, spec }, spec, state: before.state, clusters };
  };
  return defineOperation({
    contract: tenantOperations.repairDrift,
    target: targetOf,
    needs: async (input, context) => changes.needs(await changeOf(input, context), context),
    async plan(input, context) {
      const change = await changeOf(input, context);
      const summary = sayTenant('repair', { tenant: input.name });
      const planned = await changes.plan(change, { summary, context });
      const { writes, left } = planned.state.plan;
      const refusal =
        writes.length === 0 && left.length === 0 ? sayTenant('nothingDiffers') : undefined;
      return { ...planned, refusal };
    },
    run: (_, context) => changes.run(context.state, context),
    recover: (_, context) => changes.recover(context),
  });
}
