import type { KubeObject } from '../kubeObject';
import { formatLabelSelector, labelSelectorOf, labelSelectorOfMap } from '../labelSelector';
import type { LabelSelectorObject } from '../labelSelector';
import type { ResourceId } from '../resourceId';
import { isKind, isWorkload } from '../shapes/isKind';
import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  ReplicaSet,
  StatefulSet,
} from '../shapes/workload';
import { newestJobOf } from './newestJob';
import { whyContext } from './WhyContext';
import type { WhyContext } from './WhyContext';
import type { ContainerStatus, Pod } from '../shapes/pod';
import type { Service } from '../shapes/service';
import type { PersistentVolumeClaim } from '../shapes/storage';
import { summarisePod } from '../columns/core/podStatus';
import { podHealth } from '../columns/core/pod';
import type { RelatedKind, WhyInput, WhyRequest } from './WhyInput';

/** Pods of a workload that are looked at closely; the others add to the counts. */
const CLOSE_PODS = 3;
const TAIL_LINES = 30;

const RESOURCES = {
  Event: { group: '', version: 'v1', plural: 'events' },
  Pod: { group: '', version: 'v1', plural: 'pods' },
  Node: { group: '', version: 'v1', plural: 'nodes' },
  PersistentVolumeClaim: { group: '', version: 'v1', plural: 'persistentvolumeclaims' },
  ResourceQuota: { group: '', version: 'v1', plural: 'resourcequotas' },
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps' },
  Secret: { group: '', version: 'v1', plural: 'secrets' },
  ServiceAccount: { group: '', version: 'v1', plural: 'serviceaccounts' },
  ReplicaSet: { group: 'apps', version: 'v1', plural: 'replicasets' },
  Job: { group: 'batch', version: 'v1', plural: 'jobs' },
  StorageClass: { group: 'storage.k8s.io', version: 'v1', plural: 'storageclasses' },
  EndpointSlice: { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices' },
  HorizontalPodAutoscaler: {
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
  },
} as const satisfies Record<string, ResourceId>;

type Kind = keyof typeof RESOURCES;

function list(
  kind: RelatedKind,
  where: { namespace?: string; labelSelector?: string; fieldSelector?: string },
): WhyRequest {
  return { type: 'list', kind, resource: RESOURCES[kind], ...where };
}

function get(kind: Kind, name: string, namespace?: string): WhyRequest {
  return { type: 'get', kind, resource: RESOURCES[kind], namespace, name };
}

/** Events about cluster-scoped objects are kept in the namespace `default`. */
function eventsAbout({ kind, metadata }: KubeObject): WhyRequest {
  const namespace = metadata.namespace ?? 'default';
  if (metadata.namespace !== undefined) return list('Event', { namespace });
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${metadata.name}`;
  return list('Event', { namespace, fieldSelector });
}

function failed(status: ContainerStatus): boolean {
  const { waiting, terminated } = status.state ?? {};
  return (
    waiting?.reason === 'CrashLoopBackOff' ||
    (terminated !== undefined && terminated.exitCode !== 0) ||
    (status.lastState?.terminated !== undefined && !status.ready)
  );
}

function logsOf({ metadata, status }: Pod): WhyRequest[] {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return statuses.filter(failed).map(container => ({
    type: 'logs',
    namespace: metadata.namespace ?? '',
    pod: metadata.name,
    container: container.name,
    // A container that stands terminated has its last words in the present log.
    previous: container.state?.terminated === undefined,
    tailLines: TAIL_LINES,
  }));
}

/** What a pod that cannot start refers to: whether these exist is often the answer. */
function referencesOf({ metadata: { namespace }, spec }: Pod): WhyRequest[] {
  return (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim, configMap, secret }) => {
    const found: WhyRequest[] = [];
    if (persistentVolumeClaim)
      found.push(get('PersistentVolumeClaim', persistentVolumeClaim.claimName, namespace));
    if (configMap?.name && !configMap.optional)
      found.push(get('ConfigMap', configMap.name, namespace));
    if (secret?.secretName && !secret.optional)
      found.push(get('Secret', secret.secretName, namespace));
    return found;
  });
}

function forPod(pod: Pod): WhyRequest[] {
  const node = pod.spec?.nodeName;
  const pending = pod.status?.phase === 'Pending';
  return [
    ...logsOf(pod),
    ...(node ? [get('Node', node)] : []),
    ...(pending ? referencesOf(pod) : []),
  ];
}

function isUnwell(pod: Pod): boolean {
  const { health } = podHealth(pod, summarisePod(pod));
  return health !== 'ok' && health !== 'idle';
}

function forPods(pods: readonly Pod[]): WhyRequest[] {
  return pods.filter(isUnwell).slice(0, CLOSE_PODS).flatMap(forPod);
}

function podsSelectedBy(
  selector: LabelSelectorObject | undefined,
  namespace: string | undefined,
): WhyRequest[] {
  const terms = labelSelectorOf(selector);
  if (terms === undefined || terms.length === 0) return [];
  return [list('Pod', { namespace, labelSelector: formatLabelSelector(terms) })];
}

function forWorkload(
  workload: Deployment | ReplicaSet | StatefulSet | DaemonSet | Job,
): WhyRequest[] {
  const { namespace } = workload.metadata;
  const labelSelector = formatLabelSelector(labelSelectorOf(workload.spec?.selector) ?? []);
  return [
    ...podsSelectedBy(workload.spec?.selector, namespace),
    ...(workload.kind === 'Deployment' && labelSelector !== ''
      ? [list('ReplicaSet', { namespace, labelSelector })]
      : []),
    ...(workload.kind === 'Job' || workload.kind === 'DaemonSet'
      ? []
      : [list('HorizontalPodAutoscaler', { namespace })]),
    list('ResourceQuota', { namespace }),
  ];
}

function forService({ metadata, spec }: Service): WhyRequest[] {
  const { namespace, name } = metadata;
  if (spec?.type === 'ExternalName') return [];
  const labelSelector = formatLabelSelector(labelSelectorOfMap(spec?.selector));
  return [
    list('EndpointSlice', { namespace, labelSelector: `kubernetes.io/service-name=${name}` }),
    ...(labelSelector === '' ? [] : [list('Pod', { namespace, labelSelector })]),
  ];
}

function forCronJob(cronJob: CronJob, jobs: readonly Job[]): WhyRequest[] {
  const { namespace } = cronJob.metadata;
  const newest = newestJobOf(cronJob, jobs);
  return [list('Job', { namespace }), ...podsSelectedBy(newest?.spec?.selector, namespace)];
}

function forClaim({ spec }: PersistentVolumeClaim): WhyRequest[] {
  return spec?.storageClassName ? [get('StorageClass', spec.storageClassName)] : [];
}

function forObject(object: KubeObject, { related }: WhyContext): WhyRequest[] {
  if (isKind(object, 'Pod')) return forPod(object);
  if (isWorkload(object)) return forWorkload(object);
  if (isKind(object, 'CronJob')) return forCronJob(object, related('Job'));
  if (isKind(object, 'Service')) return forService(object);
  return isKind(object, 'PersistentVolumeClaim') ? forClaim(object) : [];
}

/** Identifies a request, so that a caller asks each once. */
export function requestKey(request: WhyRequest): string {
  return JSON.stringify(request);
}

/**
 * What an explanation of this input would want to read, given what it has already: the pods of a workload first, then
 * the logs and nodes of those that are not well. A caller reads what it has not read yet and asks again, until nothing
 * new is wanted; {@link gatherWhyInput} does that.
 */
export function whyRequests(input: WhyInput): WhyRequest[] {
  const { object } = input;
  const context = whyContext(input);
  const pods = isKind(object, 'Pod') ? [] : context.related('Pod');
  const wanted = [eventsAbout(object), ...forObject(object, context), ...forPods(pods)];
  return [...new Map(wanted.map(request => [requestKey(request), request])).values()];
}
