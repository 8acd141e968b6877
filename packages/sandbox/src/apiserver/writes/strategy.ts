import type { KubeObject } from '@kubemate/kube-common';
import type { Cluster } from '../Cluster';
import {
  CRD_COLLECTION,
  addCleanupFinalizer,
  checkDefinition,
  establish,
} from '../CustomResources';
import { qosClass } from '../defaults/builtInDefaults';
import { isJsonObject, objectAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { hasSubresource, type ResourceType } from '../ResourceType';
import type { WriteRequest } from './WriteRequest';

interface StrategyContext {
  readonly type: ResourceType;
  readonly request: WriteRequest;
  readonly cluster: Cluster;
}

/** Status that a new object of a kind has before any controller has seen it. */
const INITIAL_STATUS: Readonly<Record<string, JsonObject>> = {
  'deployments.apps': {},
  'replicasets.apps': { replicas: 0 },
  'statefulsets.apps': { replicas: 0, availableReplicas: 0 },
  'daemonsets.apps': {
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
  },
  replicationcontrollers: { replicas: 0 },
  'jobs.batch': {},
  'cronjobs.batch': {},
  'poddisruptionbudgets.policy': {
    disruptionsAllowed: 0,
    currentHealthy: 0,
    desiredHealthy: 0,
    expectedPods: 0,
  },
  'horizontalpodautoscalers.autoscaling': { desiredReplicas: 0, currentMetrics: null },
  'ingresses.networking.k8s.io': { loadBalancer: {} },
  services: { loadBalancer: {} },
};

function namespace(draft: KubeObject): void {
  draft.spec = { finalizers: ['kubernetes'] };
  draft.status = { phase: 'Active' };
  draft.metadata.labels = {
    ...draft.metadata.labels,
    'kubernetes.io/metadata.name': draft.metadata.name,
  };
}

/** `stringData` is written once, as `data`. */
function secret(draft: KubeObject): void {
  const { stringData } = draft;
  delete draft.stringData;
  if (!isJsonObject(stringData)) return;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  draft.data = { ...objectAt(draft.data), ...Object.fromEntries(encoded) };
}

export function prepareCreate(draft: KubeObject, context: StrategyContext): void {
  const { type, request, cluster } = context;
  // Nodes register themselves with a status; controllers in the process are trusted to do the same for the rest.
  const keepsStatus = request.local || type.collection === 'nodes';
  if (hasSubresource(type, 'status') && !keepsStatus) delete draft.status;
  const initial = INITIAL_STATUS[type.collection];
  if (initial !== undefined) draft.status ??= structuredClone(initial);
  switch (type.collection) {
    case 'namespaces':
      namespace(draft);
      break;
    case 'secrets':
      secret(draft);
      break;
    case 'pods':
      draft.status = {
        phase: 'Pending',
        qosClass: qosClass(draft.spec),
        ...objectAt(draft.status),
      };
      break;
    case CRD_COLLECTION:
      checkDefinition(draft);
      establish(draft, cluster);
      addCleanupFinalizer(draft);
      break;
    default:
  }
}

/** On `status`, everything but the status stays as it was. */
function keepAllButStatus(draft: KubeObject, current: KubeObject): void {
  for (const field of Object.keys(draft)) {
    if (!['apiVersion', 'kind', 'metadata', 'status'].includes(field)) delete draft[field];
  }
  const { status: _status, ...rest } = current;
  const { managedFields } = draft.metadata;
  const metadata = { ...current.metadata };
  delete metadata.managedFields;
  Object.assign(draft, rest, {
    metadata: managedFields === undefined ? metadata : { ...metadata, managedFields },
  });
}

export function prepareUpdate(
  draft: KubeObject,
  current: KubeObject,
  context: StrategyContext,
): void {
  const { type, request, cluster } = context;
  if (request.subresource === 'binding' || request.subresource === 'finalize') return;
  if (request.subresource === 'status') {
    keepAllButStatus(draft, current);
    return;
  }
  if (type.collection === 'secrets') secret(draft);
  if (type.collection === 'namespaces') draft.spec = current.spec;
  if (!hasSubresource(type, 'status') && type.collection !== CRD_COLLECTION) return;
  if (current.status === undefined) delete draft.status;
  else draft.status = current.status;
  if (type.collection !== CRD_COLLECTION || current.metadata.deletionTimestamp !== undefined)
    return;
  checkDefinition(draft);
  establish(draft, cluster);
}
