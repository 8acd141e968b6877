import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import type { ApiRequest } from '../http/ApiRequest';
import { objectAnswer, send } from '../http/answer';
import { negotiate } from '../http/mediaType';
import { readPatch } from '../http/patchBody';
import { readObject } from '../http/readBody';
import { writeRequest } from '../http/writeOptions';
import { mergePatch, numberAt, objectAt, stringAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import type { ResourceType } from '../ResourceType';
import { selectorText } from '../selectorText';
import type { SubresourceParts } from './Subresources';
import { readTarget, targetOf } from './readTarget';

const DEFAULT_PATHS = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: undefined,
};

function pathOf(text: string): string[] {
  return text.split('.').filter(field => field !== '');
}

function withValue(object: JsonObject, path: readonly string[], value: unknown): JsonObject {
  const [field, ...rest] = path;
  if (field === undefined) return object;
  const next = rest.length === 0 ? value : withValue(objectAt(object[field]), rest, value);
  return { ...object, [field]: next };
}

function selectorOf(object: KubeObject, type: ResourceType): string {
  const path = type.custom?.scale?.labelSelectorPath;
  if (type.custom !== undefined)
    return path === undefined ? '' : (stringAt(object, ...pathOf(path)) ?? '');
  const { selector } = objectAt(object.spec);
  if (type.collection !== 'replicationcontrollers') return selectorText(selector);
  return selectorText({ matchLabels: selector });
}

function scaleOf(object: KubeObject, type: ResourceType): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const paths = type.custom?.scale ?? DEFAULT_PATHS;
  const replicas = numberAt(object, ...pathOf(paths.specReplicasPath));
  const selector = selectorOf(object, type);
  const metadata = { name, uid, resourceVersion, creationTimestamp };
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: namespace === undefined ? metadata : { ...metadata, namespace },
    spec: replicas === undefined || replicas === 0 ? {} : { replicas },
    status: {
      replicas: numberAt(object, ...pathOf(paths.statusReplicasPath)) ?? 0,
      ...(selector === '' ? {} : { selector }),
    },
  };
}

function scaledTo(current: KubeObject, scale: unknown, type: ResourceType): JsonObject {
  const replicas = numberAt(scale, 'spec', 'replicas') ?? 0;
  if (replicas < 0)
    throw ApiStatusError.invalid(
      { group: 'autoscaling', kind: 'Scale', name: current.metadata.name },
      [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
          field: 'spec.replicas',
        },
      ],
    );
  const paths = type.custom?.scale ?? DEFAULT_PATHS;
  const version = stringAt(scale, 'metadata', 'resourceVersion');
  const next = withValue(current, pathOf(paths.specReplicasPath), replicas);
  if (version === undefined || version === '') return next;
  return { ...next, metadata: { ...current.metadata, resourceVersion: version } };
}

async function readChange({
  info,
  request,
  type,
}: ApiRequest): Promise<(scale: KubeObject) => unknown> {
  if (info.verb === 'update') {
    const object = await readObject(request);
    return () => object;
  }
  const patch = await readPatch(request, type);
  return patch.apply ? scale => mergePatch(scale, patch.configuration) : patch.change;
}

/** The `scale` subresource: replicas and selector in one shape for every kind that has them. */
export async function serveScale(parts: SubresourceParts, request: ApiRequest): Promise<void> {
  const { info, type, query, user } = request;
  const representation = negotiate(request.request.headers.accept);
  if (!['get', 'update', 'patch'].includes(info.verb)) throw ApiStatusError.methodNotAllowed();
  const current = readTarget(parts, request);
  if (info.verb === 'get') {
    const text = JSON.stringify(scaleOf(current, type));
    send(request.request, request.response, objectAnswer(text, representation));
    return;
  }
  const userAgent = request.request.headers['user-agent'];
  const write = writeRequest(query, {
    user,
    subresource: 'scale',
    ...(userAgent === undefined ? {} : { userAgent }),
  });
  const change = await readChange(request);
  const updated = parts.writer.update(
    targetOf(request),
    object => scaledTo(object, change(scaleOf(object, type)), type),
    write,
  );
  const text = JSON.stringify(scaleOf(updated, type));
  send(request.request, request.response, objectAnswer(text, representation));
}
