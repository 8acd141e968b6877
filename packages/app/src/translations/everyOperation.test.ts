import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PLUGINS = resolve(__dirname, '../../../../plugins');

/** The operations of all plugins, read from their contracts, so that one of a new plugin cannot be forgotten. */
const operations = readdirSync(PLUGINS)
  .filter(name => name.endsWith('-common'))
  .flatMap(name => {
    const source = join(PLUGINS, name, 'src');
    return readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap(file => [
        ...readFileSync(join(source, file), 'utf8').matchAll(
          /operationContract\(\{\s*(?:\.\.\.\w+,\s*)?name: '([a-z.-]+)'/g,
        ),
      ])
      .map(([, operation]) => operation);
  });

it('finds the operations of the plugins', () => {
  expect(operations).toEqual(
    expect.arrayContaining([
      'clusters.scale-workload',
      'tenants.create-tenant',
      'pipelines.start-run',
    ]),
  );
});

it('says in the audit trail what each operation does, in 简体中文', () => {
  const { default: words }: { default: Readonly<Record<string, string>> } = jest.requireActual(
    join(PLUGINS, 'audit/src/translations/zh.ts'),
  );
  expect(operations.filter(operation => words[`deed.${operation}`] === undefined)).toEqual([]);
});
