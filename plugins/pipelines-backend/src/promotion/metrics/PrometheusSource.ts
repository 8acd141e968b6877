import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { Upstream } from '@kubemate/upstream-node';
import { z } from 'zod';
import type { MetricPlace, MetricSource } from './MetricChecks';
import type { MetricConfig } from './readMetrics';

const CONCURRENCY = 4;
const sample = z.tuple([z.number(), z.string()]);

/** `GET /api/v1/query`: https://prometheus.io/docs/prometheus/latest/querying/api/ */
const answerSchema = z.discriminatedUnion('status', [
  z.looseObject({ status: z.literal('error'), error: z.string().default('') }),
  z.looseObject({
    status: z.literal('success'),
    data: z.union([
      z.looseObject({ resultType: z.literal('scalar'), result: sample }),
      z.looseObject({
        resultType: z.literal('vector'),
        result: z.array(z.looseObject({ value: sample })),
      }),
      z.looseObject({ resultType: z.string() }),
    ]),
  }),
]);

/** Values by queries of Prometheus, or whatever serves its API. */
export class PrometheusSource implements MetricSource {
  readonly #upstreams = new Map<string, Upstream>();

  constructor({ metrics }: { metrics: readonly MetricConfig[] }) {
    for (const { prometheus } of metrics) {
      if (prometheus === undefined) continue;
      const { url, token } = prometheus;
      const key = keyOf(prometheus);
      if (this.#upstreams.has(key)) continue;
      const headers: Record<string, string> =
        token === undefined ? {} : { authorization: `Bearer ${token}` };
      const upstream = new Upstream({
        ...{ name: `Prometheus ${new URL(url).host}`, url, headers, concurrency: CONCURRENCY },
      });
      this.#upstreams.set(key, upstream);
    }
  }

  async value(
    { prometheus, query = '', window }: MetricConfig,
    place: MetricPlace,
  ): Promise<number | undefined> {
    const upstream = prometheus && this.#upstreams.get(keyOf(prometheus));
    if (upstream === undefined) throw new InputError('No Prometheus is configured for it');
    const { cluster, namespace, name: workload } = place;
    const values: Readonly<Record<string, string>> = { cluster, namespace, workload, window };
    const text = query.replace(/\{(cluster|namespace|workload|window)\}/g, (all, key: string) =>
      String(values[key] ?? all),
    );
    const answer = await upstream.send({ path: '/api/v1/query', query: { query: text } });
    const parsed = answerSchema.safeParse(jsonOf(answer.text));
    if (!parsed.success)
      throw new ServiceUnavailableError(`${upstream.name} answered ${answer.status}`);
    if (parsed.data.status === 'error')
      throw new InputError(
        `${upstream.name} refuses the query: ${parsed.data.error.slice(0, 300)}`,
      );
    const { data } = parsed.data;
    if (!('result' in data)) throw new InputError('The query answers no number');
    if (data.resultType === 'scalar') return Number(z.array(z.unknown()).parse(data.result)[1]);
    const series = z.array(z.looseObject({ value: sample })).parse(data.result);
    if (series.length > 1)
      throw new InputError(`The query answers ${series.length} series where it has to answer one`);
    const [first] = series;
    return first === undefined ? undefined : Number(first.value[1]);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#upstreams.values()].map(upstream => upstream.close()));
  }
}

function keyOf({ url, token = '' }: NonNullable<MetricConfig['prometheus']>): string {
  return `${url} ${token}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
