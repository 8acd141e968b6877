import type { ResourceQuota } from '../columns/core/limits';
import type { KubeObject } from '../kubeObject';
import { formatBytes, formatCoresShort, parseQuantity } from '../quantity';
import { podsOf, quotaDemand, withDefaults } from './quotaDemand';
import type { LimitRange, QuotaDemand } from './quotaDemand';

/** What a change takes of one resource of a quota. Cores, bytes or numbers of objects. */
export interface QuotaEffect {
  /** Name of the ResourceQuota. */
  readonly quota: string;
  /** As the quota has it: `requests.cpu`, `pods`, `count/deployments.apps`. */
  readonly resource: string;
  readonly hard: number;
  readonly used: number;
  /** Less than zero where the change gives some back. */
  readonly adds: number;
}

export interface QuotaReport {
  readonly effects: readonly QuotaEffect[];
  /** What a quota counts and a container of the object does not name: its pods are refused. `requests.cpu` */
  readonly unnamed: readonly string[];
}

interface Change {
  readonly before?: KubeObject;
  readonly after: KubeObject;
  /** Plural of the kind, with the group after a dot. */
  readonly collection: string;
}

/** Older names of what a quota may limit. */
const ALIASES: Readonly<Record<string, string>> = {
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'ephemeral-storage': 'requests.ephemeral-storage',
};
const COMPUTE = /^(?:requests|limits)\.(?:cpu|memory)$/;

/**
 * What a change of an object takes of the quotas of its namespace, of those resources alone that it changes. Quotas with a scope are left out:
 * which pods they count is known of pods, not of what makes them.
 */
export function quotaEffects(
  { before, after, collection }: Change,
  namespace: { quotas: readonly ResourceQuota[]; limitRanges: readonly LimitRange[] },
): QuotaReport {
  const { quotas, limitRanges } = namespace;
  const of = { collection, limitRanges };
  const next = quotaDemand(after, of);
  const previous: QuotaDemand = before === undefined ? new Map() : quotaDemand(before, of);
  const effects: QuotaEffect[] = [];
  const unnamed = new Set<string>();
  const names = containersName(after, limitRanges);
  for (const quota of quotas.filter(isWithoutScope)) {
    const { hard = {}, used = {} } = { ...quota.spec, ...quota.status };
    for (const [resource, most] of Object.entries(hard)) {
      const counted = ALIASES[resource] ?? resource;
      const adds = (next.get(counted) ?? 0) - (previous.get(counted) ?? 0);
      if (COMPUTE.test(counted) && !names(counted)) unnamed.add(counted);
      if (adds === 0) continue;
      const amounts = { hard: parseQuantity(most) ?? 0, used: parseQuantity(used[resource]) ?? 0 };
      effects.push({ quota: quota.metadata.name, resource, ...amounts, adds });
    }
  }
  return { effects, unnamed: [...unnamed].sort() };
}

function isWithoutScope({ spec }: KubeObject): boolean {
  const { scopes = [], scopeSelector } = (spec ?? {}) as {
    scopes?: readonly string[];
    scopeSelector?: { matchExpressions?: readonly unknown[] };
  };
  return scopes.length === 0 && (scopeSelector?.matchExpressions ?? []).length === 0;
}

/** Whether each container of an object's pods has an amount, by the quota's name for it; true where it has no pods. */
function containersName(
  object: KubeObject,
  limitRanges: readonly LimitRange[],
): (name: string) => boolean {
  const workload = podsOf(object);
  if (workload === undefined) return () => true;
  const { containers = [], initContainers = [] } = withDefaults(workload.spec, limitRanges);
  return name => {
    const [side, resource = ''] = name.split('.') as ['requests' | 'limits', string];
    return [...containers, ...initContainers].every(
      container => container.resources?.[side]?.[resource] !== undefined,
    );
  };
}

/** Writes an amount of a quota's resource for people: cores, bytes, or a count. */
export function formatQuotaAmount(resource: string, amount: number): string {
  if (/(^|\.)cpu$/.test(resource)) return formatCoresShort(amount);
  if (/(memory|storage)$/.test(resource)) return formatBytes(amount);
  return String(amount);
}
