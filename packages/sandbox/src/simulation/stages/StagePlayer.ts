import type { KubeObject } from '@kubemate/kube-common';
import { isRefusal, keyOf, type Cluster } from '../Cluster';
import type { Resource } from '../objects/resources';
import { Random, hash32 } from '../Random';
import type { Scope } from './Expression';
import type { Stage } from './Stage';
import { isTruthy } from './Template';

/** A stage that changes nothing may come round again, but not in a tight circle. */
const SHORTEST_REPEAT_MS = 1_000;

export interface StagePlayerOptions<Shape extends KubeObject> {
  readonly cluster: Cluster;
  readonly resource: Resource<Shape>;
  readonly stages: readonly Stage[];
  /** Named values for expressions: `$step.action`. Called for each look at an object, so it should be lazy. */
  readonly variables?: (object: Shape) => Readonly<Record<string, unknown>>;
  /** The node an event's component runs on. */
  readonly hostOf?: (object: Shape) => string | undefined;
}

interface Scheduled {
  readonly stage: Stage;
  readonly cancel: () => void;
}

/** Moves the objects of one resource type through its stages. An object waits for at most one stage at a time. */
export class StagePlayer<Shape extends KubeObject> {
  private readonly scheduled = new Map<string, Scheduled>();
  private readonly unwatch: () => void;
  private readonly random: Random;

  constructor(private readonly options: StagePlayerOptions<Shape>) {
    const { cluster, resource } = options;
    this.random = cluster.random('stages', resource.plural);
    this.unwatch = cluster.watch(resource, ({ type, object }) => {
      if (type === 'DELETED') this.cancel(keyOf(object));
      else this.look(object);
    });
    for (const object of cluster.list(resource)) this.look(object);
  }

  /** Looks again at an object for which something outside it has changed. */
  recheck(key: string): void {
    const object = this.options.cluster.get(this.options.resource, key);
    if (object !== undefined) this.look(object);
  }

  /** Objects that wait for a stage. */
  get waiting(): number {
    return this.scheduled.size;
  }

  close(): void {
    this.unwatch();
    for (const { cancel } of this.scheduled.values()) cancel();
    this.scheduled.clear();
  }

  private cancel(key: string): void {
    this.scheduled.get(key)?.cancel();
    this.scheduled.delete(key);
  }

  private scope(object: Shape): Scope {
    return { root: object, variables: this.options.variables?.(object) ?? {} };
  }

  private look(object: Shape, leastDelayMs = 0): void {
    const key = keyOf(object);
    const scope = this.scope(object);
    const candidates = this.options.stages.filter(stage => stage.matches(scope));
    const current = this.scheduled.get(key);
    if (current !== undefined && candidates.includes(current.stage)) return;
    current?.cancel();
    const stage = this.choose(candidates, object);
    if (stage === undefined) {
      this.scheduled.delete(key);
      return;
    }
    const delayMs = Math.max(leastDelayMs, this.delayMs(stage, scope));
    const cancel = this.options.cluster.clock.after(delayMs, () => this.play(key, stage));
    this.scheduled.set(key, { stage, cancel });
  }

  /** By weight; the same object at the same resource version takes the same way in every run. */
  private choose(candidates: readonly Stage[], { metadata }: Shape): Stage | undefined {
    if (candidates.length <= 1) return candidates[0];
    const total = candidates.reduce((sum, stage) => sum + stage.weight, 0);
    let left = new Random(hash32(`${metadata.uid}/${metadata.resourceVersion}`)).next() * total;
    return candidates.find(stage => (left -= stage.weight) < 0) ?? candidates[0];
  }

  private delayMs(stage: Stage, scope: Scope): number {
    const seconds = Number(stage.delaySeconds(scope)) || 0;
    const jitter = Number(stage.jitterSeconds(scope)) || 0;
    return Math.max(0, seconds + this.random.next() * jitter) * 1000;
  }

  private play(key: string, stage: Stage): void {
    this.scheduled.delete(key);
    const object = this.options.cluster.get(this.options.resource, key);
    if (object === undefined) return;
    const scope = this.scope(object);
    try {
      if (stage.matches(scope)) this.apply(stage, scope, object);
    } catch (error) {
      if (!isRefusal(error, 'NotFound'))
        this.options.cluster.onError(`stage ${stage.name} of ${key}`, error);
    }
    if (this.scheduled.has(key)) return;
    const after = this.options.cluster.get(this.options.resource, key);
    if (after !== undefined) this.look(after, SHORTEST_REPEAT_MS);
  }

  private apply(stage: Stage, scope: Scope, object: Shape): void {
    const { cluster, resource } = this.options;
    const key = keyOf(object);
    for (const event of stage.events) {
      if (!isTruthy(event.condition(scope))) continue;
      cluster.events.record(object, {
        type: event.type(scope) === 'Warning' ? 'Warning' : 'Normal',
        reason: String(event.reason(scope)),
        message: String(event.message(scope)),
        component: String(event.component(scope)),
        host: this.options.hostOf?.(object),
        fieldPath: event.fieldPath(scope) as string | undefined,
      });
    }
    if (stage.status !== undefined) cluster.patchStatus(resource, key, stage.status(scope));
    if (stage.patch !== undefined) cluster.patch(resource, key, stage.patch(scope));
    this.setFinalizers(stage, object);
    if (stage.delete !== undefined) cluster.delete(resource, key, stage.delete);
  }

  private setFinalizers({ finalizers }: Stage, object: Shape): void {
    if (finalizers === undefined) return;
    const { add = [], remove = [], empty = false } = finalizers;
    const before = empty ? [] : (object.metadata.finalizers ?? []);
    const kept = before.filter(finalizer => !remove.includes(finalizer));
    const next = [...kept, ...add.filter(finalizer => !kept.includes(finalizer))];
    this.options.cluster.patch(this.options.resource, keyOf(object), {
      metadata: { finalizers: next.length === 0 ? null : next },
    });
  }
}
