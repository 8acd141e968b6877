import { formatResourceId, summariseEvent } from '@kubemate/kube-common';
import type { KubeObject, ObjectRef, ResourceId } from '@kubemate/kube-common';
import type { ClusterFailure, KubeService, Viewer } from '@kubemate/kube-node';
import type { ClusterEvent } from '@kubemate/plugin-clusters-common';
import { ClusterReader } from '../ClusterReader';
import { ConcurrencyLimit } from '../ConcurrencyLimit';
import { ownedObjects } from './ownedObjects';

/** Events are served by both groups out of one storage; the core spelling is served by every version. */
const EVENTS: ResourceId = { group: '', version: 'v1', plural: 'events' };
const CONCURRENCY = 6;
/** Of one object. */
const LIMIT = 500;
/** Of all objects of one kind in a namespace. */
const KIND_LIMIT = 3_000;
/** With more objects of a kind than this, one look at all events of the kind costs the API server less. */
const MAX_NAMES = 5;

/** Objects of one kind whose events are asked for at once. */
interface Question {
  readonly resource: ResourceId;
  readonly fieldSelector: string;
  readonly limit: number;
  readonly objects: readonly KubeObject[];
}

interface AnsweredEvents {
  readonly items: readonly ClusterEvent[];
  readonly failures: readonly ClusterFailure[];
}

/**
 * Events about one object, and with `owned` those about what it owns, newest first, read from the API server as the
 * viewer. What it owns and the viewer may not list is a failure beside the others.
 *
 * @throws NotAllowedError where the viewer may not list events there
 */
export async function listObjectEvents(
  { ref, owned }: { ref: ObjectRef; owned: boolean },
  { kube, viewer }: { kube: KubeService; viewer: Viewer },
): Promise<AnsweredEvents> {
  const { cluster, resource } = ref;
  const object = await kube.get(ref, viewer);
  const namespace = ref.namespace ?? (await namespaceOfClusterEvents(ref, { kube, viewer }));
  const reader = owned ? await ClusterReader.create(cluster, { kube, viewer }) : undefined;
  const below = reader === undefined ? [] : await ownedObjects({ ref, object }, reader);
  const failures = [...(reader?.failures ?? [])];
  const limit = new ConcurrencyLimit(CONCURRENCY);
  const ask = async (question: Question) => {
    const { fieldSelector } = question;
    const target = { cluster, resource: EVENTS, namespace, fieldSelector, limit: question.limit };
    const events = await limit.run(() => kube.list(target, viewer));
    if (events.length >= question.limit)
      failures.push({
        cluster,
        state: 'partial',
        reason: `Only the first ${question.limit} events of ${question.resource.plural} were looked at`,
      });
    return aboutThese(events, question);
  };
  const questions = [
    ...questionsAbout(resource, [object]),
    ...byResource(below).flatMap(([type, objects]) => questionsAbout(type, objects)),
  ];
  const answers = await Promise.all(questions.map(ask));
  return { items: answers.flat().sort((a, b) => b.lastSeen - a.lastSeen), failures };
}

function questionsAbout(resource: ResourceId, objects: readonly KubeObject[]): Question[] {
  const kind = `involvedObject.kind=${objects[0]?.kind ?? ''}`;
  if (objects.length > MAX_NAMES)
    return [{ resource, objects, fieldSelector: kind, limit: KIND_LIMIT }];
  return objects.map(object => {
    const fieldSelector = `${kind},involvedObject.name=${object.metadata.name}`;
    return { resource, objects: [object], fieldSelector, limit: LIMIT };
  });
}

function byResource(
  owned: Awaited<ReturnType<typeof ownedObjects>>,
): [ResourceId, readonly KubeObject[]][] {
  const groups = new Map<ResourceId, KubeObject[]>();
  for (const { type, object } of owned) groups.set(type, [...(groups.get(type) ?? []), object]);
  return [...groups];
}

function aboutThese(
  events: readonly KubeObject[],
  { objects, resource }: Question,
): ClusterEvent[] {
  const byName = new Map(objects.map(object => [object.metadata.name, object]));
  return events.flatMap(event => {
    const { regarding, ...summary } = summariseEvent(event);
    const object = byName.get(regarding.name ?? '');
    if (object === undefined || !isAbout(regarding.uid, object)) return [];
    const { kind, metadata } = object;
    const { namespace, name } = metadata;
    return [
      { ...summary, regarding: { resource: formatResourceId(resource), kind, namespace, name } },
    ];
  });
}

/** An earlier object of the same name has another uid. The kubelet puts the name of its node where the uid belongs. */
function isAbout(uid: string | undefined, { metadata }: KubeObject): boolean {
  return uid === undefined || uid === '' || uid === metadata.uid || uid === metadata.name;
}

/** Events on cluster-scoped objects stand in `default`, unless a controller chose another namespace. */
async function namespaceOfClusterEvents(
  { cluster }: ObjectRef,
  { kube, viewer }: { kube: KubeService; viewer: Viewer },
): Promise<string | undefined> {
  const everywhere = await kube.may({ cluster, verb: 'list', resource: EVENTS }, viewer);
  return everywhere ? undefined : 'default';
}
