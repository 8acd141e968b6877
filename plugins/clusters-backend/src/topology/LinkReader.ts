import type { Row } from '@kubemate/kube-common';
import type { Clock, ClusterFailure, KubeService, Viewer } from '@kubemate/kube-node';
import { createHash } from 'node:crypto';
import * as kinds from '../commonKinds';
import type { ClusterReader } from '../ClusterReader';
import { ViewerCache } from '../ViewerCache';
import { objectLinks } from './objectLinks';
import type { ObjectLinks } from './objectLinks';
import type { TopologyRows } from './readTopologyRows';
import { typeKey } from './topologyKinds';
import type { TopologyKind } from './topologyKinds';
import type { TopologyPlace } from './TopologyReader';

/** Rights may change without any row of a kind: after this, what is kept is read again. */
const TTL_MS = 60_000;
/** Lists that are kept over all viewers. */
const CACHE_SIZE = 1_000;
const LIST_LIMIT = 2_000;
/** In more namespaces than this, one list of the cluster is asked for where the viewer may. */
const MAX_LISTS = 5;
/** Pods without a controller on the map are read one by one. */
const MAX_BARE_PODS = 100;

/** Kinds whose templates say what their pods name. */
const CONTROLLERS = new Set(['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job']);

/** What one list gave, and what it lacks. */
interface LinkPart {
  readonly byUid: ReadonlyMap<string, ObjectLinks>;
  readonly failures: readonly ClusterFailure[];
}

interface Tools {
  readonly place: TopologyPlace;
  readonly viewer: Viewer;
  readonly reader: ClusterReader;
}

/** Reads what the specs of objects say of others, as the viewer, and keeps it while the rows stay the same. */
export class LinkReader {
  readonly #kube: KubeService;
  readonly #parts: ViewerCache<LinkPart>;

  constructor({ kube, clock }: { kube: KubeService; clock: Clock }) {
    this.#kube = kube;
    this.#parts = new ViewerCache({ ttlMs: TTL_MS, size: CACHE_SIZE, clock });
  }

  async read(groups: readonly TopologyRows[], tools: Tools): Promise<LinkPart> {
    const parts = await Promise.all([
      ...groups.filter(({ type }) => type.linked).map(group => this.#kind(group, tools)),
      ...groups
        .filter(({ type }) => typeKey(type) === typeKey(kinds.PODS))
        .map(({ rows }) => this.#barePods(rows, tools)),
    ]);
    return merge(parts);
  }

  async #kind({ type, rows }: TopologyRows, tools: Tools): Promise<LinkPart> {
    const groups = byNamespace(rows);
    const { group, plural } = type;
    const question = { cluster: tools.place.cluster, verb: 'list', resource: { group, plural } };
    if (
      groups.size > MAX_LISTS &&
      (await this.#kube.may(question, tools.viewer).catch(() => false))
    )
      return await this.#list(type, { ...tools, rows });
    const parts = await Promise.all(
      [...groups].map(([namespace, own]) => this.#list(type, { ...tools, rows: own, namespace })),
    );
    return merge(parts);
  }

  async #list(
    type: TopologyKind,
    { rows, namespace, ...tools }: Tools & { rows: readonly Row[]; namespace?: string },
  ): Promise<LinkPart> {
    const { place, viewer, reader } = tools;
    const subject = [place.cluster, typeKey(type), namespace ?? '', signatureOf(rows)].join(' ');
    return await this.#parts.get(
      viewer,
      async () => {
        const own = reader.apart();
        const objects = await own.list({ resource: type, namespace, limit: LIST_LIMIT });
        const links = objects.map(
          object => [object.metadata.uid, objectLinks(object, reader)] as const,
        );
        return { byUid: new Map(links), failures: own.failures };
      },
      subject,
    );
  }

  async #barePods(rows: readonly Row[], { place, viewer, reader }: Tools): Promise<LinkPart> {
    const bare = rows.filter(({ owner }) => owner === undefined || !CONTROLLERS.has(owner.kind));
    const parts = await Promise.all(
      bare.slice(0, MAX_BARE_PODS).map(({ uid, namespace, name }) =>
        this.#parts.get(
          viewer,
          async (): Promise<LinkPart> => {
            const own = reader.apart();
            const found = await own.get({ resource: kinds.PODS, namespace, name });
            const links =
              found.state === 'found' ? [[uid, objectLinks(found.object, reader)] as const] : [];
            return { byUid: new Map(links), failures: own.failures };
          },
          // What a pod names never changes.
          `${place.cluster} pod ${uid}`,
        ),
      ),
    );
    const left = bare.length - MAX_BARE_PODS;
    if (left <= 0) return merge(parts);
    const reason = `What ${left} pods without a controller mount was not looked at`;
    return merge([
      ...parts,
      { byUid: new Map(), failures: [{ cluster: place.cluster, state: 'partial', reason }] },
    ]);
  }
}

function merge(parts: readonly LinkPart[]): LinkPart {
  return {
    byUid: new Map(parts.flatMap(({ byUid }) => [...byUid])),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

function byNamespace(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const known = groups.get(row.namespace ?? '');
    if (known === undefined) groups.set(row.namespace ?? '', [row]);
    else known.push(row);
  }
  return groups;
}

/** Differs when any of the rows is of another object or of another version of it. */
function signatureOf(rows: readonly Row[]): string {
  const versions = rows.map(({ uid, resourceVersion }) => `${uid} ${resourceVersion}`).sort();
  return createHash('sha256').update(versions.join('\n')).digest('base64url');
}
