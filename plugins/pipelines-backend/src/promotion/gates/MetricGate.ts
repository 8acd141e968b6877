import type { Clock, Viewer } from '@kubemate/kube-node';
import { say } from '@kubemate/plugin-pipelines-common';
import type { Gate, MetricCheck, WorkloadRef } from '@kubemate/plugin-pipelines-common';
import type { Environment, MetricRule } from '../environments/Environment';
import type { Found, Gap } from '../environments/EnvironmentReader';
import type { MetricChecks } from '../metrics/MetricChecks';

type MetricsGate = Extract<Gate, { kind: 'metrics' }>;

/** Boards are looked at by many, and a metric changes no faster. */
const KEEP_MS = 10_000;
const MAX_KEPT = 1000;

/** A workload, and the environment that it is in. */
export interface MeasuredPlace {
  /** As people call it. */
  readonly environment: string;
  /** Absent where there is none, or more than one. */
  readonly workload?: WorkloadRef;
}

/** Lets through what does well by the metrics that an environment names. */
export class MetricGate {
  readonly #metrics: MetricChecks;
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly at: number; readonly check: Promise<MetricCheck> }>();

  constructor({ metrics, clock }: { metrics: MetricChecks; clock: Clock }) {
    this.#metrics = metrics;
    this.#clock = clock;
  }

  async ask(
    rules: readonly MetricRule[],
    options: {
      readonly source: MeasuredPlace;
      readonly target: MeasuredPlace;
      readonly viewer: Viewer;
      readonly clearedBy: Gate['clearedBy'];
    },
  ): Promise<MetricsGate> {
    const { viewer, clearedBy } = options;
    const checks = await Promise.all(
      rules.map(async rule => {
        const { environment, workload } = options[rule.of];
        const check = await this.#check(rule.metric, { workload, viewer });
        const isPassed = check.state === 'passed';
        const blocks = !isPassed && !(check.why === 'no-data' && rule.noData === 'pass');
        return { ...check, environment, blocks };
      }),
    );
    const state = checks.some(({ blocks }) => blocks)
      ? 'blocked'
      : checks.some(check => check.state === 'unknown')
        ? 'unknown'
        : 'passed';
    return { kind: 'metrics', state, checks, clearedBy };
  }

  #check(
    metric: string,
    { workload, viewer }: { workload?: WorkloadRef; viewer: Viewer },
  ): Promise<MetricCheck> {
    // Nothing runs there, so nothing is measured.
    const said = say('metricNoData', { title: metric, workload: '?' });
    if (workload === undefined)
      return Promise.resolve({
        ...{ metric, title: metric, workload: '', state: 'unknown', why: 'no-data' },
        ...{ message: said.text, said },
      });
    const { cluster, namespace, kind, name } = workload;
    // What a cluster measures is told to those who may read it there.
    const key = [metric, cluster, namespace, kind, name, viewer.userEntityRef].join(' ');
    const now = this.#clock.now();
    const kept = this.#kept.get(key);
    if (kept !== undefined && now - kept.at < KEEP_MS) return kept.check;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    const check = this.#metrics.judge(metric, workload, viewer);
    this.#kept.set(key, { at: now, check });
    return check;
  }
}

/** Of both ends of a promotion. */
export function placesOf(ends: {
  readonly from: Environment;
  readonly to: Environment;
  readonly source: Found | Gap;
  readonly target: Found | Gap;
}): { source: MeasuredPlace; target: MeasuredPlace } {
  const place = ({ title }: Environment, found: Found | Gap): MeasuredPlace => ({
    environment: title,
    workload: found.state === 'found' ? found.ref : undefined,
  });
  return { source: place(ends.from, ends.source), target: place(ends.to, ends.target) };
}
