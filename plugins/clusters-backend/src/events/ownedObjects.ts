import { formatLabelSelector } from '@kubemate/kube-common';
import type { KubeObject, ObjectRef } from '@kubemate/kube-common';
import type { ViewerResource } from '@kubemate/kube-node';
import type { ClusterReader } from '../ClusterReader';
import { podSelector } from '../podSelector';
import { ownedKinds } from '../related/relatedKinds';

/** An object with the type that serves it. */
export interface TypedObject {
  readonly type: ViewerResource;
  readonly object: KubeObject;
}

/** CronJob, Job, Pod is the longest chain that built-in controllers make. */
const MAX_DEPTH = 3;
/** From here one list of a namespace is cheaper than one for each owner. */
const MAX_SELECTORS = 10;
const WORKLOAD_GROUPS = new Set(['apps', 'batch']);
/** Nothing ever happens to these. */
const WITHOUT_EVENTS = new Set(['controllerrevisions']);

interface Owner extends TypedObject {
  /** Text of the selector of the pods below it; absent where none is known. */
  readonly selector?: string;
}

/** What a workload of the built-in kinds owns, over all levels: the ReplicaSets of a Deployment and their pods. */
export async function ownedObjects(
  { ref, object }: { ref: ObjectRef; object: KubeObject },
  reader: ClusterReader,
): Promise<TypedObject[]> {
  const type = reader.type(ref.resource);
  const { namespace } = ref;
  if (type === undefined || !WORKLOAD_GROUPS.has(type.group) || namespace === undefined) return [];
  const found: TypedObject[] = [];
  let level: Owner[] = [{ type, object, selector: selectorOf(object) }];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    level = await nextLevel(level, { reader, namespace });
    found.push(...level);
  }
  return found;
}

interface Listing {
  readonly type: ViewerResource;
  readonly selector?: string;
  readonly owners: Set<string>;
}

async function nextLevel(
  owners: readonly Owner[],
  { reader, namespace }: { reader: ClusterReader; namespace: string },
): Promise<Owner[]> {
  const lists = listings(owners, reader).map(async ({ type, selector, owners: uids }) => {
    const objects = await reader.list({ resource: type, namespace, labelSelector: selector });
    return objects
      .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uids.has(uid)))
      .map(object => ({ type, object, selector: selector ?? selectorOf(object) }));
  });
  return (await Promise.all(lists)).flat();
}

/** One list for each kind and selector: the ReplicaSets of a Deployment share theirs, Jobs have one each. */
function listings(owners: readonly Owner[], reader: ClusterReader): Listing[] {
  const selectors = new Set(owners.map(({ selector }) => selector));
  const found = new Map<string, Listing>();
  for (const owner of owners) {
    const selector = selectors.size > MAX_SELECTORS ? undefined : owner.selector;
    for (const name of ownedKinds(owner.type)) {
      const type = reader.type(name);
      if (type === undefined || WITHOUT_EVENTS.has(type.plural)) continue;
      const key = `${type.group}/${type.plural} ${selector ?? ''}`;
      const listing = found.get(key) ?? { type, selector, owners: new Set<string>() };
      listing.owners.add(owner.object.metadata.uid);
      found.set(key, listing);
    }
  }
  return [...found.values()];
}

function selectorOf(object: KubeObject): string | undefined {
  const selector = podSelector(object);
  // An empty one selects every pod of the namespace.
  return selector === undefined || selector.length === 0
    ? undefined
    : formatLabelSelector(selector);
}
