const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof LEVELS)[number];

export interface Settings {
  readonly name: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** Where traces go; undefined where none are made. */
  readonly tracesTo: string | undefined;
}

/** Reads the environment once; what cannot be meant ends the start with a message that names it. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const port = Number(env.PORT || 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is no port: ${env.PORT}`);
  const logLevel = LEVELS.find(level => level === (env.LOG_LEVEL || 'info'));
  if (logLevel === undefined)
    throw new Error(`LOG_LEVEL is none of ${LEVELS.join(', ')}: ${env.LOG_LEVEL}`);
  return {
    name: env.OTEL_SERVICE_NAME || '${{ values.name }}',
    port,
    logLevel,
    tracesTo: env.OTEL_EXPORTER_OTLP_ENDPOINT || undefined,
  };
}

export function isLogged(level: LogLevel, least: LogLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}
