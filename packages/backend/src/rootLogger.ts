import { createConfigSecretEnumerator } from '@backstage/backend-defaults/rootConfig';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { loadConfigSchema } from '@backstage/config-loader';
import type { ConfigSchema } from '@backstage/config-loader';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Made beside the bundle by `scripts/configSchema.mjs`: where the sources run unbundled, it is not there. */
// eslint-disable-next-line no-restricted-syntax
const BUILT_SCHEMA = path.join(__dirname, 'configSchema.json');

/** Backstage's logger. What of the configuration is secret is known by the schema that was built with the server (ADR 0016). */
export const rootLogger = createServiceFactory({
  service: coreServices.rootLogger,
  deps: { config: coreServices.rootConfig },
  factory: ({ config }) => createRootLogger(config, BUILT_SCHEMA),
});

/**
 * @param schemaFile - a serialized schema; where there is none it is compiled from the packages' `config.d.ts`, as Backstage does it
 * @throws Error where the overrides of log levels are not as Backstage documents them
 * @internal
 */
export async function createRootLogger(
  config: RootConfigService,
  schemaFile: string,
): Promise<WinstonLogger> {
  const logger = WinstonLogger.create({
    meta: { service: 'backstage', ...config.getOptionalConfig('backend.logger.meta')?.get() },
    level: config.getOptionalString('backend.logger.level'),
  });
  const schema = await readSchema(schemaFile);
  const secretsOf = await createConfigSecretEnumerator({ logger, schema });
  const apply = () => {
    logger.addRedactions(secretsOf(config));
    logger.setLevelOverrides(levelOverrides(config));
  };
  apply();
  config.subscribe?.(apply);
  return logger;
}

async function readSchema(file: string): Promise<ConfigSchema | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return loadConfigSchema({ serialized: JSON.parse(text) });
}

const primitive = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const overridesSchema = z.array(
  z.strictObject({
    level: z.enum(['error', 'warn', 'info', 'debug']),
    matchers: z.record(z.string(), z.union([primitive, z.array(primitive)])),
  }),
);

function levelOverrides(config: Config): z.infer<typeof overridesSchema> {
  const overrides = config.getOptional('backend.logger.overrides') ?? [];
  const { data, error } = overridesSchema.safeParse(overrides);
  if (error)
    throw new Error(`Invalid config at backend.logger.overrides: ${z.prettifyError(error)}`);
  return data;
}
