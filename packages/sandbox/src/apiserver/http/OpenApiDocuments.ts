import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { publishedOpenApiBytes, publishedOpenApiPaths } from '../publishedDocuments';
import type { ResourceRegistry } from '../ResourceRegistry';
import { customDocument } from './customOpenApi';

interface OpenApiDocument {
  readonly gzipped: Buffer;
  readonly hash: string;
}

const published = new Map<string, OpenApiDocument>();

function document(gzipped: Buffer): OpenApiDocument {
  return { gzipped, hash: createHash('sha512').update(gzipped).digest('hex').toUpperCase() };
}

function publishedDocument(path: string): OpenApiDocument | undefined {
  const known = published.get(path);
  if (known !== undefined) return known;
  const bytes = publishedOpenApiPaths().includes(path) ? publishedOpenApiBytes(path) : undefined;
  if (bytes === undefined) return undefined;
  const created = document(bytes);
  published.set(path, created);
  return created;
}

/** `/openapi/v3`: the published documents of built-in groups, generated ones of CRDs. */
export class OpenApiDocuments {
  private readonly custom = new Map<string, OpenApiDocument>();

  constructor(private readonly registry: ResourceRegistry) {
    registry.onChange(() => this.custom.clear());
  }

  paths(): string[] {
    const custom = [...this.registry.all()].filter(type => type.custom !== undefined);
    const groups = custom.flatMap(type => [`apis/${type.group}/${type.version}`]);
    return [...new Set([...publishedOpenApiPaths(), ...groups])].sort();
  }

  index() {
    const entries = this.paths().map(path => [
      path,
      { serverRelativeURL: `/openapi/v3/${path}?hash=${this.document(path)?.hash}` },
    ]);
    return { paths: Object.fromEntries(entries) };
  }

  document(path: string): OpenApiDocument | undefined {
    return publishedDocument(path) ?? this.custom.get(path) ?? this.generate(path);
  }

  private generate(path: string): OpenApiDocument | undefined {
    const [root, group, version, ...rest] = path.split('/');
    if (root !== 'apis' || rest.length > 0) return undefined;
    const types = [...this.registry.all()].filter(
      type => type.custom !== undefined && type.group === group && type.version === version,
    );
    if (types.length === 0) return undefined;
    const created = document(gzipSync(JSON.stringify(customDocument(types))));
    this.custom.set(path, created);
    return created;
  }
}
