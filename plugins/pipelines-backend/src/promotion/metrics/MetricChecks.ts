import { InputError, isError } from '@backstage/errors';
import type { Viewer } from '@kubemate/kube-node';
import type { PhraseValues } from '@kubemate/operations-common';
import { say } from '@kubemate/plugin-pipelines-common';
import type { MetricCheck, PhraseCode } from '@kubemate/plugin-pipelines-common';
import type { WorkloadKind } from '../environments/workloads';
import type { MetricConfig } from './readMetrics';

/** Whose metrics are asked for. */
export interface MetricPlace {
  readonly cluster: string;
  readonly namespace: string;
  /** The Deployment, StatefulSet or DaemonSet whose pods count. */
  readonly kind?: WorkloadKind;
  readonly name: string;
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
  async judge(name: string, place: MetricPlace, viewer: Viewer): Promise<MetricCheck> {
    const metric = this.#metrics.find(each => each.name === name);
    const told = { metric: name, title: metric?.title ?? name, workload: place.name };
    if (metric === undefined)
      return unknown(told, {
        ...{ why: 'refused', detail: `There is no metric ${name} in the configuration` },
      });
    const { max, min } = metric;
    const limits = { ...told, ...{ max, min } };
    try {
      const source = metric.pods === undefined ? this.#prometheus : this.#pods;
      const value = await source.value(metric, place, viewer);
      return value === undefined || !Number.isFinite(value)
        ? unknown(limits, { why: 'no-data' })
        : measured({ ...limits, value });
    } catch (error) {
      if (!isError(error)) throw error;
      const why = error.name === 'ServiceUnavailableError' ? 'unreachable' : 'refused';
      return unknown(limits, { why, detail: error.message });
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#prometheus.close(), this.#pods.close()]);
  }
}

type Told = Pick<MetricCheck, 'metric' | 'title' | 'workload' | 'max' | 'min'>;

function measured(told: Told & { readonly value: number }): MetricCheck {
  const { title, workload, value, max, min } = told;
  const values = { title, workload, value: Number(value.toPrecision(4)) };
  if (max !== undefined && value > max)
    return {
      ...told,
      state: 'failed',
      why: 'too-high',
      ...phrased('metricHigh', { ...values, max }),
    };
  if (min !== undefined && value < min)
    return {
      ...told,
      state: 'failed',
      why: 'too-low',
      ...phrased('metricLow', { ...values, min }),
    };
  return { ...told, state: 'passed', why: 'well', ...phrased('metricWell', values) };
}

function unknown(told: Told, { why, detail }: Pick<MetricCheck, 'why' | 'detail'>): MetricCheck {
  const { title, workload } = told;
  const phrase =
    detail === undefined
      ? phrased('metricNoData', { title, workload })
      : phrased('metricUnknown', { title, reason: detail });
  return {
    ...{ ...told, state: 'unknown', why, ...phrase },
    ...(detail === undefined ? {} : { detail }),
  };
}

function phrased(code: PhraseCode, values: PhraseValues) {
  const said = say(code, values);
  return { message: said.text, said };
}
