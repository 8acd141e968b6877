import type { Series } from './FakePrometheus';

/** Gauges by OTLP, which a Prometheus with `--web.enable-otlp-receiver` takes: https://opentelemetry.io/docs/specs/otlp/#otlphttp. Until each can be asked for. */
export async function tellPrometheus(url: string, series: readonly Series[]): Promise<void> {
  const timeUnixNano = `${Date.now()}000000`;
  const metrics = series.map(({ name, labels, value }) => ({
    name,
    gauge: {
      dataPoints: [
        {
          ...{ timeUnixNano, asDouble: Number.isNaN(value) ? 'NaN' : value },
          attributes: Object.entries(labels).map(([key, stringValue]) => ({
            key,
            value: { stringValue },
          })),
        },
      ],
    },
  }));
  const body = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
  const headers = { 'content-type': 'application/json' };
  const told = await globalThis.fetch(`${url}/api/v1/otlp/v1/metrics`, {
    method: 'POST',
    headers,
    body,
  });
  if (!told.ok) throw new Error(`Prometheus answered ${told.status}: ${await told.text()}`);
  for (const { name, labels } of series) {
    const matchers = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const query = encodeURIComponent(`${name}{${matchers.join(',')}}`);
    for (;;) {
      const answer = await globalThis.fetch(`${url}/api/v1/query?query=${query}`);
      if ((await answer.text()).includes('"value"')) break;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
