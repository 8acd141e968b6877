import { findCondition } from '../conditions';
import type { KubeObject } from '../kubeObject';
import { formatLabelSelector, labelSelectorOf } from '../labelSelector';
import type { LabelSelectorObject } from '../labelSelector';
import type { PodCondition } from '../shapes/pod';
import { forKind, OK, shown, wide } from './Projection';
import type { HealthReport } from './Projection';

interface PodDisruptionBudget extends KubeObject {
  readonly spec?: {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector?: LabelSelectorObject;
  };
  readonly status?: {
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly expectedPods?: number;
    readonly disruptionsAllowed?: number;
    readonly conditions?: readonly PodCondition[];
  };
}

function budgetHealth({ status }: PodDisruptionBudget): HealthReport {
  const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = status ?? {};
  const allowed = findCondition(status?.conditions, 'DisruptionAllowed');
  if (allowed?.reason === 'SyncFailed') return { health: 'failed', reason: 'SyncFailed' };
  if (expectedPods === 0) return { health: 'idle', reason: 'NoPods' };
  // A budget that allows nothing while its pods are healthy blocks drains, which may well be meant.
  return currentHealthy < desiredHealthy ? { health: 'warning', reason: 'InsufficientPods' } : OK;
}

const budgets = forKind<PodDisruptionBudget>({
  columns: [
    shown('minAvailable', 'Min available'),
    shown('maxUnavailable', 'Max unavailable'),
    shown('allowedDisruptions', 'Allowed disruptions', 'number'),
    shown('healthy', 'Healthy', 'fraction'),
    wide('selector', 'Selector', 'list'),
  ],
  read(budget) {
    const { spec, status } = budget;
    return {
      ...budgetHealth(budget),
      cells: {
        minAvailable: spec?.minAvailable === undefined ? null : String(spec.minAvailable),
        maxUnavailable: spec?.maxUnavailable === undefined ? null : String(spec.maxUnavailable),
        allowedDisruptions: status?.disruptionsAllowed ?? 0,
        healthy: `${status?.currentHealthy ?? 0}/${status?.desiredHealthy ?? 0}`,
        selector: formatLabelSelector(labelSelectorOf(spec?.selector) ?? []) || null,
      },
    };
  },
});

/** Projections of the group `policy`, by plural. */
export const policy = { poddisruptionbudgets: budgets };
