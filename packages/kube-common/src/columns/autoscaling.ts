import { parseTime } from '../age';
import { findCondition } from '../conditions';
import { intern } from '../intern';
import type { HorizontalPodAutoscaler, Metric, MetricSource } from '../shapes/autoscaler';
import { forKind, listCell, OK, shown, wide } from './Projection';
import type { HealthReport } from './Projection';

function sourceOf(metric: Metric): MetricSource | undefined {
  return (
    metric.resource ?? metric.containerResource ?? metric.pods ?? metric.object ?? metric.external
  );
}

function amount(value: MetricSource['target']): string | undefined {
  if (value?.averageUtilization !== undefined) return `${value.averageUtilization}%`;
  return value?.averageValue ?? value?.value;
}

/** `cpu: 83%/80%`, as the TARGETS column of kubectl: what is measured over what is wanted. */
export function metricText(spec: Metric, status: Metric | undefined): string {
  const source = sourceOf(spec);
  const name = source?.name ?? source?.metric?.name ?? spec.type;
  const current = status && amount(sourceOf(status)?.current);
  return `${name}: ${current ?? '<unknown>'}/${amount(source?.target) ?? '<auto>'}`;
}

function autoscalerHealth({ status }: HorizontalPodAutoscaler): HealthReport {
  const conditions = status?.conditions;
  const able = findCondition(conditions, 'AbleToScale');
  if (able?.status === 'False')
    return { health: 'failed', reason: intern(able.reason ?? 'AbleToScale') };
  const active = findCondition(conditions, 'ScalingActive');
  if (active?.status === 'False')
    return active.reason === 'ScalingDisabled'
      ? { health: 'idle', reason: 'ScalingDisabled' }
      : { health: 'failed', reason: intern(active.reason ?? 'ScalingActive') };
  const limited = findCondition(conditions, 'ScalingLimited');
  // Held at the minimum is what an idle service looks like; held at the maximum means that it wants more than it may have.
  if (limited?.status === 'True' && limited.reason !== 'TooFewReplicas')
    return { health: 'warning', reason: intern(limited.reason ?? 'ScalingLimited') };
  return active === undefined ? { health: 'progressing', reason: 'Starting' } : OK;
}

const autoscalers = forKind<HorizontalPodAutoscaler>({
  columns: [
    shown('reference', 'Reference'),
    shown('targets', 'Targets', 'list'),
    shown('minPods', 'Min pods', 'number'),
    shown('maxPods', 'Max pods', 'number'),
    shown('replicas', 'Replicas', 'number'),
    wide('desired', 'Desired', 'number'),
    wide('lastScale', 'Last scale', 'time'),
  ],
  read(autoscaler) {
    const { spec, status } = autoscaler;
    const target = spec?.scaleTargetRef;
    return {
      ...autoscalerHealth(autoscaler),
      cells: {
        reference: target ? `${target.kind ?? ''}/${target.name ?? ''}` : null,
        targets: listCell(
          spec?.metrics?.map((metric, at) => metricText(metric, status?.currentMetrics?.[at])),
        ),
        minPods: spec?.minReplicas ?? 1,
        maxPods: spec?.maxReplicas ?? null,
        replicas: status?.currentReplicas ?? 0,
        desired: status?.desiredReplicas ?? 0,
        lastScale: parseTime(status?.lastScaleTime) ?? null,
      },
    };
  },
});

/** Projections of the group `autoscaling`, by plural. */
export const autoscaling = { horizontalpodautoscalers: autoscalers };
