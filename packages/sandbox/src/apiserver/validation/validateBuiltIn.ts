import { isJsonObject, jsonEqual, listAt, numberAt, objectAt, objectsAt, stringAt } from '../json';
import { matchesSelector } from '../matchesSelector';
import type { JsonObject } from '../publishedDocuments';
import { parseQuantityNano } from '../schema/quantity';
import type { Causes } from './Causes';
import { checkImmutable } from './validateMetadata';
import { validatePodSpec } from './validatePod';

type Validator = (object: JsonObject, causes: Causes) => void;
type UpdateValidator = (after: JsonObject, before: JsonObject, causes: Causes) => void;

function nonNegative(object: JsonObject, field: string, causes: Causes): void {
  const value = numberAt(object, ...field.split('.'));
  if (value !== undefined && value < 0)
    causes.invalid(field, value, 'must be greater than or equal to 0');
}

function labelsOf(template: JsonObject): Record<string, string> {
  const entries = Object.entries(objectAt(template, 'metadata', 'labels'));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** Selector and template of a workload that runs pods. */
function workload(object: JsonObject, causes: Causes): void {
  const spec = objectAt(object, 'spec');
  const template = objectAt(spec, 'template');
  nonNegative(object, 'spec.replicas', causes);
  nonNegative(object, 'spec.minReadySeconds', causes);
  if (!isJsonObject(spec.selector)) causes.required('spec.selector');
  else if (Object.keys(spec.selector).length === 0)
    causes.invalid('spec.selector', {}, 'empty selector is invalid for deployment');
  if (!matchesSelector(spec.selector, labelsOf(template)))
    causes.invalid(
      'spec.template.metadata.labels',
      objectAt(template, 'metadata', 'labels'),
      '`selector` does not match template `labels`',
    );
  const podSpec = objectAt(template, 'spec');
  // The claims of a StatefulSet become volumes of the same names.
  const claims = objectsAt(spec, 'volumeClaimTemplates').map(item => ({
    name: stringAt(item, 'metadata', 'name') ?? '',
  }));
  const volumes = [...objectsAt(podSpec, 'volumes'), ...claims];
  validatePodSpec({ ...podSpec, volumes }, 'spec.template.spec', causes);
  const policy = stringAt(template, 'spec', 'restartPolicy');
  if (policy !== undefined && policy !== 'Always')
    causes.notSupported('spec.template.spec.restartPolicy', policy, ['Always']);
}

function job(object: JsonObject, causes: Causes): void {
  const spec = objectAt(object, 'spec', 'template', 'spec');
  nonNegative(object, 'spec.parallelism', causes);
  nonNegative(object, 'spec.completions', causes);
  nonNegative(object, 'spec.backoffLimit', causes);
  jobTemplate(spec, 'spec.template.spec', causes);
}

function jobTemplate(spec: JsonObject, field: string, causes: Causes): void {
  validatePodSpec(spec, field, causes);
  const policy = stringAt(spec, 'restartPolicy') ?? '';
  if (policy === 'Always')
    causes.notSupported(`${field}.restartPolicy`, policy, ['OnFailure', 'Never']);
}

const CRON_FIELD =
  /^(\*|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(\/\d+)?(,(\*|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(\/\d+)?)*$|^\?$/;

function cronJob(object: JsonObject, causes: Causes): void {
  const schedule = stringAt(object, 'spec', 'schedule') ?? '';
  const fields = schedule.trim().split(/\s+/);
  if (schedule === '') causes.required('spec.schedule');
  else if (!schedule.startsWith('@') && fields.length !== 5)
    causes.invalid(
      'spec.schedule',
      schedule,
      `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`,
    );
  else if (!schedule.startsWith('@') && !fields.every(field => CRON_FIELD.test(field)))
    causes.invalid('spec.schedule', schedule, 'failed to parse schedule');
  const policies = ['Allow', 'Forbid', 'Replace'];
  const policy = stringAt(object, 'spec', 'concurrencyPolicy') ?? 'Allow';
  if (!policies.includes(policy)) causes.notSupported('spec.concurrencyPolicy', policy, policies);
  const spec = objectAt(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
  jobTemplate(spec, 'spec.jobTemplate.spec.template.spec', causes);
}

const SERVICE_TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

function service(object: JsonObject, causes: Causes): void {
  const spec = objectAt(object, 'spec');
  const type = stringAt(spec, 'type') ?? 'ClusterIP';
  const ports = objectsAt(spec, 'ports');
  if (!SERVICE_TYPES.includes(type)) causes.notSupported('spec.type', type, SERVICE_TYPES);
  const isHeadless = spec.clusterIP === 'None';
  if (ports.length === 0 && type !== 'ExternalName' && !isHeadless) causes.required('spec.ports');
  if (type === 'ExternalName' && (stringAt(spec, 'externalName') ?? '') === '')
    causes.required('spec.externalName');
  ports.forEach((port, index) => {
    const at = `spec.ports[${index}]`;
    const number = numberAt(port, 'port') ?? 0;
    if (number < 1 || number > 65535)
      causes.invalid(`${at}.port`, number, 'must be between 1 and 65535, inclusive');
    if (ports.length > 1 && (stringAt(port, 'name') ?? '') === '') causes.required(`${at}.name`);
    const twin = ports.findIndex(
      other => other.port === port.port && other.protocol === port.protocol,
    );
    if (twin < index) causes.duplicate(at, { port: port.port, protocol: port.protocol });
  });
}

const KEY = /^[-._a-zA-Z0-9]+$/;
const MAX_DATA_BYTES = 1024 * 1024;

function keys(object: JsonObject, causes: Causes): void {
  let size = 0;
  for (const field of ['data', 'binaryData']) {
    for (const [key, value] of Object.entries(objectAt(object, field))) {
      size += String(value).length;
      if (!KEY.test(key))
        causes.invalid(
          `${field}[${key}]`,
          key,
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        );
    }
  }
  if (size > MAX_DATA_BYTES)
    causes.list.push({
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${MAX_DATA_BYTES} bytes`,
      field: '',
    });
}

function claim(object: JsonObject, causes: Causes): void {
  if (listAt(object, 'spec', 'accessModes').length === 0)
    causes.required('spec.accessModes', 'at least 1 access mode is required');
  const storage = objectAt(object, 'spec', 'resources', 'requests').storage;
  if (storage === undefined) causes.required('spec.resources[storage]');
  else if ((parseQuantityNano(String(storage)) ?? 0n) <= 0n)
    causes.invalid('spec.resources[storage]', storage, 'must be greater than zero');
}

function autoscaler(object: JsonObject, causes: Causes): void {
  const minimum = numberAt(object, 'spec', 'minReplicas') ?? 1;
  const maximum = numberAt(object, 'spec', 'maxReplicas') ?? 0;
  if (minimum < 1)
    causes.invalid('spec.minReplicas', minimum, 'must be greater than or equal to 1');
  if (maximum < 1) causes.invalid('spec.maxReplicas', maximum, 'must be greater than 0');
  else if (maximum < minimum)
    causes.invalid('spec.maxReplicas', maximum, 'must be greater than or equal to `minReplicas`');
}

function rules(object: JsonObject, causes: Causes): void {
  objectsAt(object, 'rules').forEach((rule, index) => {
    const at = `rules[${index}]`;
    if (listAt(rule, 'verbs').length === 0)
      causes.required(`${at}.verbs`, 'verbs must contain at least one value');
    if (listAt(rule, 'nonResourceURLs').length > 0) return;
    if (listAt(rule, 'apiGroups').length === 0)
      causes.required(`${at}.apiGroups`, 'resource rules must supply at least one api group');
    if (listAt(rule, 'resources').length === 0)
      causes.required(`${at}.resources`, 'resource rules must supply at least one resource');
  });
}

function binding(object: JsonObject, causes: Causes): void {
  const kind = stringAt(object, 'roleRef', 'kind') ?? '';
  const kinds = object.kind === 'ClusterRoleBinding' ? ['ClusterRole'] : ['Role', 'ClusterRole'];
  if (!kinds.includes(kind)) causes.notSupported('roleRef.kind', kind, kinds);
  if ((stringAt(object, 'roleRef', 'name') ?? '') === '') causes.required('roleRef.name');
  objectsAt(object, 'subjects').forEach((subject, index) => {
    const at = `subjects[${index}]`;
    const subjectKind = stringAt(subject, 'kind') ?? '';
    const known = ['Group', 'ServiceAccount', 'User'];
    if ((stringAt(subject, 'name') ?? '') === '') causes.required(`${at}.name`);
    if (!known.includes(subjectKind)) causes.notSupported(`${at}.kind`, subjectKind, known);
    if (subjectKind === 'ServiceAccount' && (stringAt(subject, 'namespace') ?? '') === '')
      causes.required(`${at}.namespace`);
  });
}

function budget(object: JsonObject, causes: Causes): void {
  const { minAvailable, maxUnavailable } = objectAt(object, 'spec');
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    causes.invalid(
      'spec',
      objectAt(object, 'spec'),
      'minAvailable and maxUnavailable cannot be both set',
    );
}

const VALIDATORS: Readonly<Record<string, Validator>> = {
  pods: (object, causes) => validatePodSpec(objectAt(object, 'spec'), 'spec', causes),
  services: service,
  configmaps: keys,
  secrets: keys,
  persistentvolumeclaims: claim,
  'deployments.apps': workload,
  'replicasets.apps': workload,
  'statefulsets.apps': workload,
  'daemonsets.apps': workload,
  'jobs.batch': job,
  'cronjobs.batch': cronJob,
  'horizontalpodautoscalers.autoscaling': autoscaler,
  'roles.rbac.authorization.k8s.io': rules,
  'clusterroles.rbac.authorization.k8s.io': rules,
  'rolebindings.rbac.authorization.k8s.io': binding,
  'clusterrolebindings.rbac.authorization.k8s.io': binding,
  'poddisruptionbudgets.policy': budget,
};

function fixed(...fields: string[]): UpdateValidator {
  return (after, before, causes) => {
    for (const field of fields) {
      const path = field.split('.');
      const last = path.pop() ?? '';
      const [next, previous] = [objectAt(after, ...path)[last], objectAt(before, ...path)[last]];
      checkImmutable(next, previous, { field, causes });
    }
  };
}

function roleRef(after: JsonObject, before: JsonObject, causes: Causes): void {
  const [next, previous] = [objectAt(after, 'roleRef'), objectAt(before, 'roleRef')];
  if (next.kind !== previous.kind || next.name !== previous.name)
    causes.invalid(
      'roleRef',
      { APIGroup: next.apiGroup, Kind: next.kind, Name: next.name },
      'field is immutable',
    );
}

function immutableData(after: JsonObject, before: JsonObject, causes: Causes): void {
  if (before.immutable !== true) return;
  for (const field of ['immutable', 'data', 'binaryData', 'stringData']) {
    if (!jsonEqual(after[field], before[field]))
      causes.forbidden(field, 'field is immutable when `immutable` is set');
  }
}

const UPDATE_VALIDATORS: Readonly<Record<string, UpdateValidator>> = {
  'deployments.apps': fixed('spec.selector'),
  'replicasets.apps': fixed('spec.selector'),
  'daemonsets.apps': fixed('spec.selector'),
  'statefulsets.apps': fixed('spec.selector', 'spec.serviceName'),
  'jobs.batch': fixed('spec.selector', 'spec.completionMode'),
  'rolebindings.rbac.authorization.k8s.io': roleRef,
  'clusterrolebindings.rbac.authorization.k8s.io': roleRef,
  configmaps: immutableData,
  secrets: (after, before, causes) => {
    fixed('type')(after, before, causes);
    immutableData(after, before, causes);
  },
  'storageclasses.storage.k8s.io': fixed('provisioner', 'parameters'),
};

/** What the real server checks beyond the shape, for the kinds that people write. */
export function validateBuiltIn(collection: string, object: JsonObject, causes: Causes): void {
  VALIDATORS[collection]?.(object, causes);
}

export function validateBuiltInUpdate(
  collection: string,
  change: { after: JsonObject; before: JsonObject },
  causes: Causes,
): void {
  UPDATE_VALIDATORS[collection]?.(change.after, change.before, causes);
}
