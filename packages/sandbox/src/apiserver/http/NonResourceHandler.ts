import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Cluster } from '../Cluster';
import type { RequestUser } from '../writes/WriteRequest';
import type { OpenApiDocuments } from './OpenApiDocuments';
import type { IncomingRequest } from './Router';
import { jsonAnswer, send, type Answer } from './answer';
import { aggregatedGroups, groupDocument, groupList, resourceList } from './discovery';
import { aggregatedDiscovery } from './mediaType';

export interface VersionInfo {
  /** `v1.37.2` */
  readonly gitVersion: string;
}

const HEALTH = /^\/(healthz|readyz|livez)(\/.*)?$/;

/** Discovery, OpenAPI, version and health. */
export class NonResourceHandler {
  constructor(
    private readonly cluster: Cluster,
    private readonly parts: { version: VersionInfo; openApi: OpenApiDocuments },
  ) {}

  async handle(incoming: IncomingRequest, _user: RequestUser): Promise<void> {
    const { request, response, url } = incoming;
    const answer = this.answer(incoming, url) ?? {
      status: 404,
      contentType: 'text/plain; charset=utf-8',
      body: '404 page not found\n',
    };
    send(request, response, answer);
  }

  private answer({ request }: IncomingRequest, url: URL): Answer | undefined {
    const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
    if (HEALTH.test(path))
      return { status: 200, contentType: 'text/plain; charset=utf-8', body: 'ok' };
    if (path === '/version') return jsonAnswer(versionDocument(this.parts.version));
    if (path === '/') return jsonAnswer({ paths: this.paths() });
    if (path.startsWith('/openapi/')) return this.openApi(path, url, request.headers);
    const segments = path.split('/').slice(1);
    const [root, group = '', version] = segments;
    if ((root === 'api' || root === 'apis') && segments.length === 1) {
      const aggregated = aggregatedDiscovery(request.headers.accept);
      if (aggregated !== undefined) return this.aggregated(root, aggregated, request.headers);
    }
    if (root === 'api') return this.core(segments, request.headers.host ?? '');
    if (root !== 'apis') return undefined;
    if (segments.length === 1) return jsonAnswer(groupList(this.cluster.registry));
    const document =
      version === undefined
        ? groupDocument(this.cluster.registry, group)
        : resourceList(this.cluster.registry, group, version);
    return document === undefined ? undefined : jsonAnswer(document);
  }

  private core(segments: readonly string[], host: string): Answer | undefined {
    if (segments.length === 1)
      return jsonAnswer({
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
      });
    const list = resourceList(this.cluster.registry, '', segments[1] ?? '');
    return list === undefined ? undefined : jsonAnswer(list);
  }

  private aggregated(
    root: 'api' | 'apis',
    version: 'v2' | 'v2beta1',
    headers: { 'if-none-match'?: string | undefined },
  ): Answer {
    const body = JSON.stringify(aggregatedGroups(this.cluster.registry, root, version));
    const etag = `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`;
    const contentType = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
    const caching = { etag, vary: 'Accept', 'cache-control': 'public' };
    if (headers['if-none-match'] === etag)
      return { status: 304, contentType, body: '', headers: caching };
    return { status: 200, contentType, body, headers: caching };
  }

  private openApi(
    path: string,
    url: URL,
    headers: { 'if-none-match'?: string | undefined },
  ): Answer | undefined {
    const { openApi } = this.parts;
    if (path === '/openapi/v3')
      return { ...jsonAnswer(openApi.index()), contentType: 'text/plain; charset=utf-8' };
    const found = openApi.document(path.slice('/openapi/v3/'.length));
    if (found === undefined) return undefined;
    const etag = `"${found.hash}"`;
    const isPinned = url.searchParams.get('hash') === found.hash;
    const caching = {
      etag,
      'cache-control': isPinned ? 'public, immutable' : 'no-cache, private',
      vary: 'Accept',
    };
    const contentType = 'application/json';
    if (headers['if-none-match'] === etag)
      return { status: 304, contentType, body: '', headers: caching };
    return { status: 200, contentType, body: gunzipSync(found.gzipped), headers: caching };
  }

  private paths(): string[] {
    const openApi = this.parts.openApi.paths().map(path => `/${path}`);
    const roots = ['/healthz', '/livez', '/openapi/v3', '/openapi/v3/', '/readyz', '/version'];
    return [...new Set([...openApi, ...roots])].sort();
  }
}

function versionDocument({ gitVersion }: VersionInfo) {
  const [, major = '1', minor = '0'] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Math.max(0, Number(minor) - 1)),
    gitVersion,
    gitCommit: 'sandbox',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'go1.26.8',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
