import { isJsonObject, objectAt, objectsAt, stringAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { defaultPodSpec, setMissing } from './podDefaults';

type Defaulter = (object: JsonObject) => void;

/** The `spec` of the draft, made where it is absent. */
function specOf(object: JsonObject): JsonObject {
  if (!isJsonObject(object.spec)) object.spec = {};
  return objectAt(object, 'spec');
}

function templateOf(spec: JsonObject): void {
  const template = objectAt(spec, 'template');
  if (isJsonObject(template.spec)) defaultPodSpec(template.spec);
}

function rollingUpdate(strategy: JsonObject, defaults: JsonObject): void {
  if (strategy.type !== 'RollingUpdate') return;
  const rolling = { ...objectAt(strategy, 'rollingUpdate') };
  setMissing(rolling, defaults);
  strategy.rollingUpdate = rolling;
}

function deployment(object: JsonObject): void {
  const spec = specOf(object);
  setMissing(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  const strategy = { ...objectAt(spec, 'strategy') };
  setMissing(strategy, { type: 'RollingUpdate' });
  rollingUpdate(strategy, { maxUnavailable: '25%', maxSurge: '25%' });
  spec.strategy = strategy;
  templateOf(spec);
}

function daemonSet(object: JsonObject): void {
  const spec = specOf(object);
  setMissing(spec, { revisionHistoryLimit: 10 });
  const strategy = { ...objectAt(spec, 'updateStrategy') };
  setMissing(strategy, { type: 'RollingUpdate' });
  rollingUpdate(strategy, { maxUnavailable: 1, maxSurge: 0 });
  spec.updateStrategy = strategy;
  templateOf(spec);
}

function claimTemplate(claim: JsonObject): void {
  setMissing(claim, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    status: { phase: 'Pending' },
  });
  const spec = objectAt(claim, 'spec');
  setMissing(spec, { volumeMode: 'Filesystem' });
}

function statefulSet(object: JsonObject): void {
  const spec = specOf(object);
  setMissing(spec, {
    replicas: 1,
    revisionHistoryLimit: 10,
    podManagementPolicy: 'OrderedReady',
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  });
  const strategy = { ...objectAt(spec, 'updateStrategy') };
  setMissing(strategy, { type: 'RollingUpdate' });
  rollingUpdate(strategy, { partition: 0 });
  spec.updateStrategy = strategy;
  for (const claim of objectsAt(spec, 'volumeClaimTemplates')) claimTemplate(claim);
  templateOf(spec);
}

function replicaSet(object: JsonObject): void {
  const spec = specOf(object);
  setMissing(spec, { replicas: 1 });
  templateOf(spec);
}

function jobSpec(spec: JsonObject): void {
  const { completions, parallelism } = spec;
  if (completions === undefined && parallelism === undefined) spec.completions = 1;
  setMissing(spec, {
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
  });
  templateOf(spec);
}

function job(object: JsonObject): void {
  const spec = specOf(object);
  jobSpec(spec);
  const uid = stringAt(object, 'metadata', 'uid') ?? '';
  const name = stringAt(object, 'metadata', 'name') ?? '';
  if (spec.selector !== undefined || spec.manualSelector === true) return;
  spec.selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  const template = objectAt(spec, 'template');
  const metadata = objectAt(template, 'metadata');
  template.metadata = {
    ...metadata,
    labels: {
      ...objectAt(metadata, 'labels'),
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': name,
      'controller-uid': uid,
      'job-name': name,
    },
  };
}

function cronJob(object: JsonObject): void {
  const spec = specOf(object);
  setMissing(spec, {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  const template = objectAt(spec, 'jobTemplate', 'spec', 'template');
  if (isJsonObject(template.spec)) defaultPodSpec(template.spec);
}

function service(object: JsonObject): void {
  const spec = specOf(object);
  setMissing(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (spec.sessionAffinity === 'ClientIP')
    setMissing(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } });
  for (const port of objectsAt(spec, 'ports')) {
    setMissing(port, { protocol: 'TCP' });
    setMissing(port, { targetPort: port.port });
  }
  if (spec.type !== 'ExternalName') setMissing(spec, { internalTrafficPolicy: 'Cluster' });
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer')
    setMissing(spec, { externalTrafficPolicy: 'Cluster' });
  if (spec.type === 'LoadBalancer') setMissing(spec, { allocateLoadBalancerNodePorts: true });
}

function persistentVolumeClaim(object: JsonObject): void {
  setMissing(specOf(object), { volumeMode: 'Filesystem' });
  setMissing(object, { status: {} });
  setMissing(objectAt(object, 'status'), { phase: 'Pending' });
}

function persistentVolume(object: JsonObject): void {
  setMissing(specOf(object), { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
  setMissing(object, { status: {} });
  setMissing(objectAt(object, 'status'), { phase: 'Pending' });
}

const SCALING_RULES = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};

function autoscaler(object: JsonObject): void {
  const spec = specOf(object);
  setMissing(spec, { minReplicas: 1 });
  if (object.apiVersion === 'autoscaling/v2')
    setMissing(spec, {
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    });
  if (!isJsonObject(spec.behavior)) return;
  for (const [name, defaults] of Object.entries(SCALING_RULES)) {
    const rules = { ...objectAt(spec.behavior, name) };
    setMissing(rules, structuredClone(defaults));
    spec.behavior[name] = rules;
  }
}

function networkPolicy(object: JsonObject): void {
  const spec = specOf(object);
  const types = spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
  setMissing(spec, { policyTypes: types });
  for (const rule of [...objectsAt(spec, 'ingress'), ...objectsAt(spec, 'egress')]) {
    for (const port of objectsAt(rule, 'ports')) setMissing(port, { protocol: 'TCP' });
  }
}

function roleBinding(object: JsonObject): void {
  for (const subject of objectsAt(object, 'subjects')) {
    const isAccount = subject.kind === 'ServiceAccount';
    if (!isAccount) setMissing(subject, { apiGroup: 'rbac.authorization.k8s.io' });
  }
  const role = objectAt(object, 'roleRef');
  setMissing(role, { apiGroup: 'rbac.authorization.k8s.io' });
}

function storageClass(object: JsonObject): void {
  setMissing(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
}

function endpointSlice(object: JsonObject): void {
  for (const port of objectsAt(object, 'ports')) setMissing(port, { name: '', protocol: 'TCP' });
}

function limitRange(object: JsonObject): void {
  for (const limit of objectsAt(object, 'spec', 'limits')) {
    if (limit.type !== 'Container') continue;
    const max = objectAt(limit, 'max');
    const defaults = { ...max, ...objectAt(limit, 'default') };
    const requests = {
      ...objectAt(limit, 'min'),
      ...defaults,
      ...objectAt(limit, 'defaultRequest'),
    };
    if (Object.keys(defaults).length > 0) limit.default = defaults;
    if (Object.keys(requests).length > 0) limit.defaultRequest = requests;
  }
}

function quota(object: JsonObject): void {
  setMissing(object, { status: {} });
}

function customResourceDefinition(object: JsonObject): void {
  setMissing(specOf(object), { conversion: { strategy: 'None' } });
}

const DEFAULTERS: Readonly<Record<string, Defaulter>> = {
  pods: object => defaultPodSpec(specOf(object)),
  podtemplates: object => {
    const template = objectAt(object, 'template');
    if (isJsonObject(template.spec)) defaultPodSpec(template.spec);
  },
  services: service,
  persistentvolumeclaims: persistentVolumeClaim,
  persistentvolumes: persistentVolume,
  limitranges: limitRange,
  resourcequotas: quota,
  secrets: object => setMissing(object, { type: 'Opaque' }),
  replicationcontrollers: replicaSet,
  'deployments.apps': deployment,
  'daemonsets.apps': daemonSet,
  'statefulsets.apps': statefulSet,
  'replicasets.apps': replicaSet,
  'jobs.batch': job,
  'cronjobs.batch': cronJob,
  'horizontalpodautoscalers.autoscaling': autoscaler,
  'networkpolicies.networking.k8s.io': networkPolicy,
  'rolebindings.rbac.authorization.k8s.io': roleBinding,
  'clusterrolebindings.rbac.authorization.k8s.io': roleBinding,
  'storageclasses.storage.k8s.io': storageClass,
  'endpointslices.discovery.k8s.io': endpointSlice,
  'customresourcedefinitions.apiextensions.k8s.io': customResourceDefinition,
  'priorityclasses.scheduling.k8s.io': object =>
    setMissing(object, { preemptionPolicy: 'PreemptLowerPriority', value: 0 }),
};

/** Fills in what the real server's defaulting functions fill in; the published schemas tell only a part of it. */
export function defaultBuiltIn(collection: string, object: JsonObject): void {
  DEFAULTERS[collection]?.(object);
}

/** How a pod is treated when memory runs out, from its containers' resources. */
export function qosClass(spec: unknown): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')];
  const names = ['cpu', 'memory'];
  const amounts = containers.map(container => ({
    limits: objectAt(container, 'resources', 'limits'),
    requests: objectAt(container, 'resources', 'requests'),
  }));
  const isSet = (list: JsonObject) => names.some(name => list[name] !== undefined);
  if (!amounts.some(({ limits, requests }) => isSet(limits) || isSet(requests)))
    return 'BestEffort';
  const isGuaranteed = amounts.every(({ limits, requests }) =>
    names.every(
      name => limits[name] !== undefined && limits[name] === (requests[name] ?? limits[name]),
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
