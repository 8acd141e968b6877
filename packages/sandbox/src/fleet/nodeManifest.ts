import type { NewObject } from '../simulation/Cluster';
import type { ClusterPlan, NodePlan } from './scenarioFiles';
import { hash32 } from '../simulation/Random';

const GI = 1024 ** 2;

function labels(node: NodePlan, region: string): Record<string, string> {
  return {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/hostname': node.name,
    'node.kubernetes.io/instance-type': node.type,
    'topology.kubernetes.io/region': region,
    'topology.kubernetes.io/zone': node.zone,
    ...(node.gpus > 0
      ? { 'nvidia.com/gpu.present': 'true', 'nvidia.com/gpu.product': 'NVIDIA-L4' }
      : {}),
  };
}

/** A node as its kubelet registers it; its conditions come with the first heartbeat. */
export function nodeManifest(node: NodePlan, index: number, cluster: ClusterPlan): NewObject {
  const id = hash32(node.name).toString(16).padStart(8, '0');
  const gpus = node.gpus > 0 ? { 'nvidia.com/gpu': String(node.gpus) } : {};
  const taints =
    node.gpus > 0 ? [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] : undefined;
  return {
    metadata: { name: node.name, labels: labels(node, cluster.labels.region ?? '') },
    spec: {
      podCIDR: `${cluster.podRange}.${index}.0/24`,
      podCIDRs: [`${cluster.podRange}.${index}.0/24`],
      providerID: `aws:///${node.zone}/i-0${id}${id}`,
      ...(taints === undefined ? {} : { taints }),
    },
    status: {
      capacity: {
        cpu: String(node.cpu),
        memory: `${node.memoryGi * GI}Ki`,
        'ephemeral-storage': '104845292Ki',
        pods: '110',
        ...gpus,
      },
      allocatable: {
        cpu: `${node.cpu * 1000 - 80}m`,
        memory: `${Math.round(node.memoryGi * GI * 0.95)}Ki`,
        'ephemeral-storage': '95551679124',
        pods: '110',
        ...gpus,
      },
      addresses: [
        { type: 'InternalIP', address: `10.0.${index}.${10 + (hash32(node.name) % 200)}` },
        { type: 'Hostname', address: node.name },
      ],
      nodeInfo: {
        architecture: 'amd64',
        bootID: `${id}-0000-4000-8000-${id}0001`,
        containerRuntimeVersion: 'containerd://2.1.5',
        kernelVersion: '6.12.55-74.119.amzn2023.x86_64',
        kubeProxyVersion: '',
        kubeletVersion: cluster.version,
        machineID: `ec2${id}${id}${id}${id}`.slice(0, 32),
        operatingSystem: 'linux',
        osImage: 'Amazon Linux 2023.9.20260914',
        systemUUID: `ec2${id.slice(0, 5)}-0000-4000-8000-${id}0002`,
      },
    },
  };
}
