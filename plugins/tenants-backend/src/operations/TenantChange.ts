import { ConflictError, InputError } from '@backstage/errors';
import type { ObjectDiff, Sentence } from '@kubemate/operations-common';
import { NothingDoneError } from '@kubemate/operations-node';
import type {
  Need,
  OperationContext,
  PlannedChange,
  RecoverContext,
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
    await this.begin(change, context);
    await this.#store(change, context);
    return outcomeOf(change, await runTenant(plan, context));
  }

  /** Keeps what is about to be done, for whoever goes on with it. */
  async begin(
    { before, spec, state, kinds, clusters }: Change,
    { id, viewer, clock }: Pick<RunContext<unknown>, 'id' | 'viewer' | 'clock'>,
  ): Promise<void> {
    await this.#parts.store.begin({
      ...{ id, by: viewer.userEntityRef, groups: viewer.ownershipEntityRefs, at: clock.now() },
      change: {
        ...(before && {
          before: { spec: before.spec, state: before.state, revision: before.revision },
        }),
        ...{ spec, state },
        ...(kinds && { kinds: [...kinds] }),
        ...(clusters && { clusters: [...clusters] }),
      },
    });
  }

  /**
   * Goes on with a run whose process has died, as the person who had begun it: declares what is not declared yet, and writes what the clusters lack.
   * @throws NothingDoneError where nothing was begun
   * @throws ConflictError where somebody has changed the tenant since
   */
  async recover({ id, actor, ...context }: RecoverContext): Promise<RunOutcome> {
    const begun = await this.#parts.store.begun(id);
    if (begun === undefined || begun.by !== actor) throw new NothingDoneError();
    const { change } = begun;
    const viewer = { userEntityRef: actor, ownershipEntityRefs: begun.groups };
    if (await this.#isToStore(change, actor)) await this.#store(change, { ...context, viewer });
    const named = change.clusters ?? change.spec.placements.map(({ cluster }) => cluster);
    // There is no token of theirs any more.
    const byToken = context.kube.clusters().filter(({ identity }) => identity === 'token');
    const clusters = named.filter(name => !byToken.some(each => each.name === name));
    const plan = await planTenant(change.spec, {
      ...{ ...change, ...context, viewer, clusters },
      settings: this.#parts.settings,
    });
    const left = byToken.flatMap(({ name: cluster }) =>
      named.includes(cluster)
        ? [{ cluster, reason: 'It takes the token of who asked alone: repair the drift there' }]
        : [],
    );
    const tenant = { ...plan, left: [...plan.left, ...left] };
    return outcomeOf(change, await runTenant(tenant, { ...context, viewer }));
  }

  /** Whether the declaration is still as it was before. */
  async #isToStore(change: Change, actor: string): Promise<boolean> {
    const { before, spec, state } = change;
    const { name } = spec;
    const current = await this.#parts.store.get(name);
    if (before === undefined && current === undefined) return true;
    if (current !== undefined && current.revision === before?.revision) return true;
    const isDone =
      current?.revision === revisionAfter(change) &&
      current.updatedBy === actor &&
      current.state === state &&
      isSameSpec(current.spec, spec);
    if (!isDone) throw new ConflictError(`Tenant ${name} was changed since; repair its drift`);
    return false;
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
    change: Change,
    { viewer, clock }: Pick<OperationContext, 'viewer' | 'clock'>,
  ): Promise<void> {
    const { store } = this.#parts;
    const { before, spec, state } = change;
    const now = clock.now();
    const by = viewer.userEntityRef;
    const made = { createdAt: now, createdBy: by, updatedAt: now, updatedBy: by };
    if (before === undefined) {
      await store.insert({ spec, state, revision: 1, ...made });
      return;
    }
    const revision = revisionAfter(change);
    if (revision === before.revision) return;
    const known = await store.get(spec.name);
    const changed = { spec, state, revision, updatedAt: now, updatedBy: by };
    await store.replace({ ...made, ...known, ...changed });
  }

  #check({ plan, placements }: TenantSpec, { kube }: OperationContext): void {
    if (!this.#parts.settings.plans.has(plan))
      throw new InputError(`There is no plan named ${plan}`);
    const known = new Set(kube.clusters().map(({ name }) => name));
    for (const { cluster } of placements)
      if (!known.has(cluster)) throw new InputError(`There is no cluster named ${cluster}`);
  }
}

/** Of the declaration, once it is stored; as before where nothing of it changes. */
function revisionAfter({ before, spec, state }: Change): number {
  if (before === undefined) return 1;
  const isSame = before.state === state && isSameSpec(before.spec, spec);
  return isSame ? before.revision : before.revision + 1;
}

function isSameSpec(one: TenantSpec, other: TenantSpec): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function outcomeOf(
  change: Change,
  outcome: Awaited<ReturnType<typeof runTenant>>,
): Pick<RunOutcome, 'results' | 'warnings' | 'said' | 'undo'> {
  const { before, spec } = change;
  const results =
    outcome.results.length > 0
      ? outcome.results
      : [{ target: { kind: 'Tenant', name: spec.name }, status: 'succeeded' as const }];
  const revision = revisionAfter(change);
  const undo =
    before === undefined || revision === before.revision
      ? {}
      : { undo: { spec: before.spec, state: before.state, revision } };
  return { ...outcome, results, ...undo };
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
