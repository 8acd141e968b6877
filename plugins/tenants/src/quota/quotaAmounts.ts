import { formatQuotaAmount, parseQuantity } from '@kubemate/kube-common';
import type { NamespaceStatus, QuotaUse } from '@kubemate/plugin-tenants-common';

/** One limit and what is used of it, for reading. */
export interface QuotaAmount {
  readonly resource: string;
  readonly used: string;
  readonly hard: string;
  /** Used over hard; 1 where the limit is zero and something is used. */
  readonly ratio: number;
  readonly tone: 'ok' | 'warning' | 'failed';
}

/** From here on a person should think of asking for more. */
const NEAR = 0.8;

/** What people look for first. */
const ORDER = [
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
  'requests.nvidia.com/gpu',
  'pods',
];

/** Writes an amount of a resource for people: cores, bytes, or a count. */
export function formatAmount(resource: string, quantity: string): string {
  const amount = parseQuantity(quantity);
  return amount === undefined ? quantity : formatQuotaAmount(resource, amount);
}

export function quotaAmount({ resource, used, hard }: QuotaUse): QuotaAmount {
  const [amount, limit] = [parseQuantity(used) ?? 0, parseQuantity(hard) ?? 0];
  const ratio = limit > 0 ? amount / limit : amount > 0 ? 1 : 0;
  return {
    resource,
    used: formatAmount(resource, used),
    hard: formatAmount(resource, hard),
    ratio,
    tone: ratio >= 1 ? 'failed' : ratio >= NEAR ? 'warning' : 'ok',
  };
}

export function quotaAmounts(quota: readonly QuotaUse[]): readonly QuotaAmount[] {
  return [...quota]
    .sort((a, b) => rank(a.resource) - rank(b.resource) || a.resource.localeCompare(b.resource))
    .map(quotaAmount);
}

export function rank(resource: string): number {
  const at = ORDER.indexOf(resource);
  return at < 0 ? ORDER.length : at;
}

/** Of each resource, the namespace that is nearest to its limit. */
export function tightest(
  namespaces: readonly NamespaceStatus[],
): ReadonlyMap<string, QuotaAmount & Pick<NamespaceStatus, 'cluster' | 'namespace'>> {
  const found = new Map<string, QuotaAmount & Pick<NamespaceStatus, 'cluster' | 'namespace'>>();
  for (const { cluster, namespace, quota } of namespaces) {
    for (const amount of quota.map(quotaAmount)) {
      const known = found.get(amount.resource);
      if (known === undefined || amount.ratio > known.ratio)
        found.set(amount.resource, { ...amount, cluster, namespace });
    }
  }
  return found;
}
