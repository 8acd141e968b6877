import { matchesLabels } from '@kubemate/kube-common';
import { keyOf, type Cluster } from '../Cluster';
import type { PodDisruptionBudget } from '../objects/network';
import { DISRUPTION_BUDGETS, PODS } from '../objects/resources';
import { Controller } from './Controller';
import { intOrPercent, isActive, isReady, selectorOf, withCondition } from './podState';

const BATCH_MS = 1_000;

function reconcile(cluster: Cluster, budget: PodDisruptionBudget): void {
  const selector = selectorOf(budget.spec?.selector);
  const pods =
    selector === undefined
      ? []
      : cluster
          .list(PODS, { namespace: budget.metadata.namespace })
          .filter(pod => isActive(pod) && matchesLabels(selector, pod.metadata.labels));
  const expected = pods.length;
  const healthy = pods.filter(isReady).length;
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  const desired =
    maxUnavailable === undefined
      ? intOrPercent(minAvailable ?? 0, expected, 'up')
      : Math.max(0, expected - intOrPercent(maxUnavailable, expected, 'up'));
  const allowed = expected === 0 ? 0 : Math.max(0, healthy - desired);
  cluster.patchStatus(DISRUPTION_BUDGETS, keyOf(budget), {
    observedGeneration: budget.metadata.generation,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    disruptionsAllowed: allowed,
    conditions: withCondition(
      budget.status?.conditions,
      {
        type: 'DisruptionAllowed',
        status: allowed > 0 ? 'True' : 'False',
        reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
        observedGeneration: budget.metadata.generation,
      },
      cluster.timestamp(),
    ),
  });
}

/** Counts how many pods of each PodDisruptionBudget may be away. */
export function startDisruptionController(cluster: Cluster): Controller<PodDisruptionBudget> {
  const controller = new Controller(cluster, {
    name: 'disruption-controller',
    resource: DISRUPTION_BUDGETS,
    reconcile: budget => reconcile(cluster, budget),
  });
  return controller.alsoWatch(PODS, ({ object }) => {
    for (const budget of cluster.list(DISRUPTION_BUDGETS, {
      namespace: object.metadata.namespace,
    })) {
      const selector = selectorOf(budget.spec?.selector);
      if (selector !== undefined && matchesLabels(selector, object.metadata.labels))
        controller.queue.add(keyOf(budget), BATCH_MS);
    }
    return [];
  });
}
