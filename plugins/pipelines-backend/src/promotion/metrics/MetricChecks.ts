import { InputError, isError } from '@backstage/errors';
import type { Viewer } from '@kubemate/kube-node';
import type { MetricConfig } from './readMetrics';

/** Whose metrics are asked for. */
export interface MetricPlace {
  readonly cluster: string;
  readonly namespace: string;
  /** The Deployment whose pods count. */
  readonly name: string;
}

/** `unknown`: nothing is measured, or nobody answers; it lets nothing through. */
export interface MetricVerdict {
  readonly metric: string;
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'unknown';
  readonly value?: number;
  readonly max?: number;
  readonly min?: number;
  /** A sentence. */
  readonly message: string;
}

/** Where a metric's value comes from: undefined where nothing is measured there. */
export interface MetricSource {
  /** @throws ServiceUnavailableError where it does not answer */
  value(metric: MetricConfig, place: MetricPlace, viewer: Viewer): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Checks of the configuration, by name. */
export class MetricChecks {
  readonly #metrics: readonly MetricConfig[];
  readonly #prometheus: MetricSource;
  readonly #pods: MetricSource;

  constructor(options: {
    metrics: readonly MetricConfig[];
    prometheus: MetricSource;
    pods: MetricSource;
  }) {
    this.#metrics = options.metrics;
    this.#prometheus = options.prometheus;
    this.#pods = options.pods;
  }

  /** @throws InputError naming what is not configured */
  check(names: readonly string[]): void {
    const missing = names.find(name => !this.#metrics.some(each => each.name === name));
    if (missing !== undefined)
      throw new InputError(`There is no metric ${missing} in kubemate.pipelines.metrics`);
  }

  /** Never rejects because of a source: what it does not tell is not known, and the message says why. */
  async judge(name: string, place: MetricPlace, viewer: Viewer): Promise<MetricVerdict> {
    const metric = this.#metrics.find(each => each.name === name);
    if (metric === undefined)
      return {
        ...{ metric: name, title: name, state: 'unknown' },
        message: `There is no metric ${name} in the configuration.`,
      };
    const { title = name, max, min } = metric;
    const told = { metric: name, title, max, min };
    try {
      const source = metric.pods === undefined ? this.#prometheus : this.#pods;
      const value = await source.value(metric, place, viewer);
      if (value === undefined || !Number.isFinite(value))
        return {
          ...{ ...told, state: 'unknown' },
          message: `Nothing is measured of ${title} for ${place.name}.`,
        };
      const isHigh = max !== undefined && value > max;
      const isLow = min !== undefined && value < min;
      const shown = Number(value.toPrecision(4));
      const bound = isHigh ? `more than ${max}` : isLow ? `less than ${min}` : 'well';
      return {
        ...{ ...told, value },
        state: isHigh || isLow ? 'failed' : 'passed',
        message: `${title} of ${place.name} is ${shown}${isHigh || isLow ? `, ${bound}` : ''}.`,
      };
    } catch (error) {
      if (!isError(error)) throw error;
      return { ...told, state: 'unknown', message: `${title} is not known: ${error.message}` };
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#prometheus.close(), this.#pods.close()]);
  }
}
