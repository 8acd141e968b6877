import { isJsonObject, objectAt, objectsAt } from '../json';
import type { JsonObject } from '../publishedDocuments';

/** Sets fields that are absent. */
export function setMissing(target: JsonObject, defaults: JsonObject): void {
  for (const [field, value] of Object.entries(defaults)) target[field] ??= value;
}

/** The nested object at `field`, if there is one. */
function child(target: JsonObject, field: string): JsonObject | undefined {
  const value = target[field];
  return isJsonObject(value) ? value : undefined;
}

/** `:latest`, or no tag at all, is pulled every time. */
function pullPolicy(image: unknown): string {
  const name = typeof image === 'string' ? (image.split('/').at(-1) ?? '') : '';
  const [reference = '', digest] = name.split('@');
  const tag = reference.split(':')[1];
  if (digest !== undefined && tag === undefined) return 'IfNotPresent';
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: JsonObject): void {
  setMissing(probe, {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  defaultHandler(probe);
  const grpc = child(probe, 'grpc');
  if (grpc !== undefined) setMissing(grpc, { service: '' });
}

function defaultHandler(handler: JsonObject): void {
  const http = child(handler, 'httpGet');
  if (http !== undefined) setMissing(http, { path: '/', scheme: 'HTTP' });
}

function defaultContainer(container: JsonObject): void {
  setMissing(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicy(container.image),
  });
  for (const port of objectsAt(container, 'ports')) setMissing(port, { protocol: 'TCP' });
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = child(container, name);
    if (probe !== undefined) defaultProbe(probe);
  }
  const lifecycle = objectAt(container, 'lifecycle');
  for (const name of ['postStart', 'preStop']) {
    const handler = child(lifecycle, name);
    if (handler !== undefined) defaultHandler(handler);
  }
  for (const variable of objectsAt(container, 'env')) {
    const field = child(objectAt(variable, 'valueFrom'), 'fieldRef');
    if (field !== undefined) setMissing(field, { apiVersion: 'v1' });
  }
  defaultRequests(container);
}

/** A limit without a request is also the request. */
function defaultRequests(container: JsonObject): void {
  const resources = objectAt(container, 'resources');
  const limits = child(resources, 'limits');
  if (limits === undefined) return;
  resources.requests = { ...limits, ...objectAt(resources, 'requests') };
}

const DEFAULT_MODE = 420;

function defaultProjection(source: JsonObject): void {
  const token = child(source, 'serviceAccountToken');
  if (token !== undefined) setMissing(token, { expirationSeconds: 3600 });
  for (const item of objectsAt(source, 'downwardAPI', 'items')) {
    const field = child(item, 'fieldRef');
    if (field !== undefined) setMissing(field, { apiVersion: 'v1' });
  }
}

function defaultVolume(volume: JsonObject): void {
  const sources = Object.keys(volume).filter(field => field !== 'name');
  if (sources.length === 0) volume.emptyDir = {};
  for (const name of ['secret', 'configMap', 'projected', 'downwardAPI']) {
    const source = child(volume, name);
    if (source !== undefined) setMissing(source, { defaultMode: DEFAULT_MODE });
  }
  for (const source of objectsAt(volume, 'projected', 'sources')) defaultProjection(source);
  for (const item of objectsAt(volume, 'downwardAPI', 'items')) {
    const field = child(item, 'fieldRef');
    if (field !== undefined) setMissing(field, { apiVersion: 'v1' });
  }
  const host = child(volume, 'hostPath');
  if (host !== undefined) setMissing(host, { type: '' });
}

/** Everything that the API server fills into a pod's spec, in a pod or a template. */
export function defaultPodSpec(spec: JsonObject): void {
  setMissing(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  // The deprecated name is kept in step, as the real conversion does.
  if (spec.serviceAccountName !== undefined)
    setMissing(spec, { serviceAccount: spec.serviceAccountName });
  else if (spec.serviceAccount !== undefined) spec.serviceAccountName = spec.serviceAccount;
  const fields = ['containers', 'initContainers', 'ephemeralContainers'];
  for (const container of fields.flatMap(field => objectsAt(spec, field)))
    defaultContainer(container);
  for (const volume of objectsAt(spec, 'volumes')) defaultVolume(volume);
}
