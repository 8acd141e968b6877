import { ConflictError, InputError } from '@backstage/errors';
import type { ObjectDiff, Sentence } from '@kubemate/operations-common';
import type {
  Need,
  OperationContext,
  PlannedChange,
  RunContext,
  RunOutcome,
} from '@kubemate/operations-node';
import { tenantSpecSchema } from '@kubemate/plugin-tenants-common';
import type { TenantSpec } from '@kubemate/plugin-tenants-common';
import { z } from 'zod';
import type { TenantSettings } from '../readTenantsConfig';
import { isTenantKind, KINDS } from '../tenants/kinds';
import type { TenantKind } from '../tenants/kinds';
import { planTenant } from '../tenants/planTenant';
import type { TenantPlan } from '../tenants/planTenant';
import { runTenant } from '../tenants/runTenant';
import type { Tenants } from '../tenants/Tenants';
import type { StoredTenant, TenantStore } from '../tenants/TenantStore';

export interface OperationParts {
  readonly tenants: Tenants;
  readonly store: TenantStore;
  readonly settings: TenantSettings;
}

/** A tenant before and after, and which part of the clusters follows. */
export interface Change {
  /** Absent where the tenant is new. */
  readonly before?: Pick<StoredTenant, 'spec' | 'state' | 'revision'>;
  readonly spec: TenantSpec;
  readonly state: 'active' | 'archived';
  readonly kinds?: readonly TenantKind[];
  readonly clusters?: readonly string[];
}

export interface ChangeState {
  readonly change: Change;
  readonly plan: TenantPlan;
}

const undoSchema = z.object({
  spec: tenantSpecSchema,
  state: z.enum(['active', 'archived']),
  /** The revision that the change made; undo only while nothing came after. */
  revision: z.number().int(),
});

/** How every operation on tenants goes: compare, try, store, write. */
export class TenantChange {
  readonly #parts: OperationParts;

  constructor(parts: OperationParts) {
    this.#parts = parts;
  }

  /** The rights that the writes need, by what the clusters hold now. */
  async needs(change: Change, context: OperationContext): Promise<readonly Need[]> {
    const { writes } = await this.#plan(change, context, true);
    return writes.flatMap(({ target, apply }) => {
      const { cluster, kind, namespace, name } = target;
      if (!isTenantKind(kind)) return [];
      const verb = apply === undefined ? 'delete' : 'patch';
      const resource = KINDS[kind];
      return [{ access: { cluster, verb, resource, namespace, name }, target }];
    });
  }

  async plan(
    change: Change,
    { summary, context }: { summary: Sentence; context: OperationContext },
  ): Promise<PlannedChange<ChangeState>> {
    this.#check(change.spec, context);
    const plan = await this.#plan(change, context, false);
    const { diff, warnings } = plan;
    return { summary, diff: [...declaredDiff(change), ...diff], warnings, state: { change, plan } };
  }

  /** Stores the declaration first: what then cannot be written is drift, and is shown as that. */
  async run({ change, plan }: ChangeState, context: RunContext<unknown>): Promise<RunOutcome> {
    const stored = await this.#store(change, context);
    const outcome = await runTenant(plan, context);
    const { before } = change;
    const results =
      outcome.results.length > 0
        ? outcome.results
        : [{ target: { kind: 'Tenant', name: change.spec.name }, status: 'succeeded' as const }];
    const undo =
      before === undefined || stored === undefined
        ? {}
        : { undo: { spec: before.spec, state: before.state, revision: stored.revision } };
    return { ...outcome, results, ...undo };
  }

  /** @throws ConflictError where the tenant was changed since */
  async undo(
    undo: unknown,
    context: OperationContext,
    kinds?: readonly TenantKind[],
  ): Promise<RunOutcome> {
    const { spec, state, revision } = undoSchema.parse(undo);
    const current = await this.#parts.store.get(spec.name);
    if (current === undefined || current.revision !== revision)
      throw new ConflictError(`Tenant ${spec.name} was changed since; change it back by hand`);
    const change: Change = { before: current, spec, state, kinds };
    const plan = await this.#plan(change, context, false);
    await this.#store(change, context);
    return runTenant(plan, { ...context, report: () => {} });
  }

  #plan(
    { spec, state, kinds, clusters }: Change,
    { kube, viewer }: OperationContext,
    untried: boolean,
  ): Promise<TenantPlan> {
    const { settings } = this.#parts;
    return planTenant(spec, { kube, viewer, settings, state, kinds, clusters, untried });
  }

  async #store(
    { before, spec, state }: Change,
    { viewer, clock }: OperationContext,
  ): Promise<StoredTenant | undefined> {
    const { store } = this.#parts;
    const now = clock.now();
    const by = viewer.userEntityRef;
    const made = { createdAt: now, createdBy: by, updatedAt: now, updatedBy: by };
    if (before === undefined) {
      const tenant = { spec, state, revision: 1, ...made };
      await store.insert(tenant);
      return tenant;
    }
    if (before.state === state && JSON.stringify(before.spec) === JSON.stringify(spec))
      return undefined;
    const known = await store.get(spec.name);
    const tenant = {
      ...made,
      ...known,
      spec,
      state,
      revision: before.revision + 1,
      updatedAt: now,
      updatedBy: by,
    };
    await store.replace(tenant);
    return tenant;
  }

  #check({ plan, placements }: TenantSpec, { kube }: OperationContext): void {
    if (!this.#parts.settings.plans.has(plan))
      throw new InputError(`There is no plan named ${plan}`);
    const known = new Set(kube.clusters().map(({ name }) => name));
    for (const { cluster } of placements)
      if (!known.has(cluster)) throw new InputError(`There is no cluster named ${cluster}`);
  }
}

/** How the declaration itself changes: what a second person who changes it is told. */
function declaredDiff({ before, spec, state }: Change): ObjectDiff[] {
  if (before === undefined) return [];
  const old: Readonly<Record<string, unknown>> = { ...before.spec, state: before.state };
  const young: Readonly<Record<string, unknown>> = { ...spec, state };
  const changes = Object.keys(young)
    .filter(path => JSON.stringify(old[path]) !== JSON.stringify(young[path]))
    .map(path => ({ path, before: old[path], after: young[path] }));
  return changes.length === 0 ? [] : [{ target: { kind: 'Tenant', name: spec.name }, changes }];
}
