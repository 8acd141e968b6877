import { matchesLabels, parseQuantity, parseTime } from '@kubemate/kube-common';
import { keyOf, type Cluster } from '../Cluster';
import type { HorizontalPodAutoscaler } from '../objects/network';
import type { StatusCondition } from '../objects/pod';
import { AUTOSCALERS, DEPLOYMENTS, PODS, STATEFUL_SETS } from '../objects/resources';
import type { UsageModel } from '../runtime/UsageModel';
import { Controller } from './Controller';
import { isActive, isReady, selectorOf, withCondition } from './podState';

const SYNC_MS = 15_000;
const TOLERANCE = 0.1;
const DEFAULT_WINDOW_SECONDS = 300;
const COMPONENT = 'horizontal-pod-autoscaler';

interface Recommendation {
  readonly at: number;
  readonly replicas: number;
}

interface Reading {
  readonly name: string;
  readonly utilization: number;
  readonly value: number;
  readonly target: number;
}

class Autoscaler {
  /** Recommendations within the stabilization window, by autoscaler. */
  private readonly history = new Map<string, Recommendation[]>();

  constructor(
    private readonly cluster: Cluster,
    private readonly usage: UsageModel,
  ) {}

  forget(key: string): void {
    this.history.delete(key);
  }

  reconcile(scaler: HorizontalPodAutoscaler): void {
    const { scaleTargetRef: target } = scaler.spec;
    const resource = target.kind === 'StatefulSet' ? STATEFUL_SETS : DEPLOYMENTS;
    const targetKey = `${scaler.metadata.namespace}/${target.name}`;
    const workload =
      target.kind === 'StatefulSet'
        ? this.cluster.get(STATEFUL_SETS, targetKey)
        : this.cluster.get(DEPLOYMENTS, targetKey);
    if (workload === undefined) {
      this.fail(
        scaler,
        'AbleToScale',
        'FailedGetScale',
        `the HPA controller was unable to get the target's current scale: ${resource.plural}.apps "${target.name}" not found`,
      );
      return;
    }
    const replicas = workload.spec.replicas ?? 1;
    const readings = this.read(scaler, workload);
    if (readings.length === 0) {
      this.fail(
        scaler,
        'ScalingActive',
        'FailedGetResourceMetric',
        `the HPA was unable to compute the replica count: failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)`,
      );
      return;
    }
    const wanted = Math.max(...readings.map(reading => this.recommend(replicas, reading)));
    const stable = this.stabilize(scaler, replicas, wanted);
    const { minReplicas = 1, maxReplicas } = scaler.spec;
    const desired = Math.min(maxReplicas, Math.max(minReplicas, stable));
    const isRescaled = desired !== replicas;
    if (isRescaled) {
      this.cluster.patch(resource, targetKey, { spec: { replicas: desired } });
      const direction = desired > replicas ? 'above' : 'below';
      const main = readings[0];
      const reason =
        desired > replicas
          ? `${main?.name} resource utilization (percentage of request) ${direction} target`
          : 'All metrics below target';
      this.cluster.events.record(scaler, {
        type: 'Normal',
        reason: 'SuccessfulRescale',
        message: `New size: ${desired}; reason: ${reason}`,
        component: COMPONENT,
      });
    }
    this.report(scaler, { readings, replicas, desired, stable, isRescaled });
  }

  private read(
    scaler: HorizontalPodAutoscaler,
    workload: { spec: { selector: object } },
  ): Reading[] {
    const selector = selectorOf(workload.spec.selector);
    if (selector === undefined) return [];
    const pods = this.cluster
      .list(PODS, { namespace: scaler.metadata.namespace })
      .filter(pod => isActive(pod) && isReady(pod) && matchesLabels(selector, pod.metadata.labels));
    return (scaler.spec.metrics ?? []).flatMap(({ resource }) => {
      if (resource?.name !== 'cpu' && resource?.name !== 'memory') return [];
      const { name, target } = resource;
      let used = 0;
      let requested = 0;
      for (const pod of pods) {
        const usage = this.usage.ofPod(pod) ?? {};
        for (const container of pod.spec.containers) {
          used += usage[container.name]?.[name] ?? 0;
          requested += parseQuantity(container.resources?.requests?.[name]) ?? 0;
        }
      }
      if (requested === 0 || target.averageUtilization === undefined) return [];
      return [
        {
          name,
          utilization: Math.round((100 * used) / requested),
          value: used / pods.length,
          target: target.averageUtilization,
        },
      ];
    });
  }

  private recommend(replicas: number, { utilization, target }: Reading): number {
    const ratio = utilization / target;
    return Math.abs(ratio - 1) <= TOLERANCE ? replicas : Math.ceil(replicas * ratio);
  }

