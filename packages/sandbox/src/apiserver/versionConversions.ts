import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import { numberAt, objectAt, objectsAt, stringAt } from './json';
import type { JsonObject } from './publishedDocuments';
import { collectionName, type VersionConversion } from './ResourceType';

/** Drops fields that are undefined, so that they do not count as present. */
function present(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** `autoscaling/v1` knows one CPU target; everything else travels in `v2`, which is stored. */
const autoscalerV1: VersionConversion = {
  fromStored(object) {
    const { metrics, behavior: _behavior, ...spec } = objectAt(object.spec);
    const {
      currentMetrics: _current,
      conditions: _conditions,
      ...status
    } = objectAt(object.status);
    const cpu = objectsAt(metrics).find(metric => stringAt(metric, 'resource', 'name') === 'cpu');
    const target = numberAt(cpu, 'resource', 'target', 'averageUtilization');
    const currentMetric = objectsAt(object.status, 'currentMetrics').find(
      metric => stringAt(metric, 'resource', 'name') === 'cpu',
    );
    const current = numberAt(currentMetric, 'resource', 'current', 'averageUtilization');
    return {
      ...object,
      apiVersion: 'autoscaling/v1',
      spec: present({ ...spec, targetCPUUtilizationPercentage: target }),
      status: present({
        currentReplicas: 0,
        desiredReplicas: 0,
        ...status,
        currentCPUUtilizationPercentage: current,
      }),
    };
  },
  toStored(object) {
    const { targetCPUUtilizationPercentage: target, ...spec } = objectAt(object.spec);
    const metric = {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } },
    };
    return {
      ...object,
      apiVersion: 'autoscaling/v2',
      spec: present({ ...spec, metrics: target === undefined ? undefined : [metric] }),
    };
  },
};

const EVENT_FIELDS = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
  ['reportingController', 'reportingComponent'],
] as const;

function rename(object: KubeObject, apiVersion: string, toCore: boolean): KubeObject {
  const result: KubeObject = { ...object, apiVersion };
  for (const [events, core] of EVENT_FIELDS) {
    const [from, to] = toCore ? [events, core] : [core, events];
    if (result[from] === undefined) continue;
    result[to] = result[from];
    delete result[from];
  }
  return result;
}

/** `events.k8s.io/v1` is the same object under other field names; the core form is stored. */
const eventsV1: VersionConversion = {
  fromStored: object => rename(object, 'events.k8s.io/v1', false),
  toStored: object => rename(object, 'v1', true),
};

/** Where a built-in resource is stored, if not under its own name and version. */
export function storedElsewhere(
  id: ResourceId,
): { collection: string; conversion: VersionConversion } | undefined {
  if (id.group === 'events.k8s.io' && id.plural === 'events')
    return { collection: 'events', conversion: eventsV1 };
  if (id.group === 'autoscaling' && id.version === 'v1')
    return {
      collection: collectionName('autoscaling', id.plural),
      conversion: autoscalerV1,
    };
  return undefined;
}
