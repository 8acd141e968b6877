import { internCell } from '../intern';
import { formatLabelSelector, labelSelectorOf } from '../labelSelector';
import type { LabelSelectorObject } from '../labelSelector';
import type { KubeObject } from '../kubeObject';
import type { Cell } from '../row';
import type { PodTemplate } from '../shapes/pod';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../shapes/workload';
import { forKind, listCell, shown, wide } from './Projection';
import {
  daemonSetHealth,
  deploymentHealth,
  replicaSetHealth,
  statefulSetHealth,
} from './workloadHealth';

/** The columns that every workload has on request. */
export const TEMPLATE_COLUMNS = [
  wide('containers', 'Containers', 'list'),
  wide('images', 'Images', 'list'),
  wide('selector', 'Selector', 'list'),
];

/** The cells of {@link TEMPLATE_COLUMNS}. */
export function templateCells(
  template: PodTemplate | undefined,
  selector: LabelSelectorObject | undefined,
): { containers: Cell; images: Cell; selector: Cell } {
  const containers = template?.spec?.containers;
  const terms = labelSelectorOf(selector);
  return {
    containers: internCell(listCell(containers?.map(c => c.name))),
    images: internCell(listCell(containers?.map(c => c.image))),
    selector: terms === undefined ? null : formatLabelSelector(terms) || null,
  };
}

const deployments = forKind<Deployment>({
  columns: [
    shown('ready', 'Ready', 'fraction'),
    shown('upToDate', 'Up to date', 'number'),
    shown('available', 'Available', 'number'),
    wide('desired', 'Desired', 'number'),
    wide('strategy', 'Strategy'),
    ...TEMPLATE_COLUMNS,
  ],
  read(deployment) {
    const { spec, status } = deployment;
    const desired = spec?.replicas ?? 1;
    return {
      ...deploymentHealth(deployment),
      cells: {
        ready: `${status?.readyReplicas ?? 0}/${desired}`,
        upToDate: status?.updatedReplicas ?? 0,
        available: status?.availableReplicas ?? 0,
        desired,
        strategy: internCell(spec?.strategy?.type),
        ...templateCells(spec?.template, spec?.selector),
      },
    };
  },
});

const replicaSets = forKind<ReplicaSet>({
  columns: [
    shown('ready', 'Ready', 'fraction'),
    shown('current', 'Current', 'number'),
    shown('available', 'Available', 'number'),
    wide('desired', 'Desired', 'number'),
    ...TEMPLATE_COLUMNS,
  ],
  read(replicaSet) {
    const { spec, status } = replicaSet;
    const desired = spec?.replicas ?? 1;
    return {
      ...replicaSetHealth(replicaSet),
      cells: {
        ready: `${status?.readyReplicas ?? 0}/${desired}`,
        current: status?.replicas ?? 0,
        available: status?.availableReplicas ?? 0,
        desired,
        ...templateCells(spec?.template, spec?.selector),
      },
    };
  },
});

const statefulSets = forKind<StatefulSet>({
  columns: [
    shown('ready', 'Ready', 'fraction'),
    shown('upToDate', 'Up to date', 'number'),
    shown('service', 'Service'),
    wide('desired', 'Desired', 'number'),
    ...TEMPLATE_COLUMNS,
  ],
  read(statefulSet) {
    const { spec, status } = statefulSet;
    const desired = spec?.replicas ?? 1;
    return {
      ...statefulSetHealth(statefulSet),
      cells: {
        ready: `${status?.readyReplicas ?? 0}/${desired}`,
        upToDate: status?.updatedReplicas ?? 0,
        service: internCell(spec?.serviceName),
        desired,
        ...templateCells(spec?.template, spec?.selector),
      },
    };
  },
});

const daemonSets = forKind<DaemonSet>({
  columns: [
    shown('ready', 'Ready', 'fraction'),
    shown('current', 'Current', 'number'),
    shown('upToDate', 'Up to date', 'number'),
    shown('available', 'Available', 'number'),
    shown('nodeSelector', 'Node selector', 'list'),
    wide('desired', 'Desired', 'number'),
    wide('misscheduled', 'Misscheduled', 'number'),
    ...TEMPLATE_COLUMNS,
  ],
  read(daemonSet) {
    const { spec, status } = daemonSet;
    const desired = status?.desiredNumberScheduled ?? 0;
    const nodeSelector = Object.entries(spec?.template?.spec?.nodeSelector ?? {});
    return {
      ...daemonSetHealth(daemonSet),
      cells: {
        ready: `${status?.numberReady ?? 0}/${desired}`,
        current: status?.currentNumberScheduled ?? 0,
        upToDate: status?.updatedNumberScheduled ?? 0,
        available: status?.numberAvailable ?? 0,
        nodeSelector: listCell(nodeSelector.map(([key, value]) => `${key}=${value}`)),
        desired,
        misscheduled: status?.numberMisscheduled ?? 0,
        ...templateCells(spec?.template, spec?.selector),
      },
    };
  },
});

interface ControllerRevision extends KubeObject {
  readonly revision?: number;
}

const controllerRevisions = forKind<ControllerRevision>({
  columns: [shown('revision', 'Revision', 'number')],
  read: ({ revision }) => ({ health: 'ok', cells: { revision: revision ?? null } }),
});

/** Projections of the group `apps`, by plural. */
export const apps = {
  deployments,
  replicasets: replicaSets,
  statefulsets: statefulSets,
  daemonsets: daemonSets,
  controllerrevisions: controllerRevisions,
};
