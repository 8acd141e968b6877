import { isRefusal, keyOf, type Cluster } from '../Cluster';
import { controllerUid, ObjectIndex } from '../ObjectIndex';
import type { Pod } from '../objects/pod';
import { CLAIMS, CONTROLLER_REVISIONS, PODS, STATEFUL_SETS } from '../objects/resources';
import type { StatefulSet } from '../objects/workload';
import { Controller } from './Controller';
import { ownerReference, PodControl } from './PodControl';
import { isAvailable, isReady } from './podState';
import { templateHash } from './templateHash';

const REVISION = 'controller-revision-hash';

interface Slot {
  readonly ordinal: number;
  readonly name: string;
  readonly pod: Pod | undefined;
}

function ordinalOf(pod: Pod): number {
  return Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1);
}

class StatefulSetReconciler {
  private readonly control: PodControl;

  constructor(
    private readonly cluster: Cluster,
    private readonly pods: ObjectIndex<Pod>,
  ) {
    this.control = new PodControl(cluster, 'statefulset-controller');
  }

  reconcile(set: StatefulSet): void {
    const revision = this.ensureRevision(set);
    const owned = this.pods.find(set.metadata.uid);
    if (set.metadata.deletionTimestamp === undefined) this.act(set, owned, revision);
    this.report(set, revision);
  }

  private ensureRevision(set: StatefulSet): string {
    const revision = `${set.metadata.name}-${templateHash(set.spec.template)}`;
    const key = `${set.metadata.namespace}/${revision}`;
    if (this.cluster.get(CONTROLLER_REVISIONS, key) !== undefined) return revision;
    const siblings = this.cluster
      .list(CONTROLLER_REVISIONS, { namespace: set.metadata.namespace })
      .filter(other => controllerUid(other)[0] === set.metadata.uid);
    this.cluster.create(CONTROLLER_REVISIONS, {
      metadata: {
        name: revision,
        namespace: set.metadata.namespace,
        labels: set.spec.template.metadata?.labels,
        ownerReferences: ownerReference(set),
      },
      revision: siblings.length + 1,
      data: { spec: { template: set.spec.template } },
    });
    return revision;
  }

  private act(set: StatefulSet, owned: readonly Pod[], revision: string): void {
    const { replicas = 1, podManagementPolicy } = set.spec;
    const inOrder = podManagementPolicy !== 'Parallel';
    const slots: Slot[] = Array.from({ length: replicas }, (_, ordinal) => {
      const name = `${set.metadata.name}-${ordinal}`;
      return { ordinal, name, pod: owned.find(pod => pod.metadata.name === name) };
    });
    if (this.replaceFinished(set, slots)) return;
    for (const slot of slots) {
      if (slot.pod === undefined) this.create(set, slot, revision);
      // One at a time, each only when the one before it is ready.
      if (inOrder && (slot.pod === undefined || !this.isUp(set, slot.pod))) return;
    }
    const surplus = owned.filter(pod => ordinalOf(pod) >= replicas);
    const last = surplus.sort((left, right) => ordinalOf(right) - ordinalOf(left));
    if (last.some(pod => pod.metadata.deletionTimestamp !== undefined) && inOrder) return;
    for (const pod of inOrder ? last.slice(0, 1) : last) this.control.delete(set, pod);
    if (surplus.length === 0) this.update(set, slots, revision);
  }

  private isUp(set: StatefulSet, pod: Pod): boolean {
    return (
      pod.metadata.deletionTimestamp === undefined &&
      isAvailable(pod, this.cluster.clock.now(), set.spec.minReadySeconds)
    );
  }

  private replaceFinished(set: StatefulSet, slots: readonly Slot[]): boolean {
    const over = slots.filter(
      ({ pod }) => pod?.status?.phase === 'Failed' || pod?.status?.phase === 'Succeeded',
    );
    for (const { pod } of over)
      if (pod !== undefined && pod.metadata.deletionTimestamp === undefined)
        this.control.delete(set, pod);
    return over.length > 0;
  }

  /** From the last ordinal to the first, down to the partition. */
  private update(set: StatefulSet, slots: readonly Slot[], revision: string): void {
    if (set.spec.updateStrategy?.type === 'OnDelete') return;
    const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    for (const { ordinal, pod } of [...slots].reverse()) {
      if (ordinal < partition || pod === undefined) return;
      if (pod.metadata.deletionTimestamp !== undefined) return;
      if (pod.metadata.labels?.[REVISION] !== revision) {
        this.control.delete(set, pod);
        return;
      }
      if (!isReady(pod)) return;
    }
  }

  private create(set: StatefulSet, { name, ordinal }: Slot, revision: string): void {
    const { template, serviceName } = set.spec;
    for (const claim of set.spec.volumeClaimTemplates ?? []) this.claim(set, claim, name);
    const volumes = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
      name: metadata.name,
      persistentVolumeClaim: { claimName: `${metadata.name}-${name}` },
    }));
    const others = (template.spec.volumes ?? []).filter(
      volume => !volumes.some(own => own.name === volume.name),
    );
    this.control.create(set, template, {
      name,
      labels: {
        [REVISION]: revision,
        'statefulset.kubernetes.io/pod-name': name,
        'apps.kubernetes.io/pod-index': String(ordinal),
      },
      spec: { hostname: name, subdomain: serviceName, volumes: [...others, ...volumes] },
    });
  }

  private claim(
    set: StatefulSet,
    { metadata, spec }: NonNullable<StatefulSet['spec']['volumeClaimTemplates']>[number],
    podName: string,
  ): void {
    const name = `${metadata.name}-${podName}`;
    const { namespace } = set.metadata;
    if (this.cluster.get(CLAIMS, `${namespace}/${name}`) !== undefined) return;
    this.cluster.create(CLAIMS, {
      metadata: { name, namespace, labels: set.spec.selector.matchLabels },
      spec,
    });
    this.cluster.events.record(set, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `create Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name} success`,
      component: 'statefulset-controller',
    });
  }

  private report(set: StatefulSet, revision: string): void {
    const owned = this.pods.find(set.metadata.uid);
    const updated = owned.filter(pod => pod.metadata.labels?.[REVISION] === revision);
    const { replicas = 1 } = set.spec;
    const isDone = updated.length === replicas && owned.every(isReady);
    const current = isDone ? revision : (set.status?.currentRevision ?? revision);
    this.cluster.patchStatus(STATEFUL_SETS, keyOf(set), {
      observedGeneration: set.metadata.generation,
      replicas: owned.length,
      readyReplicas: owned.filter(isReady).length,
      availableReplicas: owned.filter(pod =>
        isAvailable(pod, this.cluster.clock.now(), set.spec.minReadySeconds),
      ).length,
      currentReplicas: owned.filter(pod => pod.metadata.labels?.[REVISION] === current).length,
      updatedReplicas: updated.length,
      currentRevision: current,
      updateRevision: revision,
      collisionCount: 0,
    });
  }
}

/** Holds StatefulSets: stable names, own volumes, one pod after the other. */
export function startStatefulSetController(cluster: Cluster): Controller<StatefulSet> {
  const pods = new ObjectIndex(cluster, PODS, controllerUid);
  const reconciler = new StatefulSetReconciler(cluster, pods);
  return new Controller(cluster, {
    name: 'statefulset-controller',
    resource: STATEFUL_SETS,
    reconcile(set, queue) {
      try {
        reconciler.reconcile(set);
      } catch (error) {
        if (!isRefusal(error, 'Forbidden')) throw error;
        queue.add(keyOf(set), 30_000); // a quota; the event says so
      }
    },
  })
    .owns(PODS)
    .with(pods);
}
