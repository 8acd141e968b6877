package service;

import java.io.IOException;
import java.util.Map;

/** Runs until it is told to stop, then ends what is under way. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    Settings settings = Settings.read(System.getenv());
    Log log = new Log(settings.logLevel(), System.out::println);
    Tracing tracing = Tracing.start(settings);
    Service service = new Service(settings, log, tracing.telemetry());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  log.write("info", "Stopping", Map.of());
                  service.stop();
                  tracing.stop().run();
                  log.write("info", "Stopped", Map.of());
                }));
    int port = service.start();
    log.write("info", "Listening", Map.of("port", port));
  }
}
