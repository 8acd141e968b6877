import type { KubeObject } from '@kubemate/kube-common';
import type { Cluster } from './Cluster';
import { ApiStatusError } from './ApiStatusError';
import { isJsonObject, listAt, objectAt, objectsAt, stringAt } from './json';
import type { JsonObject } from './publishedDocuments';
import type { Collection } from './store/ObjectStore';
import type { StoreEvent } from './store/EventLog';
import type { ObjectDeleter } from './writes/ObjectDeleter';
import type { ObjectWriter } from './writes/ObjectWriter';
import { timestamp } from './writes/metadata';

export const CRD_COLLECTION = 'customresourcedefinitions.apiextensions.k8s.io';
const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';
const CRD = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' };

/** What the CRD controllers fill in: accepted names, conditions, stored versions. */
export function establish(draft: KubeObject, cluster: Cluster): void {
  const names = objectAt(draft.spec, 'names');
  const kind = stringAt(names, 'kind') ?? '';
  const accepted: JsonObject = {
    listKind: `${kind}List`,
    singular: kind.toLowerCase(),
    ...names,
  };
  draft.spec = { ...objectAt(draft.spec), names: accepted };
  const now = timestamp(cluster.clock.now());
  const conflict = nameConflict(draft, cluster);
  const stored = objectsAt(draft.spec, 'versions').find(version => version.storage === true);
  const before = objectAt(draft.status);
  const storedVersions = new Set([
    ...listAt(before, 'storedVersions'),
    ...(stored === undefined ? [] : [stored.name]),
  ]);
  draft.status = {
    conditions: conditions(before, now, conflict),
    acceptedNames: conflict === undefined ? accepted : { plural: '', kind: '' },
    storedVersions: [...storedVersions],
  };
}

function conditions(before: JsonObject, now: string, conflict: string | undefined): JsonObject[] {
  const fresh = [
    conflict === undefined
      ? {
          type: 'NamesAccepted',
          status: 'True',
          reason: 'NoConflicts',
          message: 'no conflicts found',
        }
      : { type: 'NamesAccepted', status: 'False', reason: 'PluralConflict', message: conflict },
    conflict === undefined
      ? {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        }
      : {
          type: 'Established',
          status: 'False',
          reason: 'NotAccepted',
          message: 'not all names are accepted',
        },
  ];
  return fresh.map(condition => {
    const known = objectsAt(before, 'conditions').find(old => old.type === condition.type);
    const since =
      known?.status === condition.status ? stringAt(known, 'lastTransitionTime') : undefined;
    return { ...condition, lastTransitionTime: since ?? now };
  });
}

/** Another CRD of the group already has this plural, kind or short name. */
function nameConflict(draft: KubeObject, cluster: Cluster): string | undefined {
  const group = stringAt(draft.spec, 'group');
  const kind = stringAt(draft.spec, 'names', 'kind');
  for (const entry of cluster.store.collection(CRD_COLLECTION).snapshot().scan()) {
    const other = entry.object();
    if (entry.name === draft.metadata.name || stringAt(other.spec, 'group') !== group) continue;
    if (stringAt(other.spec, 'names', 'kind') === kind) return `"${kind}" is already in use`;
  }
  return undefined;
}

/** Serves what CustomResourceDefinitions describe, and removes their objects with them. */
export class CustomResources {
  constructor(
    private readonly cluster: Cluster,
    private readonly access: { writer: ObjectWriter; deleter: ObjectDeleter },
  ) {}

  /** Follows the store from now on. */
  start(): void {
    this.cluster.store.observe((collection, event) => this.see(collection, event));
  }

  private see(collection: Collection, { type, entry }: StoreEvent): void {
    if (collection.name !== CRD_COLLECTION) {
      if (type === 'DELETED') this.continueCleanup(collection);
      return;
    }
    if (type === 'DELETED') {
      this.cluster.registry.removeCustom(entry.name);
      return;
    }
    const crd = entry.object();
    const established = objectsAt(crd.status, 'conditions').some(
      condition => condition.type === 'Established' && condition.status === 'True',
    );
    if (established) this.cluster.registry.setCustom(crd, entry.name);
    if (crd.metadata.deletionTimestamp !== undefined) this.cleanUp(entry.name);
  }

