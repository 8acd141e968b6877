import { subjectRefSchema, tenantSpecSchema } from '@kubemate/plugin-tenants-common';
import type { Environment, Tenant, TenantSpec } from '@kubemate/plugin-tenants-common';
import { draftMembers, memberProblems, toMembers } from '../members/memberDraft';
import type { MemberDraft } from '../members/memberDraft';
import { accountProblems, draftAccounts, toAccounts } from './accountDraft';
import type { AccountDraft } from './accountDraft';

/** Namespaces of one cluster, as they are edited. */
export interface PlacementDraft {
  readonly id: number;
  readonly cluster: string;
  readonly environment: Environment;
  /** Absent while they are named after the tenant. */
  readonly namespaces?: readonly string[];
}

/** A tenant as it is written in the form. */
export interface TenantDraft {
  readonly title: string;
  /** Absent while it follows the title. */
  readonly name?: string;
  readonly description: string;
  readonly owner: string;
  readonly plan: string;
  readonly placements: readonly PlacementDraft[];
  readonly members: readonly MemberDraft[];
  readonly podSecurity: TenantSpec['podSecurity'];
  readonly isolation: TenantSpec['network']['isolation'];
  readonly peers: readonly string[];
  readonly delivery: NonNullable<TenantSpec['delivery']>;
  /** It has been said before, so that `direct` has to be said too. */
  readonly saidDelivery?: boolean;
  readonly registries: readonly string[];
  readonly serviceAccounts: readonly AccountDraft[];
}

export type DraftField =
  | 'title'
  | 'name'
  | 'owner'
  | 'plan'
  | 'placements'
  | 'namespaces'
  | 'members'
  | 'peers'
  | 'registries'
  | 'accounts'
  | 'other';

/** What is lacking or wrong; `missing` is only shown when somebody wants to go on. */
export interface DraftProblem {
  readonly field: DraftField;
  readonly kind: 'missing' | 'invalid';
  /** Of a placement. */
  readonly placement?: number;
  /** The contract's own sentence, where there is no better. */
  readonly message?: string;
}

const MAX_NAME = 40;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const REGISTRY = /^[a-z0-9][-a-z0-9./:_]*$/;

export function emptyDraft(): TenantDraft {
  return {
    title: '',
    description: '',
    owner: '',
    plan: '',
    placements: [],
    members: [],
    podSecurity: 'baseline',
    delivery: 'direct',
    isolation: 'ingress',
    peers: [],
    registries: [],
    serviceAccounts: [],
  };
}

export function draftOf(tenant: Tenant): TenantDraft {
  const { title, name, description = '', owner, plan, podSecurity, network } = tenant;
  return {
    ...{ title, name, description, owner, plan, podSecurity, ...network },
    placements: tenant.placements.map((placement, id) => ({ id, ...placement })),
    delivery: tenant.delivery ?? 'direct',
    saidDelivery: tenant.delivery !== undefined,
    members: draftMembers(tenant.members),
    registries: tenant.registries,
    serviceAccounts: draftAccounts(tenant.serviceAccounts),
  };
}

/** A title as a name: `Machine Learning` is `machine-learning`. */
export function nameOf({ name, title }: Pick<TenantDraft, 'name' | 'title'>): string {
  if (name !== undefined) return name;
  return title
    .normalize('NFKD')
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME)
    .replace(/^-+|-+$/g, '');
}

/** The namespaces of a placement; the tenant's own name until somebody says otherwise. */
export function namespacesOf(placement: PlacementDraft, name: string): readonly string[] {
  return placement.namespaces ?? (name === '' ? [] : [name]);
}

export function addPlacement(
  placements: readonly PlacementDraft[],
  { cluster, environment }: { cluster: string; environment?: Environment },
): readonly PlacementDraft[] {
  const id = Math.max(-1, ...placements.map(each => each.id)) + 1;
  return [...placements, { id, cluster, environment: environment ?? 'dev' }];
}

export function toSpec(draft: TenantDraft): TenantSpec {
  const { title, description, owner, plan, podSecurity, isolation, peers, registries } = draft;
  const name = nameOf(draft);
  return {
    name,
    title: title.trim(),
    ...(description.trim() === '' ? {} : { description: description.trim() }),
    owner,
    plan,
    members: toMembers(draft.members),
    placements: draft.placements.map(({ id, ...placement }) => ({
      ...placement,
      namespaces: [...namespacesOf({ id, ...placement }, name)],
    })),
    network: { isolation, peers: [...peers] },
    podSecurity,
    ...(draft.delivery === 'direct' && draft.saidDelivery !== true
      ? {}
      : { delivery: draft.delivery }),
    serviceAccounts: toAccounts(draft.serviceAccounts),
    registries: [...registries],
  };
}

/** Everything that keeps the draft from being a tenant, in the order of the form. */
export function draftProblems(draft: TenantDraft): readonly DraftProblem[] {
  const name = nameOf(draft);
  const problems: DraftProblem[] = [];
  const missing = (field: DraftField, is: boolean) => {
    if (is) problems.push({ field, kind: 'missing' });
  };
  const invalid = (field: DraftField, is: boolean, placement?: number) => {
    if (is) problems.push({ field, kind: 'invalid', placement });
  };
  missing('title', draft.title.trim() === '');
  if (draft.title.trim() !== '') missing('name', name === '');
  invalid('name', name !== '' && (!LABEL.test(name) || name.length > MAX_NAME));
  missing('owner', draft.owner === '');
  invalid('owner', draft.owner !== '' && !subjectRefSchema.safeParse(draft.owner).success);
  missing('plan', draft.plan === '');
  missing('placements', draft.placements.length === 0);
  for (const placement of draft.placements) {
    const namespaces = namespacesOf(placement, name);
    if (namespaces.length === 0)
      problems.push({ field: 'namespaces', kind: 'missing', placement: placement.id });
    invalid(
      'namespaces',
      namespaces.some(each => !LABEL.test(each) || each.length > 63),
      placement.id,
    );
  }
  missing('members', memberProblems(draft.members).size > 0);
  invalid('peers', !draft.peers.every(peer => LABEL.test(peer)));
  invalid('registries', !draft.registries.every(registry => REGISTRY.test(registry)));
  invalid('accounts', accountProblems(draft.serviceAccounts).size > 0);
  if (problems.length > 0) return problems;
  const parsed = tenantSpecSchema.safeParse(toSpec(draft));
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({
    field: 'other',
    kind: 'invalid',
    message: `${path.join('.')}: ${message}`,
  }));
}

/** The parts of a tenant that differ from what it declares now, for the operation that changes it. */
export function changesOf(tenant: Tenant, spec: TenantSpec): Partial<Omit<TenantSpec, 'members'>> {
  const { name, members, ...fields } = spec;
  const before: Readonly<Record<string, unknown>> = { ...tenant };
  const changed = Object.entries(fields).filter(
    ([field, value]) => JSON.stringify(before[field]) !== JSON.stringify(value),
  );
  // An absent description stays as it is; an empty one takes it away.
  const cleared = tenant.description !== undefined && spec.description === undefined;
  return { ...Object.fromEntries(changed), ...(cleared ? { description: '' } : {}) };
}
