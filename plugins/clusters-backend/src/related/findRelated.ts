import { formatLabelSelector, formatResourceId, matchesLabels } from '@kubemate/kube-common';
import type { KubeObject, ObjectRef, Row } from '@kubemate/kube-common';
import type { ViewerResource } from '@kubemate/kube-node';
import type { Relation } from '@kubemate/plugin-clusters-common';
import type { ClusterReader } from '../ClusterReader';
import * as kinds from '../commonKinds';
import { podSelector } from '../podSelector';
import { objectReferences } from './objectReferences';
import { podTemplate } from './podTemplate';
import type { Reference, TypeName } from './Reference';
import { ownedKinds, referringKinds, SELECTING } from './relatedKinds';
import { scaleReferences } from './scaleReferences';

/** An object that has to do with the one asked about. */
export interface RelatedObject {
  readonly relation: Relation;
  readonly resource: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly row?: Row;
  readonly missing: boolean;
}

/** More of one relation than this is for a table to show. */
const MAX_OF_RELATION = 100;

interface Subject {
  readonly ref: ObjectRef;
  readonly object: KubeObject;
  readonly reader: ClusterReader;
}

/** Owners, owned, selected, mounted, routed, scaled and used objects of one object, and those it is that for. */
export async function findRelated(subject: Subject): Promise<RelatedObject[]> {
  const groups = await Promise.all([
    findOwners(subject),
    findOwned(subject),
    findNamed(subject),
    findReferrers(subject),
    findSelected(subject),
    findSelecting(subject),
    findOnNode(subject),
  ]);
  const found = new Map<string, RelatedObject>();
  // The earlier group wins: the pods of a ReplicaSet are owned, and need not be listed as selected too.
  for (const group of groups) {
    for (const item of group.slice(0, MAX_OF_RELATION)) {
      const key = `${item.resource} ${item.namespace ?? ''} ${item.name}`;
      if (!found.has(key)) found.set(key, item);
    }
  }
  return [...found.values()];
}

function toRelated(
  relation: Relation,
  { type, object, reader }: { type: ViewerResource; object: KubeObject; reader: ClusterReader },
): RelatedObject {
  const { namespace, name } = object.metadata;
  const { kind } = type;
  const row = reader.row(type, object);
  return { relation, resource: formatResourceId(type), kind, namespace, name, row, missing: false };
}

async function findOwners({ ref, object, reader }: Subject): Promise<RelatedObject[]> {
  return await Promise.all(
    (object.metadata.ownerReferences ?? []).map(async ({ apiVersion, kind, name, uid }) => {
      const type = reader.typeOf(apiVersion, kind);
      const namespace = type?.namespaced === false ? undefined : ref.namespace;
      const resource =
        type === undefined ? `${apiVersion}/${kind.toLowerCase()}s` : formatResourceId(type);
      const owner = type && (await reader.get({ resource: type, namespace, name }));
      const bare = { relation: 'owner', resource, kind, namespace, name } as const;
      if (type === undefined || owner === undefined) return { ...bare, missing: false };
      // An owner of another uid is a later object of the same name.
      if (owner.state === 'found' && owner.object.metadata.uid === uid) {
        return toRelated('owner', { type, object: owner.object, reader });
      }
      return { ...bare, missing: owner.state !== 'unknown' };
    }),
  );
}

async function findOwned({ ref, object, reader }: Subject): Promise<RelatedObject[]> {
  const owner = reader.type(ref.resource);
  if (owner === undefined || ref.namespace === undefined) return [];
  const selector = podSelector(object);
  return await collect(reader, ownedKinds(owner), async type => {
    const objects = await reader.list({
      resource: type,
      namespace: ref.namespace,
      // What a workload owns carries the labels it selects by; other kinds need not.
      labelSelector:
        owner.group === 'apps' && selector !== undefined
          ? formatLabelSelector(selector)
          : undefined,
    });
    return objects
      .filter(({ metadata }) =>
        metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid),
      )
      .map(owned => toRelated('owned', { type, object: owned, reader }));
  });
}

