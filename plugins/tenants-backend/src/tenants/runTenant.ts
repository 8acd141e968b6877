import { isError } from '@backstage/errors';
import { phrasesIn, textOf } from '@kubemate/operations-common';
import type { OperationResult } from '@kubemate/operations-common';
import type { RunContext, RunOutcome } from '@kubemate/operations-node';
import { sayTenant } from '@kubemate/plugin-tenants-common';
import { sendWrite } from './planTenant';
import type { TenantPlan } from './planTenant';

/**
 * Carries a plan out, cluster by cluster. What fails on one cluster does not keep the others back; within a cluster a namespace that could not be made
 * skips what stands in it. Each object has its own result.
 */
export async function runTenant(
  { writes, left, warnings }: TenantPlan,
  context: Pick<RunContext<unknown>, 'kube' | 'viewer' | 'signal' | 'report'>,
): Promise<Required<Pick<RunOutcome, 'results' | 'warnings' | 'said'>>> {
  const { kube, viewer, signal, report } = context;
  const results: OperationResult[] = [];
  const said = new Map(phrasesIn(warnings).map(each => [each.text, each]));
  const lost = new Set<string>();
  for (const write of writes) {
    const { target } = write;
    const place = `${target.cluster}/${target.kind === 'Namespace' ? target.name : (target.namespace ?? '')}`;
    if (signal.aborted || lost.has(place)) {
      const why = sayTenant(signal.aborted ? 'stopped' : 'namespaceLost');
      said.set(why.text, why);
      results.push({ target, status: 'skipped', message: why.text });
      report({ done: results.length, total: writes.length, results });
      continue;
    }
    try {
      await sendWrite(write, { kube, viewer, signal });
      results.push({ target, status: 'succeeded' });
    } catch (error) {
      if (target.kind === 'Namespace') lost.add(place);
      const message = isError(error) ? error.message : 'It failed';
      results.push({ target, status: 'failed', message });
    }
    report({ done: results.length, total: writes.length, results });
  }
  // One that was stopped is gone on with, or says that it was cancelled.
  signal.throwIfAborted();
  for (const { cluster, reason } of left)
    results.push({ target: { kind: 'Cluster', name: cluster }, status: 'failed', message: reason });
  return { results, warnings: warnings.map(textOf), said: [...said.values()] };
}
