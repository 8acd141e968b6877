import type { ClusterCredential, RegisteredCluster } from '@kubemate/kube-node';

/** What may be changed of a cluster that was added. */
export type ClusterSettings = Pick<
  RegisteredCluster,
  'title' | 'labels' | 'owner' | 'identity' | 'namespaces'
>;

/** A cluster as it is stored. Without its envelope it holds no secret. */
export interface ClusterRecord extends Omit<RegisteredCluster, 'credential'> {
  /** UUID. */
  readonly id: string;
  readonly credentialKind: ClusterCredential['kind'];
  /** See `EnvelopeCipher`; absent for in-cluster. */
  readonly envelope?: string;
  /** Epoch milliseconds, where a token or certificate tells. */
  readonly credentialExpiresAt?: number;
  /** Of all clusters, when this one changed last. */
  readonly revision: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly changedAt: number;
  readonly changedBy: string;
  readonly rotatedAt: number;
}

/** Where clusters that were added are kept. Every change grows the revision of all, in the same transaction. */
export interface ClusterStore {
  /** Grows with every change, on every replica's side of the database. */
  revision(): Promise<number>;
  /** In the order of their names. */
  list(): Promise<readonly ClusterRecord[]>;
  /** @throws NotFoundError */
  get(name: string): Promise<ClusterRecord>;
  /** @throws ConflictError where the name is taken */
  insert(record: Omit<ClusterRecord, 'revision'>): Promise<ClusterRecord>;
  /** @throws ConflictError where it is not at this revision any more, or gone */
  update(record: ClusterRecord): Promise<ClusterRecord>;
  /** @throws ConflictError where it is not at this revision any more, or gone */
  remove(record: Pick<ClusterRecord, 'id' | 'name' | 'revision'>): Promise<void>;
  /** Puts another envelope of the same credential in the place of one; false where somebody else was first. */
  rewrap(id: string, envelopes: { from: string; to: string }): Promise<boolean>;
}