async function collect(
  reader: ClusterReader,
  names: readonly TypeName[],
  find: (type: ViewerResource) => Promise<RelatedObject[]>,
): Promise<RelatedObject[]> {
  const types = names.flatMap(name => reader.type(name) ?? []);
  return (await Promise.all(types.map(find))).flat();
}

async function findNamed(subject: Subject): Promise<RelatedObject[]> {
  const references = [
    ...objectReferences(subject.object),
    ...scaleReferences(subject.object, subject.reader),
  ];
  const found = await Promise.all(
    references.slice(0, MAX_OF_RELATION).map(reference => resolve(reference, subject)),
  );
  return found.flat();
}

async function resolve(reference: Reference, { ref, reader }: Subject): Promise<RelatedObject[]> {
  const { relation, kind, name, optional = false } = reference;
  const type = reader.type(reference.resource);
  if (type === undefined) return [];
  const namespace = type.namespaced ? (reference.namespace ?? ref.namespace) : undefined;
  const target = await reader.get({ resource: type, namespace, name });
  if (target.state === 'found')
    return [toRelated(relation, { type, object: target.object, reader })];
  if (target.state === 'missing' && optional) return [];
  const resource = formatResourceId(type);
  return [{ relation, resource, kind, namespace, name, missing: target.state === 'missing' }];
}

const INVERSE: Partial<Record<Relation, Relation>> = {
  mounts: 'mounted-by',
  uses: 'used-by',
  'routes-to': 'routed-by',
  'routed-by': 'routes-to',
  scales: 'scaled-by',
};

async function findReferrers({ ref, reader }: Subject): Promise<RelatedObject[]> {
  const { namespace, name, resource } = ref;
  return await collect(reader, referringKinds(resource), async type => {
    const candidates = await reader.list({ resource: type, namespace });
    return candidates.flatMap(object => {
      const reference = [...objectReferences(object), ...scaleReferences(object, reader)].find(
        named =>
          named.name === name &&
          named.resource.plural === resource.plural &&
          named.resource.group === resource.group &&
          (named.namespace ?? object.metadata.namespace) === namespace,
      );
      const relation = reference && INVERSE[reference.relation];
      return relation === undefined ? [] : [toRelated(relation, { type, object, reader })];
    });
  });
}

async function findSelected({ ref, object, reader }: Subject): Promise<RelatedObject[]> {
  const selector = podSelector(object);
  const type = reader.type(kinds.PODS);
  if (selector === undefined || type === undefined || ref.namespace === undefined) return [];
  const pods = await reader.list({
    resource: type,
    namespace: ref.namespace,
    labelSelector: formatLabelSelector(selector),
  });
  return pods.map(pod => toRelated('selects', { type, object: pod, reader }));
}

async function findSelecting({ ref, object, reader }: Subject): Promise<RelatedObject[]> {
  const isPod = ref.resource.group === '' && ref.resource.plural === 'pods';
  const labels = isPod ? object.metadata.labels : podTemplate(object)?.metadata?.labels;
  if (ref.namespace === undefined || (labels === undefined && !isPod)) return [];
  return await collect(reader, SELECTING, async type => {
    const candidates = await reader.list({ resource: type, namespace: ref.namespace });
    return candidates.flatMap(candidate => {
      const selector = podSelector(candidate);
      const selects = selector !== undefined && matchesLabels(selector, labels);
      return selects ? [toRelated('selected-by', { type, object: candidate, reader })] : [];
    });
  });
}

async function findOnNode({ ref, reader }: Subject): Promise<RelatedObject[]> {
  const type = reader.type(kinds.PODS);
  if (ref.resource.group !== '' || ref.resource.plural !== 'nodes' || type === undefined) return [];
  const pods = await reader.list({ resource: type, fieldSelector: `spec.nodeName=${ref.name}` });
  return pods.map(object => toRelated('used-by', { type, object, reader }));
}
