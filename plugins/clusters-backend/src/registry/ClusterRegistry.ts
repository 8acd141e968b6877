import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { ClusterCandidate, ClusterRegistrar, Clock } from '@kubemate/kube-node';
import type { ClusterRecord, ClusterSettings, ClusterStore } from './ClusterRecord';
import { expiryOf, type CredentialVault } from './CredentialVault';

/** Together at most 5 s: that long a change may be unknown to another replica. */
const POLL_MS = 3_000;
const POLL_JITTER_MS = 1_500;

interface ClusterRegistryOptions {
  readonly store: ClusterStore;
  readonly vault: CredentialVault;
  readonly registrar: ClusterRegistrar;
  readonly clock: Clock;
  readonly logger: LoggerService;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Who changes a cluster, and which revision of it they have seen. */
export interface Change {
  /** Entity ref. */
  readonly actor: string;
  readonly seen: ClusterRecord;
}

/**
 * The clusters that were added in the portal: keeps them, and holds the running portal to what is kept. Each replica looks at the
 * store's revision every few seconds, so that a change made on one is live on all.
 */
export class ClusterRegistry {
  /** Revision of each cluster that the portal has now, by name. */
  private readonly applied = new Map<string, number>();
  private readonly refused = new Map<string, string>();
  private seen = -1;
  private failing = false;
  private pulling: Promise<void> = Promise.resolve();
  private cancelPoll = () => {};

  constructor(private readonly options: ClusterRegistryOptions) {}

  /**
   * Adds what is kept to the portal, and follows the store until the signal aborts. Credentials under an old key are moved to the
   * newest one.
   */
  async start(signal: AbortSignal): Promise<void> {
    await this.rewrap();
    await this.sync();
    signal.addEventListener('abort', () => this.cancelPoll());
    this.pollLater(signal);
  }

  /** Why no cluster can be added with a credential; undefined where one can. */
  get unavailable(): string | undefined {
    return this.options.vault.unavailable;
  }

  /** In the order of their names, each with the reason why the portal does not show it, where there is one. */
  async list(): Promise<readonly (ClusterRecord & { readonly problem?: string })[]> {
    const records = await this.options.store.list();
    return records.map(record => ({ ...record, problem: this.refused.get(record.name) }));
  }

  /** @throws NotFoundError */
  get(name: string): Promise<ClusterRecord> {
    return this.options.store.get(name);
  }

  /** @throws ConflictError where the name is taken; ServiceUnavailableError where there is no key */
  async add(
    cluster: ClusterSettings & { readonly name: string },
    { candidate, actor }: { candidate: ClusterCandidate; actor: string },
  ): Promise<ClusterRecord> {
    const id = randomUUID();
    const now = this.options.clock.now();
    const credential = await this.sealed(candidate, { id, name: cluster.name });
    const record = await this.options.store.insert({
      ...settingsOf(cluster),
      ...addressOf(candidate),
      ...credential,
      id,
      name: cluster.name,
      createdAt: now,
      createdBy: actor,
      changedAt: now,
      changedBy: actor,
      rotatedAt: now,
    });
    await this.sync();
    return record;
  }

  /** @throws ConflictError where somebody else changed it since it was seen */
  async change(settings: ClusterSettings, { actor, seen }: Change): Promise<ClusterRecord> {
    const changedAt = this.options.clock.now();
    const record = await this.options.store.update({
      ...seen,
      ...settingsOf(settings),
      changedAt,
      changedBy: actor,
    });
    await this.sync();
    return record;
  }

  /** Puts another credential, and the address it came with, in the place of the one there is. @throws ConflictError */
  async rotate(candidate: ClusterCandidate, { actor, seen }: Change): Promise<ClusterRecord> {
    const now = this.options.clock.now();
    const { id, name } = seen;
    const record = await this.options.store.update({
      ...seen,
      ...addressOf(candidate),
      ...(await this.sealed(candidate, { id, name })),
      changedAt: now,
      changedBy: actor,
      rotatedAt: now,
    });
    await this.sync();
    return record;
  }

  /** Forgets a cluster with its credential. @throws ConflictError */
  async remove(seen: ClusterRecord): Promise<void> {
    await this.options.store.remove(seen);
    await this.sync();
  }

  /** Holds the portal to what is kept, now. */
  sync(): Promise<void> {
    this.pulling = this.pulling.catch(() => {}).then(() => this.pull());
    return this.pulling;
  }

  private async pull(): Promise<void> {
    const { store, registrar } = this.options;
    // Before the list: what changes in between is seen at the next look again, and never missed.
    const revision = await store.revision();
    if (revision === this.seen) return;
    const records = await store.list();
    const names = new Set(records.map(({ name }) => name));
    for (const name of [...this.applied.keys()]) {
      if (names.has(name)) continue;
      this.applied.delete(name);
      this.refused.delete(name);
      await registrar.remove(name);
    }
    for (const record of records)
      if (this.applied.get(record.name) !== record.revision) await this.apply(record);
    this.seen = revision;
  }

  private async apply(record: ClusterRecord): Promise<void> {
    const { registrar, vault, logger } = this.options;
    const { name, revision, envelope, credentialKind } = record;
    const credential =
      credentialKind === 'in-cluster'
        ? ({ kind: 'in-cluster' } as const)
        : await vault.read(envelope, record);
    this.applied.set(name, revision);
    try {
      registrar.set({ ...settingsOf(record), ...addressOf(record), name, credential });
      this.refused.delete(name);
    } catch (error) {
      const reason = isError(error) ? error.message : 'the portal does not take it';
      this.refused.set(name, reason);
      // What it was before goes, too: its credential may be the one that was taken away.
      await registrar.remove(name);
      logger.warn(`Cluster ${name}, which was added in the portal, is left out: ${reason}`);
    }
  }

  private async sealed(candidate: ClusterCandidate, subject: { id: string; name: string }) {
    const { credential } = candidate;
    return {
      credentialKind: credential.kind,
      envelope: await this.options.vault.seal(credential, subject),
      credentialExpiresAt: expiryOf(credential),
    };
  }

  private async rewrap(): Promise<void> {
    const { store, vault, logger } = this.options;
    let count = 0;
    for (const { id, name, envelope: from } of await store.list()) {
      const to = from && (await vault.rewrap(from, { id, name }));
      if (from && to && (await store.rewrap(id, { from, to }))) count += 1;
    }
    if (count > 0) logger.info(`Moved the credentials of ${count} clusters to the newest key`);
  }

  private pollLater(signal: AbortSignal): void {
    if (signal.aborted) return;
    const { clock, random, logger } = this.options;
    this.cancelPoll = clock.after(POLL_MS + random() * POLL_JITTER_MS, () => {
      this.sync()
        .then(
          () => {
            this.failing = false;
          },
          error => {
            if (!this.failing)
              logger.warn(`The clusters that were added cannot be read: ${describe(error)}`);
            this.failing = true;
          },
        )
        .finally(() => this.pollLater(signal));
    });
  }
}

function settingsOf({
  title,
  labels,
  owner,
  identity,
  namespaces,
}: ClusterSettings): ClusterSettings {
  return { title, labels, owner, identity, namespaces };
}

function addressOf({
  server,
  ca,
  serverName,
}: Pick<ClusterCandidate, 'server' | 'ca' | 'serverName'>) {
  return { server, ca, serverName };
}

/** A database's message may quote a row. */
function describe(error: unknown): string {
  return isError(error) && typeof error.code === 'string' ? error.code : 'the database failed';
}
