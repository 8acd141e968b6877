import type { Topology } from '@kubemate/plugin-clusters-common';
import type { Clock, ClusterFailure, KubeService, Viewer } from '@kubemate/kube-node';
import { createHash } from 'node:crypto';
import { ClusterReader } from '../ClusterReader';
import { mergeFailures } from '../mergeFailures';
import { ViewerCache } from '../ViewerCache';
import { buildTopology } from './buildTopology';
import { LinkReader } from './LinkReader';
import { listRights } from './listRights';
import type { KindRows } from './TopologyGraph';
import { readTopologyRows } from './readTopologyRows';
import type { TopologyRows } from './readTopologyRows';

/** Browsers ask again every second; several windows of one person share an answer. */
const TTL_MS = 500;
const MAX_NODES = 2_000;

/** The part of a cluster that a map shows. */
export interface TopologyPlace {
  readonly cluster: string;
  readonly namespaces?: readonly string[];
}

/**
 * How objects hang together, as each viewer may see them. Rows say which objects there are and how they do; what they name
 * and select is read from the API server as the viewer, and only again when the rows of a kind change.
 */
export class TopologyReader {
  readonly #kube: KubeService;
  readonly #clock: Clock;
  readonly #answers: ViewerCache<Omit<Topology, 'unchanged'>>;
  readonly #links: LinkReader;

  constructor({ kube, clock }: { kube: KubeService; clock: Clock }) {
    this.#kube = kube;
    this.#clock = clock;
    this.#answers = new ViewerCache({ ttlMs: TTL_MS, size: 100, clock });
    this.#links = new LinkReader({ kube, clock });
  }

  /** @throws NotFoundError for a cluster that is not configured */
  read(place: TopologyPlace, viewer: Viewer): Promise<Omit<Topology, 'unchanged'>> {
    const subject = JSON.stringify([place.cluster, place.namespaces ?? null]);
    return this.#answers.get(viewer, () => this.#read(place, viewer), subject);
  }

  async #read(place: TopologyPlace, viewer: Viewer): Promise<Omit<Topology, 'unchanged'>> {
    const { cluster, namespaces } = place;
    const kube = this.#kube;
    const reader = await ClusterReader.create(cluster, { kube, viewer });
    const groups = await readTopologyRows(place, { kube, viewer, reader });
    const [rights, links] = await Promise.all([
      listRights(groups, { place, kube, viewer }),
      this.#links.read(groups, { place, viewer, reader }),
    ]);
    const kinds = groups.map((group, at): KindRows => ({
      type: group.type,
      resource: group.resource,
      rows: group.rows,
      links: links.byUid,
      mayList: namespace => rights[at]?.mayList(namespace) ?? false,
    }));
    const graph = buildTopology({ kinds, namespaces, maxNodes: MAX_NODES });
    const denied = groups.filter((_, at) => rights[at]?.denied).map(({ type }) => type.kind);
    const shown = { nodes: [...graph.nodes], edges: [...graph.edges], denied };
    return {
      version: versionOf({ ...shown, truncated: graph.truncated }),
      ...shown,
      truncated: graph.truncated,
      failures: mergeFailures([...rowFailures(groups), ...links.failures]),
      asOf: this.#asOf(cluster),
    };
  }

  #asOf(cluster: string): number {
    const now = this.#clock.now();
    return Math.min(now, this.#kube.clusters().find(({ name }) => name === cluster)?.asOf ?? now);
  }
}

function rowFailures(groups: readonly TopologyRows[]): ClusterFailure[] {
  return groups.flatMap(({ failures }) => failures);
}

function versionOf(shown: object): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
}
