import type { KubeObject } from '@kubemate/kube-common';
import { nameSuffix, hash32 } from './Random';
import { EVENTS } from './objects/resources';
import { isRefusal, type Cluster } from './Cluster';

/** An API server forgets events after an hour. */
const EVENT_TTL_MS = 3_600_000;
/** Per cluster; beyond it the oldest go first. */
const EVENT_LIMIT = 4_000;

export interface EventText {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** `kubelet`, `default-scheduler`, `deployment-controller`, … */
  component: string;
  /** Node of the component. */
  host?: string;
  fieldPath?: string;
}

interface Known {
  readonly key: string;
  count: number;
  lastAt: number;
}

/**
 * Writes core/v1 events as client-go's recorder does: the same event about the same object raises the count of the one
 * that is there. Forgets them after an hour.
 */
export class EventRecorder {
  /** Insertion order is order of last use, so the first are the oldest. */
  private readonly known = new Map<string, Known>();
  private mutedUntil = 0;

  constructor(private readonly cluster: Cluster) {}

  /** Events before that time would be gone by then and are not written at all. */
  muteUntil(time: number): void {
    this.mutedUntil = time;
  }

  record(object: KubeObject, event: EventText): void {
    const now = this.cluster.clock.now();
    if (now < this.mutedUntil) return;
    const identity = [object.metadata.uid, event.reason, event.message, event.fieldPath].join(
      '\u0000',
    );
    const known = this.known.get(identity);
    if (known === undefined || !this.raise(known)) this.create(object, event, identity);
    this.sweep();
  }

  /** Deletes what is older than an API server keeps. */
  sweep(): void {
    const horizon = this.cluster.clock.now() - EVENT_TTL_MS;
    for (const [identity, { key, lastAt }] of this.known) {
      if (lastAt >= horizon && this.known.size <= EVENT_LIMIT) return;
      this.known.delete(identity);
      this.cluster.delete(EVENTS, key);
    }
  }

  private raise(known: Known): boolean {
    try {
      this.cluster.patch(EVENTS, known.key, {
        count: known.count + 1,
        lastTimestamp: this.cluster.timestamp(),
      });
    } catch (error) {
      if (isRefusal(error, 'NotFound')) return false;
      throw error;
    }
    known.count += 1;
    known.lastAt = this.cluster.clock.now();
    this.touch(known);
    return true;
  }

  private touch(known: Known): void {
    for (const [identity, entry] of this.known) {
      if (entry !== known) continue;
      this.known.delete(identity);
      this.known.set(identity, known);
      return;
    }
  }

  private create(object: KubeObject, event: EventText, identity: string): void {
    const { namespace = 'default', name, uid, resourceVersion } = object.metadata;
    const now = this.cluster.clock.now();
    const at = this.cluster.timestamp();
    const suffix = `${Math.floor(now).toString(16)}${nameSuffix(hash32(identity), 4)}`;
    const eventName = `${name}.${suffix}`;
    try {
      this.cluster.create(EVENTS, {
        metadata: { name: eventName, namespace },
        involvedObject: {
          apiVersion: object.apiVersion,
          kind: object.kind,
          name,
          namespace: object.metadata.namespace,
          uid,
          resourceVersion,
          fieldPath: event.fieldPath,
        },
        reason: event.reason,
        message: event.message,
        type: event.type,
        count: 1,
        firstTimestamp: at,
        lastTimestamp: at,
        source: { component: event.component, host: event.host },
        reportingComponent: event.component,
        reportingInstance: event.host ?? '',
      });
    } catch (error) {
      // A namespace on its way out takes no events, and the same event twice in a millisecond is one event.
      if (isRefusal(error, 'Forbidden') || isRefusal(error, 'AlreadyExists')) return;
      if (isRefusal(error, 'NotFound')) return;
      throw error;
    }
    this.known.set(identity, { key: `${namespace}/${eventName}`, count: 1, lastAt: now });
  }
}
