import { formatQuotaAmount, quotaEffects } from '@kubemate/kube-common';
import type { KubeObject } from '@kubemate/kube-common';
import type { Phrase, QuotaEffect } from '@kubemate/operations-common';
import type { OperationContext } from '@kubemate/operations-node';
import { sayObject } from '@kubemate/plugin-clusters-common';
import type { NamedObject } from './namedObject';

const MOST = 50;

/** What a change takes of the quotas of its namespace, as far as the person may read them, and what its pods would fail for. */
export async function quotaOf(
  change: { named: NamedObject; before: KubeObject | undefined; after: KubeObject },
  context: OperationContext,
): Promise<{ quota: readonly QuotaEffect[]; warnings: readonly Phrase[] }> {
  const { named, before, after } = change;
  const { cluster, namespace, resource } = named.ref;
  if (namespace === undefined) return { quota: [], warnings: [] };
  const [quotas, limitRanges] = await Promise.all([
    readable('resourcequotas', { cluster, namespace, context }),
    readable('limitranges', { cluster, namespace, context }),
  ]);
  if (quotas.length === 0) return { quota: [], warnings: [] };
  const { group, plural } = resource;
  const collection = group === '' ? plural : `${plural}.${group}`;
  const report = quotaEffects({ before, after, collection }, { quotas, limitRanges });
  const quota = report.effects.map(effect => ({ cluster, namespace, ...effect }));
  return {
    quota,
    warnings: [
      ...(report.unnamed.length === 0
        ? []
        : [sayObject('quotaUnnamed', { namespace, resources: report.unnamed.join(', ') })]),
      ...quota.filter(isTooMuch).map(sayTooMuch),
    ],
  };
}

async function readable(
  plural: string,
  {
    cluster,
    namespace,
    context,
  }: { cluster: string; namespace: string; context: OperationContext },
): Promise<readonly KubeObject[]> {
  const resource = { group: '', version: 'v1', plural };
  try {
    return await context.kube.list({ cluster, resource, namespace, limit: MOST }, context.viewer);
  } catch {
    // A plan is none the worse for a quota that its reader may not see: the API server knows it.
    return [];
  }
}

function isTooMuch({ hard, used, adds }: QuotaEffect): boolean {
  return adds > 0 && used + adds > hard;
}

function sayTooMuch({ namespace, quota, resource, hard, used, adds }: QuotaEffect): Phrase {
  const said = (amount: number) => formatQuotaAmount(resource, amount);
  const left = said(Math.max(hard - used, 0));
  return sayObject('quotaShort', {
    ...{ adds: said(adds), resource, quota, namespace, left, hard: said(hard) },
  });
}
