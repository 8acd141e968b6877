import { DECISION_MS } from '../access/DecisionCache';
import type { Cluster } from '../clusters/Cluster';
import type { Clock } from '../reflector/Clock';
import type { ResolvedRows } from './ResolvedRows';

const RETRY_PENDING_MS = 1_000;

interface RightsWatchOptions {
  readonly clock: Clock;
  readonly clusters: readonly Cluster[];
  /** What the view was opened with. */
  readonly opened: ResolvedRows;
  /** Opens it again, as of now. */
  readonly reopen: () => Promise<ResolvedRows>;
  /** Called once, when what the view was opened with no longer holds. */
  readonly onStale: () => void;
}

/** Asks again what a viewer may see: every 30 s, when a cluster's RBAC or its types change, and soon while a cluster has not answered. */
export class RightsWatch {
  private readonly stops: (() => void)[];
  private cancelTimer = () => {};
  private state: 'idle' | 'checking' | 'again' | 'stopped' = 'idle';

  constructor(private readonly options: RightsWatchOptions) {
    this.stops = options.clusters.flatMap(cluster => [
      cluster.onAccessChange(() => this.check()),
      cluster.monitor.onCatalogChange(() => this.check()),
    ]);
    this.schedule(options.opened.pending);
  }

  stop(): void {
    this.state = 'stopped';
    this.cancelTimer();
    for (const stop of this.stops.splice(0)) stop();
  }

  private check(): void {
    if (this.state === 'checking') this.state = 'again';
    if (this.state !== 'idle') return;
    this.state = 'checking';
    this.cancelTimer();
    void this.compare();
  }

  private async compare(): Promise<void> {
    const { opened, reopen, onStale } = this.options;
    // What cannot be opened again may not be shown any longer, either.
    const now = await reopen().catch(() => undefined);
    now?.release();
    if (this.isStopped) return;
    if (now?.fingerprint !== opened.fingerprint) {
      this.stop();
      onStale();
      return;
    }
    const again = this.isAskedAgain;
    this.state = 'idle';
    if (again) this.check();
    else this.schedule(now.pending);
  }

  private get isStopped(): boolean {
    return this.state === 'stopped';
  }

  private get isAskedAgain(): boolean {
    return this.state === 'again';
  }

  private schedule(pending: boolean): void {
    this.cancelTimer();
    this.cancelTimer = this.options.clock.after(pending ? RETRY_PENDING_MS : DECISION_MS, () =>
      this.check(),
    );
  }
}
