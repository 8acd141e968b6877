import type { KubeObject, ObjectMeta } from '@kubemate/kube-common';
import type { Cluster } from '../Cluster';
import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject, jsonEqual } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { hasSubresource, type ResourceType } from '../ResourceType';
import { decode, prune } from '../schema/decode';
import { storageKey, type StoredObject } from '../store/StoredObject';
import { applyConfiguration } from '../fieldmanager/applyConfiguration';
import type { WriteHooks } from './WriteHooks';
import type { WriteRequest } from './WriteRequest';
import { countsGeneration, specChanged } from './generation';
import {
  assemble,
  checkNamespace,
  checkTypeMeta,
  generatedName,
  metadataOf,
  randomUid,
  timestamp,
} from './metadata';

export interface WriteTarget {
  readonly type: ResourceType;
  readonly namespace?: string;
  readonly name: string;
}

const MAX_RETRIES_OF_GENERATED_NAMES = 8;

/** Creates and updates objects: the order of steps of the real server's registry, admission in between. */
export class ObjectWriter {
  constructor(
    private readonly cluster: Cluster,
    private readonly hooks: WriteHooks,
  ) {}

  /** The stored object in the version of `type`. */
  read({ type, namespace, name }: WriteTarget): KubeObject | undefined {
    const entry = this.entry({ type, ...(namespace === undefined ? {} : { namespace }), name });
    return entry === undefined ? undefined : this.present(entry, type);
  }

  entry({ type, namespace, name }: WriteTarget): StoredObject | undefined {
    const key = storageKey(type.namespaced ? namespace : undefined, name);
    return this.cluster.store.collection(type.collection).get(key);
  }

  present(entry: StoredObject, type: ResourceType): KubeObject {
    const object = entry.object();
    if (type.conversion !== undefined) return type.conversion.fromStored(object);
    const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
    return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
  }

  create(
    type: ResourceType,
    input: { namespace?: string; name?: string; object: unknown },
    request: WriteRequest,
  ): KubeObject {
    const decoded = this.decode(input.object, type, request);
    const metadata = this.newMetadata(decoded, { type, ...input });
    const draft = assemble(type, decoded, metadata);
    this.hooks.prepareCreate(draft, type, request);
    this.hooks.setDefaults(draft, type);
    this.hooks.trackFields({ before: undefined, after: draft, type, request });
    this.hooks.admitCreate(draft, type, request);
    this.hooks.validateCreate(draft, type);
    const key = storageKey(metadata.namespace, metadata.name);
    const collection = this.cluster.store.collection(type.collection);
    if (collection.get(key) !== undefined) throw ApiStatusError.alreadyExists(type, metadata.name);
    this.hooks.admitQuota(undefined, draft, { type, dryRun: request.dryRun });
    if (request.dryRun) return draft;
    const stored = type.conversion?.toStored(draft) ?? draft;
    const entry = this.cluster.store.put(collection, stored);
    return this.present(entry, type);
  }

  /** Replaces the object with what `change` makes of it; the caller's optimistic lock is checked. */
  update(
    target: WriteTarget,
    change: (current: KubeObject) => unknown,
    request: WriteRequest,
  ): KubeObject {
    const { type, name } = target;
    const entry = this.entry(target);
    if (entry === undefined) throw ApiStatusError.notFound(type, name);
    const current = this.present(entry, type);
    const decoded = this.decode(change(current), type, request);
    const metadata = this.updatedMetadata(decoded, current, target);
    const draft = assemble(type, decoded, metadata);
    this.hooks.prepareUpdate(draft, current, { type, request });
    this.hooks.setDefaults(draft, type);
    this.bumpGeneration(draft, current, type);
    this.hooks.admitUpdate(draft, current, { type, request });
    this.hooks.trackFields({ before: current, after: draft, type, request });
    this.hooks.validateUpdate(draft, current, { type, request });
    if (jsonEqual(draft, current)) return current;
    this.hooks.admitQuota(current, draft, { type, dryRun: request.dryRun });
    if (request.dryRun) return draft;
    return this.commit(entry, type.conversion?.toStored(draft) ?? draft, type);
  }

