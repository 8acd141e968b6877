import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import { isJsonObject, numberAt, objectAt, objectsAt, stringAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { formatNano, isBinaryQuantity, parseQuantityNano } from '../schema/quantity';
import { setMissing } from '../defaults/podDefaults';

const PODS = { group: '', plural: 'pods' };

/** Mounts the tolerations that every pod has: five minutes on a node that is not ready. */
const NOT_READY_TOLERATIONS = ['not-ready', 'unreachable'].map(condition => ({
  key: `node.kubernetes.io/${condition}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

function resolvePriority(cluster: Cluster, pod: KubeObject, spec: JsonObject): void {
  const classes = cluster.store.collection('priorityclasses.scheduling.k8s.io');
  const name = stringAt(spec, 'priorityClassName') ?? '';
  const wanted =
    name === ''
      ? [...classes.snapshot().scan()].find(entry => entry.object().globalDefault === true)
      : classes.get(name);
  if (wanted === undefined && name !== '')
    throw ApiStatusError.forbidden(
      PODS,
      pod.metadata.name,
      `no PriorityClass with name ${name} was found`,
    );
  if (wanted !== undefined && name === '') spec.priorityClassName = wanted.name;
  spec.priority = numberAt(wanted?.object(), 'value') ?? 0;
  setMissing(spec, {
    preemptionPolicy: stringAt(wanted?.object(), 'preemptionPolicy') ?? 'PreemptLowerPriority',
  });
}

function mountToken(spec: JsonObject, random: () => number): void {
  if (spec.automountServiceAccountToken === false) return;
  const volumes = objectsAt(spec, 'volumes');
  if (volumes.some(volume => String(volume.name).startsWith('kube-api-access-'))) return;
  const suffix = Array.from({ length: 5 }, () => Math.floor(random() * 36).toString(36)).join('');
  const name = `kube-api-access-${suffix}`;
  const downward = {
    path: 'namespace',
    fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
  };
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [downward] } },
  ];
  spec.volumes = [...volumes, { name, projected: { sources, defaultMode: 420 } }];
  const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
  for (const field of ['initContainers', 'containers']) {
    for (const container of objectsAt(spec, field)) {
      const mounts = objectsAt(container, 'volumeMounts');
      if (mounts.some(mount => mount.mountPath === mountPath)) continue;
      container.volumeMounts = [...mounts, { name, readOnly: true, mountPath }];
    }
  }
}

function checkServiceAccount(cluster: Cluster, pod: KubeObject, spec: JsonObject): void {
  setMissing(spec, { serviceAccountName: 'default' });
  spec.serviceAccount = spec.serviceAccountName;
  const { namespace, name } = pod.metadata;
  const account = `${namespace}/${spec.serviceAccountName}`;
  if (cluster.store.collection('serviceaccounts').get(account) !== undefined) return;
  throw ApiStatusError.forbidden(
    PODS,
    name,
    `error looking up service account ${account}: serviceaccount "${spec.serviceAccountName}" not found`,
  );
}

function limitsOf(cluster: Cluster, namespace: string | undefined): JsonObject[] {
  const ranges = cluster.store.collection('limitranges').snapshot();
  return [...ranges.scan(`${namespace}/`)].flatMap(entry => [
    ...objectsAt(entry.object().spec, 'limits'),
  ]);
}

function applyLimitRange(container: JsonObject, limit: JsonObject): void {
  const resources = objectAt(container, 'resources');
  const limits = { ...objectAt(limit, 'default'), ...objectAt(resources, 'limits') };
  const requests = { ...objectAt(limit, 'defaultRequest'), ...objectAt(resources, 'requests') };
  container.resources = {
    ...resources,
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(Object.keys(requests).length > 0 ? { requests } : {}),
  };
}

/** What one container breaks of a LimitRange, in the real server's words. */
function violations(container: JsonObject, limit: JsonObject): string[] {
  const texts: string[] = [];
  for (const [bound, field] of [
    ['max', 'limits'],
    ['min', 'requests'],
  ] as const) {
    for (const [resource, edge] of Object.entries(objectAt(limit, bound))) {
      const used = objectAt(container, 'resources', field)[resource];
      const [edgeNano, usedNano] = [
        parseQuantityNano(String(edge)),
        parseQuantityNano(String(used)),
      ];
      const name = bound === 'max' ? 'maximum' : 'minimum';
      const noun = field === 'limits' ? 'limit' : 'request';
      if (edgeNano === undefined) continue;
      if (usedNano === undefined)
        texts.push(`${name} ${resource} usage per Container is ${edge}.  No ${noun} is specified`);
      else if (bound === 'max' ? usedNano > edgeNano : usedNano < edgeNano)
        texts.push(
          `${name} ${resource} usage per Container is ${edge}, but ${noun} is ${formatNano(usedNano, isBinaryQuantity(String(used)))}`,
        );
    }
  }
  return texts;
}

function admitLimits(cluster: Cluster, pod: KubeObject, spec: JsonObject): void {
  const limits = limitsOf(cluster, pod.metadata.namespace).filter(
    limit => limit.type === 'Container',
  );
  const containers = [...objectsAt(spec, 'initContainers'), ...objectsAt(spec, 'containers')];
  const texts: string[] = [];
  for (const limit of limits) {
    for (const container of containers) applyLimitRange(container, limit);
    for (const container of containers) texts.push(...violations(container, limit));
  }
  if (texts.length === 0) return;
  const text = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  throw ApiStatusError.forbidden(PODS, pod.metadata.name, String(text));
}

/** Service account, priority, LimitRange and default tolerations of a new pod. */
export function admitPod(
  cluster: Cluster,
  pod: KubeObject,
  options: { mountToken: boolean },
): void {
  if (!isJsonObject(pod.spec)) pod.spec = {};
  const spec = objectAt(pod.spec);
  admitLimits(cluster, pod, spec);
  checkServiceAccount(cluster, pod, spec);
  if (options.mountToken) mountToken(spec, cluster.random);
  resolvePriority(cluster, pod, spec);
  setMissing(spec, { enableServiceLinks: true });
  const tolerations = objectsAt(spec, 'tolerations');
  const missing = NOT_READY_TOLERATIONS.filter(
    wanted =>
      !tolerations.some(
        ({ key, effect }) => key === wanted.key && (effect ?? wanted.effect) === wanted.effect,
      ),
  );
  spec.tolerations = [...tolerations, ...structuredClone(missing)];
}
