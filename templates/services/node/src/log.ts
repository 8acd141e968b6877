import { trace } from '@opentelemetry/api';
import { isLogged, type LogLevel } from './settings.ts';

export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

/** Logs as JSON, a line for each, with the trace that it belongs to. */
export function createLog(
  least: LogLevel,
  write: (line: string) => void = line => process.stdout.write(line),
): Log {
  return (level, message, fields = {}) => {
    if (!isLogged(level, least)) return;
    const span = trace.getActiveSpan()?.spanContext();
    const ids = span ? { trace_id: span.traceId, span_id: span.spanId } : {};
    const time = new Date().toISOString();
    write(`${JSON.stringify({ time, level, message, ...ids, ...fields })}\n`);
  };
}
