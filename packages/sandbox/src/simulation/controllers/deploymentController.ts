import { keyOf, type Cluster } from '../Cluster';
import { controllerUid, ObjectIndex } from '../ObjectIndex';
import { PODS, DEPLOYMENTS, REPLICA_SETS } from '../objects/resources';
import type { Deployment, ReplicaSet } from '../objects/workload';
import { Controller } from './Controller';
import { deploymentStatus, untilDeadline } from './deploymentStatus';
import { nextNewSize, nextOldSizes, rolloutBudget } from './deploymentRollout';
import { ownerReference } from './PodControl';
import { POD_TEMPLATE_HASH, sameTemplate, templateHash } from './templateHash';

const REVISION = 'deployment.kubernetes.io/revision';
const NAME = 'deployment-controller';

function revisionOf({ metadata }: ReplicaSet | Deployment): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

function byAge(left: ReplicaSet, right: ReplicaSet): number {
  const difference = left.metadata.creationTimestamp.localeCompare(
    right.metadata.creationTimestamp,
  );
  return difference !== 0 ? difference : revisionOf(left) - revisionOf(right);
}

class DeploymentReconciler {
  constructor(
    private readonly cluster: Cluster,
    private readonly sets: ObjectIndex<ReplicaSet>,
    private readonly pods: { find(uid: string): readonly unknown[] },
  ) {}

  /** @returns milliseconds after which to look again, where time alone can change something */
  reconcile(deployment: Deployment): number | undefined {
    const all = this.owned(deployment);
    const known = all.find(set => sameTemplate(set.spec.template, deployment.spec.template));
    if (deployment.spec.paused) {
      this.scaleOnly(deployment, known ?? all.at(-1));
      return this.report(deployment, known);
    }
    const isRecreate = deployment.spec.strategy?.type === 'Recreate';
    const old = all.filter(set => set !== known);
    if (isRecreate && !this.emptyOld(deployment, old)) return this.report(deployment, known);
    const current = known ?? this.createSet(deployment, all, isRecreate);
    this.setRevision(deployment, current, all);
    if (isRecreate) this.scale(deployment, current, deployment.spec.replicas ?? 1);
    else
      this.roll(
        deployment,
        current,
        old.filter(set => (set.spec.replicas ?? 1) > 0),
      );
    this.cleanUp(deployment, current);
    return this.report(deployment, current);
  }

  private owned({ metadata }: Deployment): ReplicaSet[] {
    return this.sets.find(metadata.uid).sort(byAge);
  }

  private report(deployment: Deployment, known: ReplicaSet | undefined): number | undefined {
    const sets = this.owned(deployment);
    const current =
      sets.find(set => set.metadata.uid === known?.metadata.uid) ??
      sets.find(set => sameTemplate(set.spec.template, deployment.spec.template));
    const status = deploymentStatus(this.cluster, deployment, { sets, current });
    this.cluster.patchStatus(DEPLOYMENTS, keyOf(deployment), status);
    return untilDeadline(this.cluster, deployment, status);
  }

  private roll(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): void {
    const budget = rolloutBudget(deployment);
    const size = nextNewSize(budget, current, old);
    if (size !== current.spec.replicas) {
      this.scale(deployment, current, size);
      return;
    }
    for (const [name, next] of nextOldSizes(budget, current, old)) {
      const set = old.find(candidate => candidate.metadata.name === name);
      if (set !== undefined) this.scale(deployment, set, next);
    }
  }

  /** Recreate: true once no old pod is left. */
  private emptyOld(deployment: Deployment, old: readonly ReplicaSet[]): boolean {
    for (const set of old) this.scale(deployment, set, 0);
    return old.every(set => this.pods.find(set.metadata.uid).length === 0);
  }

  /** A paused Deployment still follows its replica count, within the revision it stands at. */
  private scaleOnly(deployment: Deployment, set: ReplicaSet | undefined): void {
    if (set !== undefined) this.scale(deployment, set, deployment.spec.replicas ?? 1);
  }

  private createSet(
    deployment: Deployment,
    existing: readonly ReplicaSet[],
    isRecreate: boolean,
  ): ReplicaSet {
    const { template, selector, minReadySeconds, replicas = 1 } = deployment.spec;
    const budget = rolloutBudget(deployment);
    const total = existing.reduce((sum, set) => sum + (set.spec.replicas ?? 1), 0);
    const size = isRecreate
      ? replicas
      : Math.max(0, Math.min(replicas, replicas + budget.maxSurge - total));
    const hash = this.freeHash(deployment);
    const labels = { ...template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
    const set = this.cluster.create(REPLICA_SETS, {
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        namespace: deployment.metadata.namespace,
        labels,
        annotations: this.setAnnotations(deployment, Math.max(0, ...existing.map(revisionOf)) + 1),
        ownerReferences: ownerReference(deployment),
      },
      spec: {
        replicas: size,
        minReadySeconds,
        selector: {
          ...selector,
          matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash },
        },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    });
    if (size > 0)
      this.record(deployment, `Scaled up replica set ${set.metadata.name} from 0 to ${size}`);
    return set;
  }

