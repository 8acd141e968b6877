import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { ClusterState } from '../KubeService';
import { Cluster, type ClusterOptions } from './Cluster';
import type { ClusterDefinition } from './ClusterDefinition';

/** All clusters of the portal: first those of its start, in the order of the configuration, then those added while it runs. */
export class ClusterPool {
  private readonly clusters = new Map<string, Cluster>();
  private readonly listeners = new Set<() => void>();
  private readonly membershipListeners = new Set<(name: string) => void>();
  private started = false;
  private closed = false;

  /** @throws InputError where two sources name a cluster alike */
  constructor(
    definitions: readonly ClusterDefinition[],
    private readonly options: ClusterOptions,
  ) {
    for (const definition of definitions) {
      if (this.clusters.has(definition.name))
        throw new InputError(`two clusters are named ${definition.name}; give one another name`);
      this.open(definition);
    }
  }

  start(): void {
    this.started = true;
    for (const cluster of this.clusters.values()) cluster.monitor.start();
  }

  /**
   * Adds a cluster, or puts another definition in the place of the one that the same source gave before.
   * What was under way on the old one ends; no other cluster notices.
   *
   * @throws ConflictError where another source has a cluster of that name; upper and lower case are the same name
   */
  set(definition: ClusterDefinition): void {
    if (this.closed) return;
    const { name, source } = definition;
    const taken = this.findAlike(name)?.definition;
    if (taken && (taken.name !== name || taken.source !== source))
      throw new ConflictError(
        `there is a cluster named ${taken.name} already (${sourceWords(taken.source)})`,
      );
    const old = this.clusters.get(name);
    const cluster = this.open(definition);
    if (old) void old.close();
    if (this.started) cluster.monitor.start();
    this.changed(name);
  }

  /** Ends everything on a cluster: its watches, requests and streams. Unknown names are no error. */
  async remove(name: string): Promise<void> {
    const cluster = this.clusters.get(name);
    if (!cluster) return;
    this.clusters.delete(name);
    const closing = cluster.close();
    this.changed(name);
    await closing;
  }

  states(): readonly ClusterState[] {
    return [...this.clusters.values()].map(cluster => cluster.monitor.state());
  }

  /** Calls back on every change of any cluster's state, and of which clusters there are. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Calls back with the name of a cluster that was added, replaced or removed. By then the old one refuses new work, so what a
   * listener lets go of its kinds cannot be opened on it again.
   */
  onMembershipChange(listener: (name: string) => void): () => void {
    this.membershipListeners.add(listener);
    return () => this.membershipListeners.delete(listener);
  }

  /** @throws NotFoundError */
  get(name: string): Cluster {
    const cluster = this.clusters.get(name);
    if (!cluster) throw new NotFoundError(`there is no cluster named ${name.slice(0, 63)}`);
    return cluster;
  }

  has(name: string): boolean {
    return this.clusters.has(name);
  }

  /** The named clusters, once each; all where no names are given. */
  select(names: readonly string[] | undefined): readonly Cluster[] {
    if (names === undefined) return [...this.clusters.values()];
    return [...new Set(names)].map(name => this.get(name));
  }

  async close(): Promise<void> {
    this.closed = true;
    this.listeners.clear();
    this.membershipListeners.clear();
    await Promise.all([...this.clusters.values()].map(cluster => cluster.close()));
  }

  private open(definition: ClusterDefinition): Cluster {
    const cluster = new Cluster(definition, this.options);
    cluster.monitor.onChange(() => this.notify());
    this.clusters.set(definition.name, cluster);
    return cluster;
  }

  private findAlike(name: string): Cluster | undefined {
    const lower = name.toLowerCase();
    return [...this.clusters.values()].find(cluster => cluster.name.toLowerCase() === lower);
  }

  private changed(name: string): void {
    for (const listener of [...this.membershipListeners]) listener(name);
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

function sourceWords(source: ClusterDefinition['source']): string {
  const words = {
    sandbox: 'it is one of the sandbox',
    config: 'it is in the configuration',
    kubeconfig: 'it comes from the kubeconfig file',
    registered: 'it was added in the portal',
  };
  return words[source];
}
