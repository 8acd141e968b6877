import type { LoggerService } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import type { ApiCatalog } from '../discovery/ApiCatalog';
import { Discovery } from '../discovery/Discovery';
import type { ClusterState } from '../KubeService';
import type { Clock } from '../reflector/Clock';
import type { ClusterConnection } from './ClusterConnection';
import { networkReason } from './networkReason';
import { readBody } from './readBody';

const CHECK_EVERY_MS = 10_000;
const CHECK_TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** The clusters page draws this many. */
const LATENCIES = 30;
/** CRDs that nobody told us about show up within this time. */
const DISCOVER_EVERY_MS = 60_000;
const MAX_VERSION_BODY = 64 * 1024;

const versionSchema = z.object({ gitVersion: z.string().max(100) });

type Connection = ClusterState['connection'];

interface MonitorOptions {
  readonly connection: ClusterConnection;
  readonly clock: Clock;
  readonly logger: LoggerService;
  /** 0 to 1. */
  readonly random: () => number;
}

/** An answer that means the cluster cannot be used; the message goes to people. */
class UnhealthyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnhealthyError';
  }
}

/**
 * Keeps asking one cluster whether it is there, what version it is and what it serves.
 * Each cluster has a monitor of its own and nobody waits for it, so a dead cluster is a state and not a delay.
 */
export class ClusterMonitor {
  private readonly controller = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly catalogListeners = new Set<() => void>();
  private readonly discovery: Discovery;
  private connectionState: Connection = { state: 'connecting' };
  private version: string | undefined;
  private latencies: readonly number[] = [];
  private asOf: number | undefined;
  private found: ApiCatalog | undefined;
  private discoveredAt = -Infinity;
  private discovering: Promise<ApiCatalog> | undefined;
  private failures = 0;
  private cancelTimer: () => void = () => {};

  constructor(private readonly options: MonitorOptions) {
    this.discovery = new Discovery(options.connection, this.controller.signal);
  }

  start(): void {
    void this.check();
  }

  state(): ClusterState {
    const { definition } = this.options.connection;
    return {
      name: definition.name,
      title: definition.title,
      source: definition.source,
      labels: definition.labels,
      owner: definition.owner,
      server: definition.server.host,
      identity: definition.identity,
      connection: this.connectionState,
      version: this.version,
      latencies: this.latencies,
      asOf: this.asOf,
      apiGroups: this.found?.groups ?? [],
    };
  }

  /** What the cluster serves, as last found; undefined until it was reached once. */
  get catalog(): ApiCatalog | undefined {
    return this.found;
  }

  /** Why the cluster does not answer, or undefined where it does. */
  get unreachableReason(): string | undefined {
    return this.connectionState.state === 'unreachable' ? this.connectionState.reason : undefined;
  }

  /** Calls back after every change of the state or the catalog, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls back when the cluster serves other types than before, until the returned function is called. */
  onCatalogChange(listener: () => void): () => void {
    this.catalogListeners.add(listener);
    return () => this.catalogListeners.delete(listener);
  }

  /**
   * What the cluster serves: at once where it is known, else asked for now.
   * @throws where the cluster cannot be reached
   */
  async ensureCatalog(): Promise<ApiCatalog> {
    return this.found ?? this.rediscover();
  }

  /** Asks the cluster again what it serves. Calls at the same time share one answer. */
  rediscover(): Promise<ApiCatalog> {
    this.discovering ??= this.discover().finally(() => {
      this.discovering = undefined;
    });
    return this.discovering;
  }

  /** The catalog, not older than this. */
  async newerCatalog(maxAgeMs: number): Promise<ApiCatalog> {
    const isYoung = this.options.clock.now() - this.discoveredAt < maxAgeMs;
    return isYoung ? this.ensureCatalog() : this.rediscover();
  }

  close(): void {
    this.controller.abort();
    this.cancelTimer();
    this.listeners.clear();
    this.catalogListeners.clear();
  }

  private async discover(): Promise<ApiCatalog> {
    this.discoveredAt = this.options.clock.now();
    const catalog = await this.discovery.refresh();
    const changed = catalog !== this.found;
    this.found = catalog;
    if (changed) {
      this.notify();
      for (const listener of this.catalogListeners) listener();
    }
    return catalog;
  }

  private async check(): Promise<void> {
    const { clock, connection, logger } = this.options;
    const startedAt = clock.now();
    try {
      await this.askVersion();
      this.reached(clock.now() - startedAt);
    } catch (error) {
      if (!this.controller.signal.aborted) this.lost(networkReason(error));
    }
    if (this.controller.signal.aborted) return;
    if (this.failures === 0 && clock.now() - this.discoveredAt >= DISCOVER_EVERY_MS) {
      await this.rediscover().catch(error => {
        const name = connection.definition.name;
        logger.warn(`Cluster ${name}: discovery failed: ${networkReason(error)}`);
        // Without a catalog there is nothing to show; try with the next check.
        if (!this.found) this.discoveredAt = -Infinity;
      });
    }
    this.schedule();
  }

  private async askVersion(): Promise<void> {
    const response = await this.options.connection.request({
      path: '/version',
      query: {},
      signal: AbortSignal.any([this.controller.signal, AbortSignal.timeout(CHECK_TIMEOUT_MS)]),
    });
    const text = await readBody(response, MAX_VERSION_BODY);
    if (response.status === 401)
      throw new UnhealthyError("it does not accept the portal's credential");
    if (response.status >= 500) throw new UnhealthyError(`it answers ${response.status}`);
    // A server may keep its version from us (403); it is there all the same.
    if (response.status !== 200) return;
    this.version = readVersion(text) ?? this.version;
  }

  private reached(latency: number): void {
    const now = this.options.clock.now();
    this.failures = 0;
    this.latencies = [...this.latencies, latency].slice(-LATENCIES);
    this.asOf = now;
    if (this.connectionState.state !== 'ready') {
      this.connectionState = { state: 'ready', since: now };
      this.options.logger.info(`Cluster ${this.options.connection.definition.name} is reached`);
    }
    this.notify();
  }

  private lost(reason: string): void {
    const { clock, random, logger, connection } = this.options;
    this.failures++;
    const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.failures - 1));
    const nextRetryAt = clock.now() + ceiling / 2 + (random() * ceiling) / 2;
    const known = this.connectionState;
    const since = known.state === 'unreachable' ? known.since : clock.now();
    if (known.state !== 'unreachable' || known.reason !== reason)
      logger.warn(`Cluster ${connection.definition.name} cannot be reached: ${reason}`);
    this.connectionState = { state: 'unreachable', reason, since, nextRetryAt };
    this.notify();
  }

  private schedule(): void {
    const { clock, random } = this.options;
    const state = this.connectionState;
    const delay =
      state.state === 'unreachable'
        ? state.nextRetryAt - clock.now()
        : CHECK_EVERY_MS * (0.9 + 0.2 * random());
    this.cancelTimer = clock.after(Math.max(0, delay), () => void this.check());
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

function readVersion(text: string): string | undefined {
  try {
    const parsed = versionSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.gitVersion : undefined;
  } catch {
    return undefined;
  }
}
