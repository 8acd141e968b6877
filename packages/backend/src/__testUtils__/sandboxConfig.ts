import type { JsonObject } from '@backstage/types';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.resolve(__dirname, '../../../..');

/** app-config.yaml, with its state in a folder, and a copy of the software templates there. */
export function sandboxConfig({
  folder,
  port,
  databases,
  integrations = {},
  gitRepositories = [],
}: {
  readonly folder: string;
  readonly port: number;
  /** In memory where absent. */
  readonly databases?: string;
  readonly integrations?: object;
  readonly gitRepositories?: readonly object[];
}): { auth: JsonObject; kubemate: JsonObject } & JsonObject {
  cpSync(path.join(root, 'templates'), path.join(folder, 'templates'), { recursive: true });
  const config = parse(readFileSync(path.join(root, 'app-config.yaml'), 'utf8'));
  return {
    ...config,
    app: { ...config.app, packageName: '@kubemate/kube-common' },
    backend: {
      ...config.backend,
      baseUrl: `http://localhost:${port}`,
      listen: { host: '127.0.0.1', port },
      database: {
        client: 'better-sqlite3',
        connection: databases === undefined ? ':memory:' : { directory: databases },
      },
      workingDirectory: folder,
    },
    catalog: {
      ...config.catalog,
      processingInterval: { seconds: 5 },
      locations: config.catalog.locations.map(
        ({ target, ...location }: Record<string, string>) => ({
          ...location,
          target: path.resolve(
            String(target).startsWith('./templates/') ? folder : root,
            String(target),
          ),
        }),
      ),
    },
    integrations: { ...config.integrations, ...integrations },
    kubemate: {
      ...config.kubemate,
      pipelines: { ...config.kubemate.pipelines, gitRepositories },
      sandbox: { ...config.kubemate.sandbox, jenkins: undefined, registry: undefined },
      repositories: { folder: path.join(folder, 'repositories') },
      objects: { driver: 'file', folder: path.join(folder, 'objects') },
      exec: { recordings: { directory: path.join(folder, 'recordings') } },
    },
  };
}