  private freeHash(deployment: Deployment): string {
    for (let collisions = 0; ; collisions++) {
      const hash = templateHash(deployment.spec.template, collisions * 2);
      const key = `${deployment.metadata.namespace}/${deployment.metadata.name}-${hash}`;
      if (this.cluster.get(REPLICA_SETS, key) === undefined) return hash;
    }
  }

  private setAnnotations({ metadata, spec }: Deployment, revision: number): Record<string, string> {
    const replicas = spec.replicas ?? 1;
    const { 'kubectl.kubernetes.io/last-applied-configuration': _applied, ...own } =
      metadata.annotations ?? {};
    return {
      ...own,
      [REVISION]: String(revision),
      'deployment.kubernetes.io/desired-replicas': String(replicas),
      'deployment.kubernetes.io/max-replicas': String(
        replicas + rolloutBudget({ metadata, spec } as Deployment).maxSurge,
      ),
    };
  }

  /** Going back to an old template makes it the newest revision. */
  private setRevision(
    deployment: Deployment,
    current: ReplicaSet,
    all: readonly ReplicaSet[],
  ): void {
    const others = all.filter(set => set.metadata.uid !== current.metadata.uid);
    const newest = Math.max(0, ...others.map(revisionOf));
    let revision = revisionOf(current);
    if (revision <= newest) {
      revision = newest + 1;
      this.cluster.patch(REPLICA_SETS, keyOf(current), {
        metadata: { annotations: { [REVISION]: String(revision) } },
      });
    }
    if (revisionOf(deployment) !== revision)
      this.cluster.patch(DEPLOYMENTS, keyOf(deployment), {
        metadata: { annotations: { [REVISION]: String(revision) } },
      });
  }

  private scale(deployment: Deployment, set: ReplicaSet, size: number): void {
    const before = set.spec.replicas ?? 1;
    if (before === size) return;
    this.cluster.patch(REPLICA_SETS, keyOf(set), {
      metadata: {
        annotations: {
          'deployment.kubernetes.io/desired-replicas': String(deployment.spec.replicas ?? 1),
        },
      },
      spec: { replicas: size },
    });
    const direction = size > before ? 'up' : 'down';
    this.record(
      deployment,
      `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${size}`,
    );
  }

  private cleanUp(deployment: Deployment, current: ReplicaSet): void {
    const limit = deployment.spec.revisionHistoryLimit ?? 10;
    const idle = this.owned(deployment)
      .filter(set => set.metadata.uid !== current.metadata.uid)
      .filter(set => set.spec.replicas === 0 && (set.status?.replicas ?? 0) === 0)
      .sort((left, right) => revisionOf(left) - revisionOf(right));
    for (const set of idle.slice(0, Math.max(0, idle.length - limit)))
      this.cluster.delete(REPLICA_SETS, keyOf(set));
  }

  private record(deployment: Deployment, message: string): void {
    this.cluster.events.record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message,
      component: NAME,
    });
  }
}

/** Rolls Deployments out over ReplicaSets. */
export function startDeploymentController(cluster: Cluster): Controller<Deployment> {
  const sets = new ObjectIndex(cluster, REPLICA_SETS, controllerUid);
  const pods = new ObjectIndex(cluster, PODS, controllerUid);
  const reconciler = new DeploymentReconciler(cluster, sets, pods);
  return new Controller(cluster, {
    name: NAME,
    resource: DEPLOYMENTS,
    reconcile(deployment, queue) {
      if (deployment.metadata.deletionTimestamp !== undefined) return;
      const again = reconciler.reconcile(deployment);
      if (again !== undefined) queue.add(keyOf(deployment), again);
    },
  })
    .owns(REPLICA_SETS)
    .alsoWatch(PODS, ({ type, object }) => {
      // Recreate waits for the last old pod to go.
      const owner = object.metadata.ownerReferences?.find(reference => reference.controller);
      if (type !== 'DELETED' || owner?.kind !== 'ReplicaSet') return [];
      const set = cluster.get(REPLICA_SETS, `${object.metadata.namespace}/${owner.name}`);
      const parent = set?.metadata.ownerReferences?.find(reference => reference.controller);
      return parent === undefined ? [] : [`${object.metadata.namespace}/${parent.name}`];
    })
    .with(sets)
    .with(pods);
}
