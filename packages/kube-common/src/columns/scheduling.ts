import { findCondition } from '../conditions';
import { intern, internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import type { PodCondition } from '../shapes/pod';
import { forKind, forStaticKind, OK, shown } from './Projection';
import type { HealthReport } from './Projection';

interface PriorityClass extends KubeObject {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

const priorityClasses = forStaticKind<PriorityClass>(
  [
    shown('value', 'Value', 'number'),
    shown('globalDefault', 'Global default', 'boolean'),
    shown('preemptionPolicy', 'Preemption policy'),
  ],
  ({ value, globalDefault, preemptionPolicy }) => ({
    value: value ?? null,
    globalDefault: globalDefault ?? false,
    preemptionPolicy: internCell(preemptionPolicy),
  }),
);

interface PodGroup extends KubeObject {
  readonly spec?: {
    readonly schedulingPolicy?: { readonly gang?: unknown };
    readonly workloadRef?: { readonly workloadName?: string };
  };
  readonly status?: { readonly conditions?: readonly PodCondition[] };
}

function podGroupHealth({ status }: PodGroup): HealthReport {
  const disrupted = findCondition(status?.conditions, 'DisruptionTarget');
  if (disrupted?.status === 'True')
    return { health: 'warning', reason: intern(disrupted.reason ?? 'DisruptionTarget') };
  const scheduled = findCondition(status?.conditions, 'PodGroupInitiallyScheduled');
  if (scheduled === undefined) return { health: 'progressing', reason: 'Pending' };
  return scheduled.status === 'True' ? OK : { health: 'warning', reason: 'Unschedulable' };
}

const podGroups = forKind<PodGroup>({
  columns: [shown('policy', 'Policy'), shown('workload', 'Workload'), shown('status', 'Status')],
  read(group) {
    const report = podGroupHealth(group);
    return {
      ...report,
      cells: {
        policy: group.spec?.schedulingPolicy?.gang === undefined ? 'Basic' : 'Gang',
        workload: internCell(group.spec?.workloadRef?.workloadName),
        status: report.reason ?? 'Scheduled',
      },
    };
  },
});

/** Projections of the group `scheduling.k8s.io`, by plural. */
export const scheduling = { priorityclasses: priorityClasses, podgroups: podGroups };
