import { NotFoundError } from '@backstage/errors';
import type { Row } from '@kubemate/kube-common';
import type { Clock, ClusterFailure, ClusterState, KubeService, Viewer } from '@kubemate/kube-node';
import * as kinds from '../commonKinds';
import { mergeFailures } from '../mergeFailures';
import { ViewerCache } from '../ViewerCache';
import { findAttention } from './findAttention';
import type { AttentionItem } from './findAttention';
import { listNodes } from './listNodes';
import { byCluster, readFleetRows } from './FleetRows';
import type { FleetRows } from './FleetRows';
import { readUsage, totalUsage } from './readUsage';
import type { Usage } from './readUsage';
import { summariseCluster } from './summariseCluster';

const TTL_MS = 2_000;
const USAGE_TTL_MS = 10_000;
/** A summary does not wait longer for usage than this; the next one has it. */
const USAGE_WAIT_MS = 300;
const MAX_ATTENTION = 100;

type ClusterSummary = ReturnType<typeof summariseCluster>;

/** All clusters at a glance. */
export interface Fleet {
  readonly clusters: readonly ClusterSummary[];
  readonly attention: readonly AttentionItem[];
  readonly attentionTotal: number;
  readonly failures: readonly ClusterFailure[];
  readonly asOf: number;
}

/** The fleet at a glance, as each viewer may see it. */
export class FleetReader {
  readonly #kube: KubeService;
  readonly #clock: Clock;
  readonly #fleets: ViewerCache<Fleet>;
  readonly #usage: ViewerCache<ReadonlyMap<string, Usage> | null>;

  constructor({ kube, clock }: { kube: KubeService; clock: Clock }) {
    this.#kube = kube;
    this.#clock = clock;
    this.#fleets = new ViewerCache({ ttlMs: TTL_MS, size: 200, clock });
    this.#usage = new ViewerCache({ ttlMs: USAGE_TTL_MS, size: 1_000, clock });
  }

  /** All clusters, and what needs attention in them; at most a few seconds old. */
  fleet(viewer: Viewer): Promise<Fleet> {
    return this.#fleets.get(viewer, () => this.#readFleet(viewer));
  }

  /** @throws NotFoundError for a cluster that is not configured */
  async cluster(name: string, viewer: Viewer) {
    const cluster = this.#stateOf(name);
    const rows = await readFleetRows({ kube: this.#kube, viewer }, [name]);
    const [summary] = await this.#summaries({ clusters: [cluster], rows, viewer });
    if (summary === undefined) throw new NotFoundError(`There is no cluster "${name}"`);
    return summary;
  }

  /**
   * What each node of a cluster has, holds and uses.
   * @throws NotFoundError for a cluster that is not configured
   */
  async nodes(name: string, viewer: Viewer) {
    const cluster = this.#stateOf(name);
    const [nodes, pods, used, complete] = await Promise.all([
      this.#kube.allRows({ resource: kinds.NODES, clusters: [name] }, viewer),
      this.#kube.allRows({ resource: kinds.PODS, clusters: [name] }, viewer),
      this.#usageOf(cluster, viewer),
      this.#seesAllPods(cluster, viewer),
    ]);
    const failures = mergeFailures([...nodes.failures, ...pods.failures]);
    return { items: listNodes({ nodes: nodes.items, pods: pods.items, used }), complete, failures };
  }

  #stateOf(name: string): ClusterState {
    const cluster = this.#kube.clusters().find(known => known.name === name);
    if (cluster === undefined) throw new NotFoundError(`There is no cluster "${name}"`);
    return cluster;
  }

  async #readFleet(viewer: Viewer): Promise<Fleet> {
    const clusters = this.#kube.clusters();
    const rows = await readFleetRows({ kube: this.#kube, viewer });
    const attention = findAttention(rows.rows);
    const now = this.#clock.now();
    return {
      clusters: await this.#summaries({ clusters, rows, viewer }),
      attention: attention.slice(0, MAX_ATTENTION),
      attentionTotal: attention.length,
      failures: mergeFailures(rows.failures),
      asOf: Math.min(now, ...clusters.flatMap(({ asOf }) => asOf ?? [])),
    };
  }

  async #summaries(input: { clusters: readonly ClusterState[]; rows: FleetRows; viewer: Viewer }) {
    const { clusters, rows, viewer } = input;
    const nodes = byCluster(rows, kinds.NODES);
    const pods = byCluster(rows, kinds.PODS);
    return await Promise.all(
      clusters.map(async cluster => {
        const { name } = cluster;
        const own = rows.failures.filter(failure => failure.cluster === name);
        const hidesNodes = own.some(
          ({ resource, state }) => resource === kinds.NODES.resource && state !== 'stale',
        );
        const nodeRows = nodes.get(name);
        const [used, complete] = await Promise.all([
          this.#usageOf(cluster, viewer),
          this.#seesAllPods(cluster, viewer),
        ]);
        return summariseCluster({
          cluster,
          nodes: nodeRows ?? (hidesNodes ? undefined : []),
          pods: pods.get(name) ?? [],
          namespaces: countNamespaces(rows, name),
          used: totalUsage(used),
          complete,
          failures: mergeFailures(own),
        });
      }),
    );
  }

  async #usageOf(cluster: ClusterState, viewer: Viewer) {
    const read = () => readUsage(cluster, { kube: this.#kube, viewer });
    const usage = this.#usage.get(viewer, read, cluster.name);
    let cancel = () => {};
    const late = new Promise<null>(resolve => {
      cancel = this.#clock.after(USAGE_WAIT_MS, () => resolve(null));
    });
    return await Promise.race([usage, late]).finally(() => cancel());
  }

  async #seesAllPods({ name, connection }: ClusterState, viewer: Viewer): Promise<boolean> {
    if (connection.state !== 'ready') return false;
    return await this.#kube
      .may({ cluster: name, verb: 'list', resource: kinds.PODS }, viewer)
      .catch(() => false);
  }
}

/** Those the viewer may list; for one who may list none, those they see something in. */
function countNamespaces({ rows }: FleetRows, cluster: string): number {
  const listed = (rows.get(kinds.NAMESPACES.resource) ?? []).filter(row => row.cluster === cluster);
  if (listed.length > 0) return listed.length;
  const seen = new Set<string>();
  for (const group of rows.values()) {
    for (const row of group) if (isIn(row, cluster)) seen.add(row.namespace);
  }
  return seen.size;
}

function isIn(row: Row, cluster: string): row is Row & { namespace: string } {
  return row.cluster === cluster && row.namespace !== undefined;
}
