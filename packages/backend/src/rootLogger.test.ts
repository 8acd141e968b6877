import { mockServices } from '@backstage/backend-test-utils';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRootLogger } from './rootLogger';

jest.setTimeout(120_000);

const root = path.resolve(__dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'kubemate-schema-'));
const schemaFile = path.join(folder, 'configSchema.json');
beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, 'scripts/configSchema.mjs'), schemaFile]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = {
  backend: { auth: { keys: [{ secret: 'key-of-backstage' }] } },
  kubemate: {
    objects: {
      driver: 's3',
      bucket: 'bucket-of-ours',
      credentials: { accessKeyId: 'id-of-ours', secretAccessKey: 'key-of-ours' },
    },
  },
};

const start = (config: object) =>
  createRootLogger(mockServices.rootConfig({ data: config as typeof data }), schemaFile);

/** What a logger with this configuration writes; winston writes to what is below the console. */
async function written(config: object, log: (logger: Awaited<ReturnType<typeof start>>) => void) {
  const { _stdout: stdout } = console as unknown as { _stdout: NodeJS.WriteStream };
  const write = jest.spyOn(stdout, 'write').mockImplementation(() => true);
  try {
    const logger = await start(config);
    write.mockClear();
    log(logger);
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

it('hides what the packages’ config.d.ts call secret, Backstage’s and ours, by the schema that was built', async () => {
  const text = await written(data, logger =>
    logger.info('key-of-backstage, key-of-ours, bucket-of-ours'),
  );
  expect(text).toContain('***, ***, bucket-of-ours');
});

it('hides them also from the loggers of the plugins, and in their fields', async () => {
  const text = await written(data, logger =>
    logger.child({ plugin: 'catalog' }).warn('of a plugin', { given: 'key-of-ours' }),
  );
  expect(text).toContain('of a plugin');
  expect(text).not.toContain('key-of-ours');
});

it('keeps to the levels of the configuration', async () => {
  const overrides = [{ level: 'error', matchers: { plugin: 'catalog' } }];
  const text = await written({ backend: { logger: { overrides } } }, logger => {
    logger.child({ plugin: 'catalog' }).warn('too low');
    logger.child({ plugin: 'clusters' }).warn('high enough');
  });
  expect(text).toContain('high enough');
  expect(text).not.toContain('too low');
});

it('names the override that is not as documented', async () => {
  const overrides = [{ level: 'loud', matchers: { plugin: 'catalog' } }];
  const config = { backend: { logger: { overrides } } };
  await expect(written(config, () => {})).rejects.toThrow(
    /backend\.logger\.overrides[^]*\[0\]\.level/,
  );
});
