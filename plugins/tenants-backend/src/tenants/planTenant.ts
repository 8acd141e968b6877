import { isError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { ObjectDiff, OperationTarget, Sentence } from '@kubemate/operations-common';
import { diffObjects } from '@kubemate/operations-node';
import { sayTenant } from '@kubemate/plugin-tenants-common';
import type { TenantSpec } from '@kubemate/plugin-tenants-common';
import type { TenantSettings } from '../readTenantsConfig';
import { compareObjects } from './compareObjects';
import { desiredObjects } from './desiredObjects';
import type { DesiredObject } from './desiredObjects';
import { findDrift } from './findDrift';
import { isTenantKind, KINDS, MANAGER } from './kinds';
import type { TenantKind } from './kinds';
import { keyOf, readTenantCluster } from './readTenantCluster';
import type { TenantOnCluster } from './readTenantCluster';

/** One write that brings a cluster in line. */
export interface TenantWrite {
  readonly target: OperationTarget & { readonly cluster: string };
  /** Absent: the object is taken away. */
  readonly apply?: DesiredObject;
  /** Of an object to be taken away: this one, and no other of its name. */
  readonly uid?: string;
}

/** What it takes to bring clusters in line with a tenant. Made by dry runs. */
export interface TenantPlan {
  readonly writes: readonly TenantWrite[];
  readonly diff: readonly ObjectDiff[];
  readonly warnings: readonly Sentence[];
  /** Clusters that were left out, and why. */
  readonly left: readonly { readonly cluster: string; readonly reason: string }[];
}

export interface PlanTenantOptions {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly settings: TenantSettings;
  readonly state: 'active' | 'archived';
  /** All that the tenant is on where absent. */
  readonly clusters?: readonly string[];
  /** All kinds where absent. */
  readonly kinds?: readonly TenantKind[];
  /** Only says what would be written, and tries nothing. */
  readonly untried?: boolean;
}

const AWAY = new Set(['ServiceUnavailableError', 'NotFoundError', 'OutcomeUnknownError']);

/**
 * Compares a tenant with its clusters, and tries on each what would have to be written. A cluster that does not answer is left out with a warning: what
 * is declared stays declared there, is shown as drift, and can be repaired later.
 */
export async function planTenant(
  tenant: TenantSpec,
  options: PlanTenantOptions,
): Promise<TenantPlan> {
  const named = [...new Set(tenant.placements.map(({ cluster }) => cluster))];
  const clusters = named.filter(name => options.clusters?.includes(name) ?? true);
  const parts = await Promise.all(clusters.map(cluster => planCluster(tenant, cluster, options)));
  return {
    writes: parts.flatMap(({ writes }) => writes),
    diff: parts.flatMap(({ diff }) => diff),
    warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))],
    left: parts.flatMap(({ left }) => left),
  };
}

async function planCluster(
  tenant: TenantSpec,
  cluster: string,
  options: PlanTenantOptions,
): Promise<TenantPlan> {
  const { kube, viewer, settings, state } = options;
  try {
    const live = await readTenantCluster(tenant, { cluster, kube, viewer });
    const { admissionPolicies } = live;
    const desired = desiredObjects(tenant, cluster, { settings, state, admissionPolicies });
    const writes = writesFor(tenant, { desired, live }).filter(
      ({ target: { kind } }) =>
        options.kinds === undefined || options.kinds.some(each => each === kind),
    );
    if (options.untried) return { writes, diff: [], warnings: [], left: [] };
    const tried: { diff?: ObjectDiff; warnings: readonly string[] }[] = [];
    for (const write of writes) tried.push(await tryWrite(write, { live, ...options }));
    return {
      writes,
      diff: tried.flatMap(({ diff }) => (diff ? [diff] : [])),
      warnings: [
        ...tried.flatMap(({ warnings }) => warnings),
        ...(tenant.registries.length > 0 && !admissionPolicies
          ? [sayTenant('noPolicies', { cluster })]
          : []),
      ],
      left: [],
    };
  } catch (error) {
    if (!isError(error) || !AWAY.has(error.name)) throw error;
    const reason = error.message;
    return {
      ...{ writes: [], diff: [] },
      warnings: [sayTenant('leftOut', { cluster, reason })],
      left: [{ cluster, reason }],
    };
  }
}

function writesFor(
  tenant: TenantSpec,
  { desired, live }: { desired: readonly DesiredObject[]; live: TenantOnCluster },
): TenantWrite[] {
  const { cluster, objects } = live;
  const writes: TenantWrite[] = [];
  for (const apply of desired) {
    const { apiVersion, kind, metadata } = apply;
    const { name, namespace } = metadata;
    const found = objects.get(keyOf({ kind, namespace, name }));
    if (found !== undefined && compareObjects(apply, found).length === 0) continue;
    writes.push({ target: { cluster, apiVersion, kind, namespace, name }, apply });
  }
  const extra = findDrift({ tenant: tenant.name, desired }, live).filter(
    ({ state }) => state === 'extra',
  );
  for (const { target } of extra)
    writes.push({ target, uid: objects.get(keyOf(target))?.metadata.uid });
  return writes;
}

async function tryWrite(
  write: TenantWrite,
  { live, kube, viewer }: PlanTenantOptions & { live: TenantOnCluster },
): Promise<{ diff: ObjectDiff; warnings: readonly string[] }> {
  const { target, apply } = write;
  const before = live.objects.get(keyOf(target));
  const typed = before && { ...before, apiVersion: target.apiVersion ?? 'v1', kind: target.kind };
  if (apply === undefined) {
    await sendWrite(write, { kube, viewer, dryRun: true });
    return { diff: diffObjects(target, { before: typed }), warnings: [] };
  }
  const { namespace } = target;
  const isNew =
    namespace !== undefined && !live.objects.has(keyOf({ kind: 'Namespace', name: namespace }));
  // A dry run cannot be made in a namespace that this very plan makes.
  if (isNew) return { diff: diffObjects(target, { after: asObject(apply) }), warnings: [] };
  const { object, warnings } = await sendWrite(write, { kube, viewer, dryRun: true });
  return {
    diff: diffObjects(target, { before: typed, after: object ?? asObject(apply) }),
    warnings,
  };
}

/** Sends one write as the viewer. Takes fields over that others manage: the tenant declares them. */
export async function sendWrite(
  { target, apply, uid }: TenantWrite,
  options: { kube: KubeService; viewer: Viewer; dryRun?: boolean; signal?: AbortSignal },
) {
  const { kube, viewer, dryRun, signal } = options;
  const { cluster, namespace, name, kind } = target;
  if (!isTenantKind(kind)) throw new Error(`${kind} is no kind of a tenant`);
  const place = { cluster, resource: KINDS[kind], namespace, name, dryRun, signal };
  const fieldManager = MANAGER;
  if (apply === undefined)
    return kube.write({ ...place, verb: 'delete', fieldManager, preconditions: { uid } }, viewer);
  return kube.write(
    { ...place, verb: 'patch', fieldManager, force: true, patch: { type: 'apply', value: apply } },
    viewer,
  );
}

/** What would be made, for the diff; the API server adds the rest. */
function asObject({ metadata, ...fields }: DesiredObject): KubeObject {
  return {
    ...fields,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels },
      uid: '',
      resourceVersion: '',
      creationTimestamp: '',
    },
  };
}
