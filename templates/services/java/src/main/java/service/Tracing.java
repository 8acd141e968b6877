package service;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Traces by OTLP over HTTP, where the environment names a collector. */
record Tracing(OpenTelemetry telemetry, Runnable stop) {
  static Tracing start(Settings settings) {
    if (settings.tracesTo().isEmpty()) return new Tracing(OpenTelemetry.noop(), () -> {});
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(
                () ->
                    Map.of(
                        "otel.service.name", settings.name(),
                        "otel.exporter.otlp.protocol", "http/protobuf",
                        "otel.exporter.otlp.endpoint", settings.tracesTo(),
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none"))
            .build()
            .getOpenTelemetrySdk();
    return new Tracing(sdk, () -> sdk.shutdown().join(5, TimeUnit.SECONDS));
  }
}
