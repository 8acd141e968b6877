package service;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Logs as JSON, a line for each, with the trace that it belongs to. */
record Log(String least, Consumer<String> out) {
  void write(String level, String message, Map<String, ?> fields) {
    if (Settings.LEVELS.indexOf(level) < Settings.LEVELS.indexOf(least)) return;
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("time", Instant.now().toString());
    entry.put("level", level);
    entry.put("message", message);
    SpanContext span = Span.current().getSpanContext();
    if (span.isValid()) {
      entry.put("trace_id", span.getTraceId());
      entry.put("span_id", span.getSpanId());
    }
    entry.putAll(fields);
    out.accept(Json.write(entry));
  }
}
