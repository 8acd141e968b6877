import type { Cluster } from '../simulation/Cluster';
import { ownerReference } from '../simulation/controllers/PodControl';
import { POD_TEMPLATE_HASH, templateHash } from '../simulation/controllers/templateHash';
import type { Node } from '../simulation/objects/node';
import type { PodTemplate } from '../simulation/objects/pod';
import {
  DEPLOYMENTS,
  NAMESPACES,
  NODES,
  PODS,
  REPLICA_SETS,
} from '../simulation/objects/resources';
import type { ReplicaSet } from '../simulation/objects/workload';
import { hash32, nameSuffix } from '../simulation/Random';

const PODS_PER_DEPLOYMENT = 20;
const DEPLOYMENTS_PER_NAMESPACE = 25;
const IMAGE = 'registry.example.com/load/worker:1.0.0';

interface Owner {
  readonly name: string;
  readonly namespace: string;
}

function template({ name }: Owner): PodTemplate {
  return {
    metadata: { labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'load' } },
    spec: {
      // Its pods have their node already; the scheduler must not look at each of them.
      schedulerName: 'load-scheduler',
      containers: [
        {
          name: 'worker',
          image: IMAGE,
          resources: { requests: { cpu: '1m', memory: '8Mi' } },
        },
      ],
    },
  };
}

function runningStatus(cluster: Cluster, id: number): object {
  const startedAt = cluster.timestamp(-(id % 86_400_000));
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'];
  return {
    phase: 'Running',
    startTime: startedAt,
    podIP: `10.${128 + (id % 100)}.${(id >>> 8) % 256}.${1 + ((id >>> 16) % 250)}`,
    conditions: conditions.map(type => ({ type, status: 'True', lastTransitionTime: startedAt })),
    containerStatuses: [
      {
        name: 'worker',
        image: IMAGE,
        imageID: '',
        ready: true,
        started: true,
        restartCount: id % 97 === 0 ? 1 + (id % 5) : 0,
        state: { running: { startedAt } },
      },
    ],
  };
}

function createPod(
  cluster: Cluster,
  owner: ReplicaSet,
  { index, node }: { index: number; node: Node | undefined },
): void {
  const { name, namespace = '' } = owner.metadata;
  const { metadata, spec } = owner.spec.template;
  const id = hash32(`${namespace}/${name}`, index);
  cluster.create(PODS, {
    metadata: {
      name: `${name}-${nameSuffix(id, 4)}${nameSuffix(index, 1)}`,
      namespace,
      labels: metadata?.labels ?? {},
      ownerReferences: ownerReference(owner),
    },
    spec: { ...spec, nodeName: node?.metadata.name },
    status: runningStatus(cluster, id),
  });
}

/** A Deployment and its ReplicaSet, as the Deployment's controller would make it. */
function createOwner(cluster: Cluster, owner: Owner, replicas: number): ReplicaSet {
  const { name, namespace } = owner;
  const matchLabels = { 'app.kubernetes.io/name': name };
  const deployment = cluster.create(DEPLOYMENTS, {
    metadata: {
      name,
      namespace,
      labels: { 'app.kubernetes.io/part-of': 'load' },
      annotations: { 'deployment.kubernetes.io/revision': '1' },
    },
    spec: { replicas, selector: { matchLabels }, template: template(owner) },
  });
  const hash = templateHash(deployment.spec.template);
  const labels = { ...deployment.spec.template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  return cluster.create(REPLICA_SETS, {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: ownerReference(deployment),
    },
    spec: {
      replicas,
      selector: { matchLabels: { ...matchLabels, [POD_TEMPLATE_HASH]: hash } },
      template: { ...deployment.spec.template, metadata: { labels } },
    },
  });
}

/**
 * Fills a cluster with namespaces `load-0001`, … until it has about that many objects more. Pods are created as they
 * are after their start: nobody has to wait for 100,000 of them to be scheduled.
 */
export function createLoad(cluster: Cluster, objects: number): void {
  const nodes = cluster.list(NODES);
  let left = objects;
  for (let index = 1; left > 0; index++) {
    const namespace = `load-${String(index).padStart(4, '0')}`;
    cluster.create(NAMESPACES, { metadata: { name: namespace, labels: { load: 'true' } } });
    left -= 3; // itself, its ServiceAccount, and the ConfigMap with the cluster's certificate
    for (let number = 1; number <= DEPLOYMENTS_PER_NAMESPACE && left > 2; number++) {
      const pods = Math.min(PODS_PER_DEPLOYMENT, left - 2);
      const name = `worker-${String(number).padStart(2, '0')}`;
      const owner = createOwner(cluster, { name, namespace }, pods);
      for (let pod = 0; pod < pods; pod++)
        createPod(cluster, owner, { index: pod, node: nodes[(pod + number) % nodes.length] });
      left -= pods + 2;
    }
  }
}
