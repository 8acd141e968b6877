import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { TopologyRows } from './readTopologyRows';
import type { TopologyPlace } from './TopologyReader';

/** Namespaces that are asked about one by one; in more than these, what is not seen is taken for not readable. */
const MAX_ASKED = 50;

/** Where a viewer may list the objects of a kind. */
export interface ListRight {
  mayList(namespace: string): boolean;
  /** They may in none of the namespaces of the map. */
  readonly denied: boolean;
}

/**
 * Tells what does not exist from what the viewer does not see. Rows are proof of the right; only where there are none is
 * it asked for, and the answers are kept by the kube service.
 */
export async function listRights(
  groups: readonly TopologyRows[],
  tools: { place: TopologyPlace; kube: KubeService; viewer: Viewer },
): Promise<readonly ListRight[]> {
  const { place } = tools;
  const seen = new Set(groups.flatMap(({ rows }) => rows.map(row => row.namespace ?? '')));
  const wanted = place.namespaces ?? [...seen].sort();
  return await Promise.all(groups.map(group => rightTo(group, { ...tools, wanted })));
}

async function rightTo(
  { type, resource, rows }: TopologyRows,
  {
    place: { cluster },
    kube,
    viewer,
    wanted,
  }: { place: TopologyPlace; kube: KubeService; viewer: Viewer; wanted: readonly string[] },
): Promise<ListRight> {
  // A kind that is not served has no objects: nothing is hidden from anybody.
  if (resource === undefined) return { mayList: () => true, denied: false };
  const proved = new Set(rows.map(({ namespace }) => namespace ?? ''));
  const doubtful = wanted.filter(namespace => !proved.has(namespace));
  if (doubtful.length === 0) return { mayList: namespace => proved.has(namespace), denied: false };
  const { group, plural } = type;
  const question = { cluster, verb: 'list', resource: { group, plural } };
  const ask = (namespace?: string) =>
    kube.may({ ...question, namespace }, viewer).catch(() => false);
  if (await ask()) return { mayList: () => true, denied: false };
  const answers = await Promise.all(
    doubtful
      .slice(0, MAX_ASKED)
      .map(async namespace => ({ namespace, allowed: await ask(namespace) })),
  );
  for (const { namespace, allowed } of answers) if (allowed) proved.add(namespace);
  return { mayList: namespace => proved.has(namespace), denied: proved.size === 0 };
}
