import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A JSON object whose fields are not known yet. */
export type JsonObject = Record<string, unknown>;

interface ApiResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
}

export interface PublishedDiscovery {
  /** Group names in the order a server lists them. */
  readonly groups: readonly string[];
  readonly resourceLists: readonly {
    readonly groupVersion: string;
    readonly resources: readonly ApiResource[];
  }[];
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** The package's folder: its sources and its bundle lie at different depths. */
const folder = join(dirname(require.resolve('@kubemate/sandbox/package.json')), 'openapi');

function read(name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(join(folder, `${name}.json.gz`))).toString('utf8'));
}

function once<Value>(name: string): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= read(name) as Value;
    return value;
  };
}

export const publishedDiscovery = once<PublishedDiscovery>('discovery');
export const publishedTableColumns =
  once<Record<string, readonly ColumnDefinition[]>>('table-columns');
export const publishedBootstrapRoles = once<readonly JsonObject[]>('bootstrap-roles');
/** CustomResourceDefinitions of Tekton Pipelines. */
export const publishedTektonTypes = once<readonly JsonObject[]>('tekton');

/** Path of an OpenAPI v3 document on the server (`apis/apps/v1`) → the gzip file's own bytes. */
export function publishedOpenApiBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(join(folder, 'v3', `${path.replaceAll('/', '__')}.json.gz`));
  } catch {
    return undefined;
  }
}

export function publishedOpenApiPaths(): readonly string[] {
  const lists = publishedDiscovery().resourceLists.map(list => list.groupVersion);
  const versions = lists.map(version => (version === 'v1' ? 'api/v1' : `apis/${version}`));
  const groups = publishedDiscovery().groups.map(group => `apis/${group}`);
  return ['api', 'apis', 'version', ...versions, ...groups].sort();
}
