package service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceTest {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Service service;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Settings settings = Settings.read(Map.of("PORT", "0", "LOG_LEVEL", "debug"));
    service = new Service(settings, new Log(settings.logLevel(), lines::add), Tracing.start(settings).telemetry());
    port = service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return ask(port, "GET", path);
  }

  private HttpResponse<String> ask(int at, String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void saysWhoItIs() throws Exception {
    assertEquals(200, ask("/").statusCode());
    assertTrue(ask("/").body().contains("\"service\":\"${{ values.name }}\""));
  }

  @Test
  void isWellAndReadyUntilItStops() throws Exception {
    assertEquals(200, ask("/healthz").statusCode());
    assertEquals(200, ask("/readyz").statusCode());
    service.refuse();
    assertEquals(503, ask("/readyz").statusCode());
  }

  @Test
  void countsRequestsByRouteAndMadeUpPathsAsOne() throws Exception {
    ask("/");
    assertEquals(404, ask("/made-up-1").statusCode());
    ask("/made-up-2");
    String metrics = ask("/metrics").body();
    assertTrue(metrics.contains("http_requests_total{method=\"GET\",route=\"/\",status=\"200\"} 1.0"), metrics);
    assertTrue(metrics.contains("http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 2.0"));
    assertTrue(metrics.contains("http_request_duration_seconds_bucket"));
    assertFalse(metrics.contains("made-up"));
  }

  @Test
  void takesNoOtherMethods() throws Exception {
    assertEquals(405, ask(port, "POST", "/").statusCode());
  }

  @Test
  void logsALineOfJsonForEachRequest() throws Exception {
    ask("/");
    ask("/healthz");
    assertTrue(lines.get(0).contains("\"level\":\"info\"") && lines.get(0).contains("\"path\":\"/\""));
    assertTrue(lines.get(1).contains("\"level\":\"debug\""));
  }

  @Test
  void refusesSettingsByName() {
    for (Map<String, String> env : List.of(Map.of("PORT", "http"), Map.of("LOG_LEVEL", "loud"))) {
      String name = env.keySet().iterator().next();
      Exception error = assertThrows(IllegalArgumentException.class, () -> Settings.read(env));
      assertTrue(error.getMessage().contains(name));
    }
  }

  @Test
  void sendsItsTracesAndEndsByItselfWhenToldTo() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.add(exchange.getRequestURI() + " " + new String(body, StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    String java = System.getProperty("java.home") + "/bin/java";
    ProcessBuilder builder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "service.Main");
    builder.environment().put("PORT", "0");
    builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.getAddress().getPort());
    Process process = builder.start();
    StringBuilder output = new StringBuilder();
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      Matcher listening = Pattern.compile("\"Listening\",\"port\":(\\d+)").matcher("");
      while (!listening.reset(output).find()) output.append(reader.readLine()).append('\n');
      ask(Integer.parseInt(listening.group(1)), "GET", "/");
      process.toHandle().destroy(); // the process itself would close its output too
      reader.lines().forEach(line -> output.append(line).append('\n'));
    }
    process.waitFor();
    collector.stop(0);
    assertTrue(output.indexOf("Stopped") > 0, output::toString);
    assertTrue(Pattern.compile("\"Answered\",\"trace_id\":\"[0-9a-f]{32}\"").matcher(output).find(), output::toString);
    assertTrue(received.get(0).startsWith("/v1/traces ") && received.get(0).contains("service.name"));
  }
}
