package service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What it answers: begin with {@link #PAGES}. */
final class Service {
  private static final Map<String, Map<String, String>> PAGES =
      Map.of("/", Map.of("service", "${{ values.name }}", "message", "Hello"));
  private static final Set<String> PROBES = Set.of("/healthz", "/readyz", "/metrics");
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final int THREADS = 64;
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);

  private record Answer(String route, int status, String type, byte[] body) {}

  private final Log log;
  private final OpenTelemetry telemetry;
  private final Tracer tracer;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("http_requests_total")
          .help("Requests that were answered")
          .labelNames("method", "route", "status")
          .register(registry);
  private final Histogram durations =
      Histogram.builder()
          .name("http_request_duration_seconds")
          .help("How long answers took")
          .classicOnly()
          .labelNames("method", "route", "status")
          .register(registry);
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean ready;

  Service(Settings settings, Log log, OpenTelemetry telemetry) throws IOException {
    this.log = log;
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer(settings.name());
    JvmMetrics.builder().register(registry);
    server = HttpServer.create(new InetSocketAddress(settings.port()), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  int start() {
    server.start();
    ready = true;
    return server.getAddress().getPort();
  }

  /** From now on {@code /readyz} says that it stops. */
  void refuse() {
    ready = false;
  }

  /** Waits for the requests under way, then closes. The server's own delay is waited for even where nothing is under way. */
  void stop() {
    refuse();
    long until = System.nanoTime() + DRAIN.toNanos();
    while (underWay.get() > 0 && System.nanoTime() < until) LockSupport.parkNanos(POLL.toNanos());
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    underWay.incrementAndGet();
    try {
      respond(exchange);
    } finally {
      underWay.decrementAndGet();
    }
  }

  private void respond(HttpExchange exchange) throws IOException {
    long began = System.nanoTime();
    String path = exchange.getRequestURI().getPath();
    String method = READS.contains(exchange.getRequestMethod()) ? exchange.getRequestMethod() : "OTHER";
    Context parent =
        telemetry.getPropagators().getTextMapPropagator().extract(Context.current(), exchange, HEADERS);
    Answer answer = answer(method, path);
    Span span =
        tracer
            .spanBuilder(method + " " + answer.route())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", method)
            .setAttribute("http.route", answer.route())
            .setAttribute("http.response.status_code", (long) answer.status())
            .startSpan();
    try (Scope scope = span.makeCurrent();
        exchange) {
      if (answer.status() >= 500 && !answer.route().equals("/readyz")) span.setStatus(StatusCode.ERROR);
      String status = String.valueOf(answer.status());
      requests.labelValues(method, answer.route(), status).inc();
      durations.labelValues(method, answer.route(), status).observe((System.nanoTime() - began) / 1e9);
      log.write(
          PROBES.contains(path) ? "debug" : "info",
          "Answered",
          Map.of("method", exchange.getRequestMethod(), "path", path, "status", answer.status()));
      boolean isHead = method.equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), isHead ? -1 : answer.body().length);
      if (!isHead) exchange.getResponseBody().write(answer.body());
    } finally {
      span.end();
    }
  }

  private Answer answer(String method, String path) throws IOException {
    if (!PAGES.containsKey(path) && !PROBES.contains(path))
      return json("none", 404, Map.of("error", "There is nothing here"));
    if (!READS.contains(method)) return json(path, 405, Map.of("error", path + " is only read"));
    return switch (path) {
      case "/healthz" -> json(path, 200, Map.of("status", "ok"));
      case "/readyz" -> json(path, ready ? 200 : 503, Map.of("status", ready ? "ready" : "stopping"));
      case "/metrics" -> metrics(path);
      default -> json(path, 200, PAGES.get(path));
    };
  }

  private Answer metrics(String path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return new Answer(path, 200, PrometheusTextFormatWriter.CONTENT_TYPE, out.toByteArray());
  }

  private static Answer json(String route, int status, Map<String, String> body) {
    return new Answer(route, status, "application/json", Json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  private static final TextMapGetter<HttpExchange> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpExchange exchange) {
          return List.copyOf(exchange.getRequestHeaders().keySet());
        }

        @Override
        public String get(HttpExchange exchange, String key) {
          return exchange == null ? null : exchange.getRequestHeaders().getFirst(key);
        }
      };
}