  /** Scaling down follows the highest recommendation of the window. */
  private stabilize(scaler: HorizontalPodAutoscaler, replicas: number, wanted: number): number {
    const window =
      (scaler.spec.behavior?.scaleDown?.stabilizationWindowSeconds ?? DEFAULT_WINDOW_SECONDS) *
      1000;
    const now = this.cluster.clock.now();
    const key = keyOf(scaler);
    const recent = (this.history.get(key) ?? [{ at: now, replicas }]).filter(
      ({ at }) => at >= now - window,
    );
    recent.push({ at: now, replicas: wanted });
    this.history.set(key, recent);
    return wanted >= replicas
      ? wanted
      : Math.min(replicas, Math.max(...recent.map(entry => entry.replicas)));
  }

  private report(
    scaler: HorizontalPodAutoscaler,
    {
      readings,
      replicas,
      desired,
      stable,
      isRescaled,
    }: {
      readings: Reading[];
      replicas: number;
      desired: number;
      stable: number;
      isRescaled: boolean;
    },
  ): void {
    const now = this.cluster.timestamp();
    const { minReplicas = 1, maxReplicas } = scaler.spec;
    const limited: StatusCondition =
      stable > maxReplicas
        ? {
            type: 'ScalingLimited',
            status: 'True',
            reason: 'TooManyReplicas',
            message: 'the desired replica count is more than the maximum replica count',
          }
        : stable < minReplicas
          ? {
              type: 'ScalingLimited',
              status: 'True',
              reason: 'TooFewReplicas',
              message: 'the desired replica count is less than the minimum replica count',
            }
          : {
              type: 'ScalingLimited',
              status: 'False',
              reason: 'DesiredWithinRange',
              message: 'the desired count is within the acceptable range',
            };
    const states: StatusCondition[] = [
      {
        type: 'AbleToScale',
        status: 'True',
        reason: 'ReadyForNewScale',
        message: 'recommended size matches current size',
      },
      {
        type: 'ScalingActive',
        status: 'True',
        reason: 'ValidMetricFound',
        message: `the HPA was able to successfully calculate a replica count from ${readings[0]?.name} resource utilization (percentage of request)`,
      },
      limited,
    ];
    this.cluster.patchStatus(AUTOSCALERS, keyOf(scaler), {
      observedGeneration: scaler.metadata.generation,
      currentReplicas: replicas,
      desiredReplicas: desired,
      ...(isRescaled ? { lastScaleTime: now } : {}),
      currentMetrics: readings.map(({ name, utilization, value }) => ({
        type: 'Resource',
        resource: {
          name,
          current: {
            averageUtilization: utilization,
            averageValue:
              name === 'cpu' ? `${Math.round(value * 1000)}m` : String(Math.round(value)),
          },
        },
      })),
      conditions: states.reduce(
        (conditions, state) => withCondition(conditions, state, now),
        scaler.status?.conditions ?? [],
      ),
    });
  }

  private fail(
    scaler: HorizontalPodAutoscaler,
    ...[type, reason, message]: [string, string, string]
  ): void {
    if (parseTime(scaler.metadata.creationTimestamp) === this.cluster.clock.now()) return;
    this.cluster.events.record(scaler, { type: 'Warning', reason, message, component: COMPONENT });
    this.cluster.patchStatus(AUTOSCALERS, keyOf(scaler), {
      currentReplicas: scaler.status?.currentReplicas ?? 0,
      desiredReplicas: scaler.status?.desiredReplicas ?? 0,
      conditions: withCondition(
        scaler.status?.conditions,
        { type, status: 'False', reason, message },
        this.cluster.timestamp(),
      ),
    });
  }
}

/** Scales workloads by the usage that the metrics API reports. */
export function startAutoscalerController(
  cluster: Cluster,
  usage: UsageModel,
): Controller<HorizontalPodAutoscaler> {
  const autoscaler = new Autoscaler(cluster, usage);
  const nextAt = new Map<string, number>();
  return new Controller(cluster, {
    name: COMPONENT,
    resource: AUTOSCALERS,
    gone(key) {
      autoscaler.forget(key);
      nextAt.delete(key);
    },
    reconcile(scaler, queue) {
      const key = keyOf(scaler);
      // Its own status write comes back as a change: the clock alone sets the pace.
      const wait = (nextAt.get(key) ?? 0) - cluster.clock.now();
      if (wait > 0) {
        queue.add(key, wait);
        return;
      }
      nextAt.set(key, cluster.clock.now() + SYNC_MS);
      queue.add(key, SYNC_MS);
      autoscaler.reconcile(scaler);
    },
  });
}
