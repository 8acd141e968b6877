import { createHash } from 'node:crypto';
import {
  formatResourceId,
  type Projector,
  type ResourceId,
  type ResourceKind,
} from '@kubemate/kube-common';
import type { Cluster } from '../clusters/Cluster';
import { holdsSecrets } from '../gateway/redactSecret';
import type { PooledSource, StoreScope } from '../reflector/ReflectorPool';

/** Types prepared and not in use; preparing again costs a look at a followed CRD. */
const MAX_PREPARED = 10_000;

/** How the kinds of each cluster become rows, made ready before the reflector pool, which does not wait, asks for it. */
export class StoreSources {
  private readonly prepared = new Map<string, PooledSource>();

  /** Makes a kind ready and says which store of it is meant: one for each set of columns. */
  async prepare(cluster: Cluster, kind: ResourceKind): Promise<StoreScope> {
    const projector = await cluster.projectorOf(kind);
    // Another cluster may bear the name by now; what is prepared here would be opened for it.
    cluster.assertOpen();
    const variant = kind.custom ? columnsDigest(projector) : undefined;
    const key = keyOf(cluster.name, { resource: kind, variant });
    this.prepared.delete(key);
    this.prepared.set(key, {
      transport: cluster.connection,
      projector,
      columns: projector.columns,
      watchable: kind.verbs.includes('watch'),
      watchList: false,
      metadataOnly: holdsSecrets(kind),
    });
    const [oldest] = this.prepared.keys();
    if (this.prepared.size > MAX_PREPARED && oldest !== undefined) this.prepared.delete(oldest);
    return { variant };
  }

  /** Lets go what was prepared for a cluster that was removed or replaced. */
  forget(cluster: string): void {
    for (const key of this.prepared.keys())
      if (key.startsWith(`${cluster}\n`)) this.prepared.delete(key);
  }

  open(cluster: string, resource: ResourceId, { variant }: StoreScope): PooledSource {
    const source = this.prepared.get(keyOf(cluster, { resource, variant }));
    if (!source) throw new Error(`${formatResourceId(resource)} was not prepared`);
    return source;
  }
}

function keyOf(
  cluster: string,
  { resource, variant = '' }: { resource: ResourceId; variant?: string },
): string {
  return [cluster, formatResourceId(resource), variant].join('\n');
}

function columnsDigest({ columns }: Projector): string {
  return createHash('sha256').update(JSON.stringify(columns)).digest('base64url');
}
