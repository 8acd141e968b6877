import { findCondition } from '../../conditions';
import { intern, internCell } from '../../intern';
import { gpusByName, gpusIn } from '../../podResources';
import { parseQuantity } from '../../quantity';
import type { Node } from '../../shapes/node';
import { forKind, listCell, OK, shown, wide } from '../Projection';
import type { HealthReport } from '../Projection';

const ROLE_LABEL = 'node-role.kubernetes.io/';

/** Conditions that are bad while true, as the kubelet and the node problem detector set them. */
export const NODE_PRESSURES = [
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
] as const;

function nodeRoles(labels: Readonly<Record<string, string>> | undefined): string | null {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (key.startsWith(ROLE_LABEL) && key.length > ROLE_LABEL.length)
      roles.add(key.slice(ROLE_LABEL.length));
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return roles.size === 0 ? null : intern([...roles].sort().join(','));
}

/** The pressures a node reports, by the name of their condition. */
export function nodePressures(node: Node): string[] {
  return NODE_PRESSURES.filter(
    type => findCondition(node.status?.conditions, type)?.status === 'True',
  );
}

function nodeStatus(node: Node): string {
  const ready = findCondition(node.status?.conditions, 'Ready');
  const readiness = { True: 'Ready', none: 'Unknown' }[ready?.status ?? 'none'] ?? 'NotReady';
  return node.spec?.unschedulable ? `${readiness},SchedulingDisabled` : readiness;
}

function nodeHealth(node: Node): HealthReport {
  const ready = findCondition(node.status?.conditions, 'Ready');
  if (ready === undefined) return { health: 'unknown' };
  if (ready.status !== 'True')
    return { health: 'failed', reason: intern(ready.reason || 'NotReady') };
  const [pressure] = nodePressures(node);
  if (pressure !== undefined) return { health: 'warning', reason: pressure };
  return node.spec?.unschedulable ? { health: 'idle', reason: 'SchedulingDisabled' } : OK;
}

function address(node: Node, type: string): string | null {
  return node.status?.addresses?.find(entry => entry.type === type)?.address ?? null;
}

/** `v1/nodes` */
export const nodes = forKind<Node>({
  columns: [
    shown('status', 'Status'),
    shown('roles', 'Roles', 'list'),
    shown('version', 'Version'),
    shown('cpu', 'CPU', 'cores'),
    shown('memory', 'Memory', 'bytes'),
    shown('pods', 'Pods', 'number'),
    shown('gpu', 'GPUs', 'number'),
    shown('pressure', 'Pressure', 'list'),
    wide('gpuTypes', 'GPU types', 'list'),
    wide('internalIP', 'Internal IP'),
    wide('externalIP', 'External IP'),
    wide('osImage', 'OS image'),
    wide('kernelVersion', 'Kernel version'),
    wide('containerRuntime', 'Container runtime'),
    wide('architecture', 'Architecture'),
    wide('taints', 'Taints', 'list'),
  ],
  read(node) {
    const { spec, status } = node;
    const info = status?.nodeInfo;
    return {
      ...nodeHealth(node),
      cells: {
        status: intern(nodeStatus(node)),
        roles: nodeRoles(node.metadata.labels),
        version: internCell(info?.kubeletVersion),
        cpu: parseQuantity(status?.allocatable?.cpu) ?? null,
        memory: parseQuantity(status?.allocatable?.memory) ?? null,
        pods: parseQuantity(status?.allocatable?.pods) ?? null,
        gpu: gpusIn(status?.allocatable),
        pressure: listCell(nodePressures(node)),
        gpuTypes: listCell(
          gpusByName(status?.allocatable).map(([name, count]) => `${name}=${count}`),
        ),
        internalIP: address(node, 'InternalIP'),
        externalIP: address(node, 'ExternalIP'),
        osImage: internCell(info?.osImage),
        kernelVersion: internCell(info?.kernelVersion),
        containerRuntime: internCell(info?.containerRuntimeVersion),
        architecture: internCell(info?.architecture),
        taints: listCell(
          spec?.taints?.map(
            ({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`,
          ),
        ),
      },
    };
  },
});