  private continueCleanup(collection: Collection): void {
    const crd = this.cluster.store.collection(CRD_COLLECTION).get(collection.name);
    if (crd !== undefined && crd.object().metadata.deletionTimestamp !== undefined)
      this.releaseWhenEmpty(crd.name);
  }

  /** A CRD's name is the name of the collection of its objects. */
  private cleanUp(name: string): void {
    const collection = this.cluster.store.collection(name);
    const [type] = this.cluster.registry.ofCollection(name);
    for (const entry of [...collection.snapshot().scan()]) {
      if (type === undefined || collection.get(entry.key) === undefined) continue;
      const namespace = entry.namespace === undefined ? {} : { namespace: entry.namespace };
      this.access.deleter.delete(
        { type, name: entry.name, ...namespace },
        { user: { name: 'system:apiserver', groups: ['system:masters'] }, dryRun: false },
      );
    }
    this.releaseWhenEmpty(name);
  }

  private releaseWhenEmpty(name: string): void {
    const crd = this.cluster.store.collection(CRD_COLLECTION).get(name);
    const type = this.cluster.registry.find(CRD);
    if (crd === undefined || type === undefined) return;
    if (this.cluster.store.collection(name).size > 0) return;
    const object = crd.object();
    const { finalizers = [], ...metadata } = object.metadata;
    if (!finalizers.includes(CLEANUP_FINALIZER)) return;
    const rest = finalizers.filter(finalizer => finalizer !== CLEANUP_FINALIZER);
    const next = rest.length === 0 ? metadata : { ...metadata, finalizers: rest };
    this.access.writer.commit(crd, { ...object, metadata: next }, type);
  }
}

/** Keeps a CRD until its objects are gone. */
export function addCleanupFinalizer(draft: KubeObject): void {
  const finalizers = draft.metadata.finalizers ?? [];
  if (!finalizers.includes(CLEANUP_FINALIZER))
    draft.metadata.finalizers = [...finalizers, CLEANUP_FINALIZER];
}

/** Refuses a CRD whose name, versions or schema the real server refuses. */
export function checkDefinition(draft: KubeObject): void {
  const group = stringAt(draft.spec, 'group') ?? '';
  const plural = stringAt(draft.spec, 'names', 'plural') ?? '';
  const causes: { reason: string; message: string; field: string }[] = [];
  const add = (field: string, reason: string, message: string) =>
    causes.push({ field, reason, message });
  if (draft.metadata.name !== `${plural}.${group}`)
    add(
      'metadata.name',
      'FieldValueInvalid',
      `Invalid value: "${draft.metadata.name}": must be spec.names.plural+"."+spec.group`,
    );
  const versions = objectsAt(draft.spec, 'versions');
  if (versions.filter(version => version.storage === true).length !== 1)
    add(
      'spec.versions',
      'FieldValueInvalid',
      `Invalid value: ${JSON.stringify(versions)}: must have exactly one version marked as storage version`,
    );
  versions.forEach((version, index) => {
    const path = `spec.versions[${index}].schema.openAPIV3Schema`;
    const schema = objectAt(version, 'schema').openAPIV3Schema;
    if (!isJsonObject(schema)) add(path, 'FieldValueRequired', 'Required value');
    else if (schema.type !== 'object')
      add(
        `${path}.type`,
        schema.type === undefined ? 'FieldValueRequired' : 'FieldValueInvalid',
        schema.type === undefined
          ? 'Required value: must not be empty at the root'
          : `Invalid value: "${schema.type}": must be object at the root`,
      );
  });
  if (causes.length > 0)
    throw ApiStatusError.invalid(
      { group: CRD.group, kind: 'CustomResourceDefinition', name: draft.metadata.name },
      causes,
    );
}
