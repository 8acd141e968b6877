package service;

import java.util.List;
import java.util.Map;

/** The environment, read once. {@code tracesTo} is empty where no traces are made. */
record Settings(String name, int port, String logLevel, String tracesTo) {
  static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

  /** What cannot be meant ends the start with a message that names it. */
  static Settings read(Map<String, String> env) {
    String port = given(env, "PORT", "8080");
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535)
      throw new IllegalArgumentException("PORT is no port: " + port);
    String level = given(env, "LOG_LEVEL", "info");
    if (!LEVELS.contains(level))
      throw new IllegalArgumentException("LOG_LEVEL is none of " + LEVELS + ": " + level);
    return new Settings(
        given(env, "OTEL_SERVICE_NAME", "${{ values.name }}"),
        Integer.parseInt(port),
        level,
        given(env, "OTEL_EXPORTER_OTLP_ENDPOINT", ""));
  }

  private static String given(Map<String, String> env, String name, String otherwise) {
    String value = env.get(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
