import { isJsonObject, jsonEqual, listAt, numberAt, objectAt, objectsAt, stringAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { formatNano, isBinaryQuantity, parseQuantityNano } from '../schema/quantity';
import type { Causes } from './Causes';
import { checkLabelName } from './names';

const QUANTITY_PATTERN_TEXT =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function checkQuantities(list: JsonObject, field: string, causes: Causes): void {
  for (const [name, value] of Object.entries(list)) {
    const nano = parseQuantityNano(String(value));
    if (nano === undefined) causes.invalid(`${field}.${name}`, value, QUANTITY_PATTERN_TEXT);
    else if (nano < 0n)
      causes.invalid(`${field}[${name}]`, value, 'must be greater than or equal to 0');
  }
}

function checkResources(container: JsonObject, field: string, causes: Causes): void {
  const limits = objectAt(container, 'resources', 'limits');
  const requests = objectAt(container, 'resources', 'requests');
  checkQuantities(limits, `${field}.resources.limits`, causes);
  checkQuantities(requests, `${field}.resources.requests`, causes);
  for (const [name, requested] of Object.entries(requests)) {
    const request = parseQuantityNano(String(requested));
    const limit = parseQuantityNano(String(limits[name] ?? ''));
    const isExtended = name.includes('/') && !name.startsWith('kubernetes.io/');
    if (request === undefined || limit === undefined) continue;
    const shown = formatNano(limit, isBinaryQuantity(String(limits[name])));
    if (request > limit)
      causes.invalid(
        `${field}.resources.requests`,
        requested,
        `must be less than or equal to ${name} limit of ${shown}`,
      );
    else if (isExtended && request !== limit)
      causes.invalid(
        `${field}.resources.requests`,
        requested,
        `must be equal to ${name} limit of ${shown}`,
      );
  }
}

function checkPort(value: unknown, field: string, causes: Causes): void {
  if (typeof value !== 'number') return;
  if (value < 1 || value > 65535)
    causes.invalid(field, value, 'must be between 1 and 65535, inclusive');
}

function checkContainer(
  container: JsonObject,
  field: string,
  context: { causes: Causes; names: Set<string>; volumes: ReadonlySet<string> },
): void {
  const { causes, names, volumes } = context;
  const name = stringAt(container, 'name') ?? '';
  if (name === '') causes.required(`${field}.name`);
  else checkLabelName(name, `${field}.name`, causes);
  if (names.has(name)) causes.duplicate(`${field}.name`, name);
  names.add(name);
  if ((stringAt(container, 'image') ?? '') === '') causes.required(`${field}.image`);
  const policy = stringAt(container, 'imagePullPolicy');
  if (policy !== undefined && !['Always', 'IfNotPresent', 'Never'].includes(policy))
    causes.notSupported(`${field}.imagePullPolicy`, policy, ['Always', 'IfNotPresent', 'Never']);
  objectsAt(container, 'ports').forEach((port, index) => {
    const at = `${field}.ports[${index}]`;
    if (numberAt(port, 'containerPort') === undefined) causes.required(`${at}.containerPort`);
    checkPort(port.containerPort, `${at}.containerPort`, causes);
    if (port.hostPort !== 0) checkPort(port.hostPort, `${at}.hostPort`, causes);
    const protocol = stringAt(port, 'protocol') ?? 'TCP';
    if (!['SCTP', 'TCP', 'UDP'].includes(protocol))
      causes.notSupported(`${at}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']);
  });
  objectsAt(container, 'env').forEach((variable, index) => {
    if ((stringAt(variable, 'name') ?? '') === '') causes.required(`${field}.env[${index}].name`);
  });
  objectsAt(container, 'volumeMounts').forEach((mount, index) => {
    const volume = stringAt(mount, 'name') ?? '';
    const at = `${field}.volumeMounts[${index}]`;
    if (volume === '') causes.required(`${at}.name`);
    else if (!volumes.has(volume)) causes.notFound(`${at}.name`, volume);
    if ((stringAt(mount, 'mountPath') ?? '') === '') causes.required(`${at}.mountPath`);
  });
  checkResources(container, field, causes);
}

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];

/** A pod's spec, or the one of a template at `field`. */
export function validatePodSpec(spec: JsonObject, field: string, causes: Causes): void {
  const volumeNames = new Set<string>();
  objectsAt(spec, 'volumes').forEach((volume, index) => {
    const name = stringAt(volume, 'name') ?? '';
    const at = `${field}.volumes[${index}].name`;
    if (name === '') causes.required(at);
    else checkLabelName(name, at, causes);
    if (volumeNames.has(name)) causes.duplicate(at, name);
    volumeNames.add(name);
    const sources = Object.keys(volume).filter(source => source !== 'name');
    if (sources.length > 1)
      causes.forbidden(
        `${field}.volumes[${index}].${sources[1]}`,
        'may not specify more than 1 volume type',
      );
  });
  const containers = objectsAt(spec, 'containers');
  if (containers.length === 0) causes.required(`${field}.containers`);
  const names = new Set<string>();
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    objectsAt(spec, list).forEach((container, index) =>
      checkContainer(container, `${field}.${list}[${index}]`, {
        causes,
        names,
        volumes: volumeNames,
      }),
    );
  }
  const policy = stringAt(spec, 'restartPolicy');
  if (policy !== undefined && !RESTART_POLICIES.includes(policy))
    causes.notSupported(`${field}.restartPolicy`, policy, RESTART_POLICIES);
  listAt(spec, 'tolerations').forEach((toleration, index) => {
    const operator = stringAt(toleration, 'operator') ?? '';
    if (!['', 'Exists', 'Equal', 'Lt', 'Gt'].includes(operator))
      causes.notSupported(`${field}.tolerations[${index}].operator`, operator, ['Equal', 'Exists']);
  });
}

/** The spec with what may change after creation taken out. */
function fixedPart(spec: JsonObject): JsonObject {
  const {
    activeDeadlineSeconds: _deadline,
    tolerations: _tolerations,
    terminationGracePeriodSeconds: _grace,
    schedulingGates: _gates,
    ...rest
  } = spec;
  const withoutImages = (list: string) =>
    objectsAt(rest, list).map(({ image: _image, ...container }) => container);
  for (const list of ['containers', 'initContainers'])
    if (Array.isArray(rest[list])) rest[list] = withoutImages(list);
  return rest;
}

const POD_UPDATE_TEXT =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** Of a running pod only images, the deadline and tolerations change; binding and resizing have their own endpoints. */
export function validatePodUpdate(
  after: unknown,
  before: unknown,
  options: { causes: Causes; subresource: string | undefined; local: boolean },
): void {
  if (!isJsonObject(after) || !isJsonObject(before)) return;
  const next = fixedPart(after);
  const previous = fixedPart(before);
  if (options.local || options.subresource === 'binding') delete next.nodeName;
  if (options.local || options.subresource === 'binding') delete previous.nodeName;
  if (options.subresource === 'ephemeralcontainers' || options.subresource === 'resize') return;
  if (!jsonEqual(next, previous)) options.causes.forbidden('spec', POD_UPDATE_TEXT);
}
