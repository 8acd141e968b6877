import type { KubeObject } from '../../kubeObject';
import { parseQuantity } from '../../quantity';
import type { Quantities } from '../../shapes/pod';
import { forKind, forStaticKind, listCell, OK, shown } from '../Projection';
import type { HealthReport } from '../Projection';

export interface ResourceQuota extends KubeObject {
  readonly spec?: { readonly hard?: Quantities };
  readonly status?: { readonly hard?: Quantities; readonly used?: Quantities };
}

/** The resources of a quota that are used up, by name. A limit of zero forbids the resource and is not counted. */
export function exhaustedResources({ status }: ResourceQuota): string[] {
  return Object.entries(status?.hard ?? {})
    .filter(([resource, hard]) => {
      const limit = parseQuantity(hard) ?? Infinity;
      return limit > 0 && (parseQuantity(status?.used?.[resource]) ?? 0) >= limit;
    })
    .map(([resource]) => resource);
}

function quotaHealth(quota: ResourceQuota): HealthReport {
  return exhaustedResources(quota).length > 0 ? { health: 'warning', reason: 'Exhausted' } : OK;
}

function usage(quota: ResourceQuota, limits: boolean): string | null {
  const { hard = {}, used = {} } = quota.status ?? {};
  const names = Object.keys(hard).sort();
  return listCell(
    names
      .filter(name => name.startsWith('limits.') === limits)
      .map(name => `${name}: ${used[name] ?? 0}/${hard[name]}`),
  );
}

/** The highest used share of the quota's resources, 0 to 1 and above, rounded to a hundredth. */
function highestShare({ status }: ResourceQuota): number | null {
  const shares = Object.entries(status?.hard ?? {}).flatMap(([resource, hard]) => {
    const limit = parseQuantity(hard) ?? 0;
    return limit > 0 ? [(parseQuantity(status?.used?.[resource]) ?? 0) / limit] : [];
  });
  return shares.length === 0 ? null : Math.round(Math.max(...shares) * 100) / 100;
}

/** `v1/resourcequotas` */
export const resourceQuotas = forKind<ResourceQuota>({
  columns: [
    shown('request', 'Requests', 'list'),
    shown('limit', 'Limits', 'list'),
    shown('highestShare', 'Highest use', 'number'),
    shown('exhausted', 'Exhausted', 'list'),
  ],
  read: quota => ({
    ...quotaHealth(quota),
    cells: {
      request: usage(quota, false),
      limit: usage(quota, true),
      highestShare: highestShare(quota),
      exhausted: listCell(exhaustedResources(quota)),
    },
  }),
});

interface LimitRange extends KubeObject {
  readonly spec?: { readonly limits?: readonly { readonly type?: string }[] };
}

/** `v1/limitranges` */
export const limitRanges = forStaticKind<LimitRange>([shown('types', 'Types', 'list')], range => ({
  types: listCell(range.spec?.limits?.map(limit => limit.type)),
}));