  /** Server-side apply; creates the object where it is not there yet. */
  apply(
    target: WriteTarget,
    configuration: JsonObject,
    request: WriteRequest,
  ): { object: KubeObject; created: boolean } {
    const { type, namespace, name } = target;
    checkConfiguration(configuration, type);
    const decoded = this.decode(withName(configuration, target), type, request);
    const current = this.read(target);
    const now = this.cluster.clock.now();
    const write = { ...request, apply: true };
    if (current !== undefined) {
      const change = (live: KubeObject) =>
        applyConfiguration({ current: live, configuration: decoded, type, request, now });
      return { object: this.update(target, change, write), created: false };
    }
    if (request.subresource !== undefined) throw ApiStatusError.notFound(type, name);
    const uid = metadataOf(decoded).uid ?? '';
    if (uid !== '')
      throw ApiStatusError.conflict(
        type,
        name,
        `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      );
    const object = applyConfiguration({
      current: undefined,
      configuration: decoded,
      type,
      request,
      now,
    });
    const where = namespace === undefined ? {} : { namespace };
    return { object: this.create(type, { ...where, object }, write), created: true };
  }

  /** Stores a finished object over `entry`, or removes it where that was the last finalizer of a deleted one. */
  commit(entry: StoredObject, object: KubeObject, type: ResourceType): KubeObject {
    const collection = this.cluster.store.collection(type.collection);
    const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
    const isFinal =
      deletionTimestamp !== undefined &&
      (finalizers === undefined || finalizers.length === 0) &&
      (deletionGracePeriodSeconds ?? 0) === 0 &&
      this.hooks.mayRemove(object, type);
    const stored = isFinal
      ? this.cluster.store.remove(collection, entry, object)
      : this.cluster.store.put(collection, object);
    return this.present(stored, type);
  }

  private decode(object: unknown, type: ResourceType, request: WriteRequest): JsonObject {
    if (!isJsonObject(object))
      throw ApiStatusError.badRequest(
        `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: the body is not an object`,
      );
    checkTypeMeta(object, type);
    const schema = type.schema();
    if (schema === undefined) return object;
    const { value, unknownFields } = (type.custom === undefined ? decode : prune)(
      object,
      schema,
      type,
    );
    reportUnknown(unknownFields, request, type);
    return value;
  }

  private newMetadata(
    object: JsonObject,
    input: { type: ResourceType; namespace?: string; name?: string },
  ): ObjectMeta {
    const metadata = { ...metadataOf(object) };
    checkNamespace(metadata, input.namespace, input.type);
    if (metadata.resourceVersion !== undefined && metadata.resourceVersion !== '')
      throw ApiStatusError.badRequest('resourceVersion should not be set on objects to be created');
    const name = this.newName(metadata, input);
    const {
      generation: _generation,
      deletionTimestamp: _deleted,
      deletionGracePeriodSeconds: _grace,
      resourceVersion: _version,
      ...rest
    } = metadata;
    return {
      ...rest,
      name,
      uid: randomUid(this.cluster.random),
      resourceVersion: '',
      ...(countsGeneration(input.type) ? { generation: 1 } : {}),
      creationTimestamp: timestamp(this.cluster.clock.now()),
    };
  }

  private newName(
    metadata: Partial<ObjectMeta>,
    input: { type: ResourceType; namespace?: string; name?: string },
  ): string {
    if (input.name !== undefined && metadata.name !== undefined && metadata.name !== input.name)
      throw ApiStatusError.badRequest(
        `the name of the object (${metadata.name}) does not match the name on the URL (${input.name})`,
      );
    const name = metadata.name ?? input.name ?? '';
    const base = metadata.generateName ?? '';
    if (name !== '' || base === '') return name;
    const collection = this.cluster.store.collection(input.type.collection);
    for (let attempt = 0; attempt < MAX_RETRIES_OF_GENERATED_NAMES; attempt++) {
      const candidate = generatedName(base, this.cluster.random);
      if (collection.get(storageKey(metadata.namespace, candidate)) === undefined) return candidate;
    }
    throw ApiStatusError.alreadyExists(input.type, base);
  }

  private updatedMetadata(
    object: JsonObject,
    current: KubeObject,
    { type, namespace, name }: WriteTarget,
  ): ObjectMeta {
    const metadata = { ...metadataOf(object) };
    checkNamespace(metadata, namespace, type);
    if (metadata.name !== undefined && metadata.name !== name)
      throw ApiStatusError.badRequest(
        `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
      );
    checkPreconditions(metadata, current, type);
    const { uid, creationTimestamp, resourceVersion, generation } = current.metadata;
    const { deletionTimestamp, deletionGracePeriodSeconds } = current.metadata;
    const system = { generation, deletionTimestamp, deletionGracePeriodSeconds };
    const draft: ObjectMeta = { ...metadata, name, uid, resourceVersion, creationTimestamp };
    for (const [field, value] of Object.entries(system)) {
      if (value === undefined) delete draft[field as keyof typeof system];
      else Object.assign(draft, { [field]: value });
    }
    return draft;
  }

  private bumpGeneration(draft: KubeObject, current: KubeObject, type: ResourceType): void {
    if (!countsGeneration(type)) return;
    const hasStatus = hasSubresource(type, 'status');
    const generation = current.metadata.generation ?? 1;
    draft.metadata.generation = specChanged(current, draft, hasStatus)
      ? generation + 1
      : generation;
  }
}

function withName(configuration: JsonObject, { name }: WriteTarget): JsonObject {
  return { ...configuration, metadata: { name, ...metadataOf(configuration) } };
}

/** What the real server refuses before it looks at the live object. */
function checkConfiguration(configuration: JsonObject, type: ResourceType): void {
  const { managedFields } = metadataOf(configuration);
  if (managedFields !== undefined && managedFields.length > 0)
    throw ApiStatusError.badRequest('metadata.managedFields must be nil');
  if (configuration.apiVersion === undefined || configuration.kind === undefined)
    throw ApiStatusError.badRequest(`invalid object type: /, Kind=${configuration.kind ?? ''}`);
  checkTypeMeta(configuration, type);
}

function checkPreconditions(
  metadata: Partial<ObjectMeta>,
  current: KubeObject,
  type: ResourceType,
): void {
  const { name, uid, resourceVersion } = current.metadata;
  if (metadata.uid !== undefined && metadata.uid !== '' && metadata.uid !== uid)
    throw ApiStatusError.conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${uid}`,
    );
  const expected = metadata.resourceVersion;
  if (expected === undefined || expected === '') {
    if (type.custom !== undefined)
      throw ApiStatusError.invalid({ group: type.group, kind: type.kind, name }, [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 0: must be specified for an update',
          field: 'metadata.resourceVersion',
        },
      ]);
    return;
  }
  if (expected !== resourceVersion)
    throw ApiStatusError.conflict(
      type,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
}

function reportUnknown(fields: readonly string[], request: WriteRequest, type: ResourceType): void {
  if (fields.length === 0 || request.fieldValidation === 'Ignore') return;
  const texts = fields.map(field => `unknown field "${field}"`);
  if (request.fieldValidation === 'Strict')
    throw ApiStatusError.badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: strict decoding error: ${texts.join(', ')}`,
    );
  request.warnings.push(...texts);
}
