import { createHash } from 'node:crypto';
import { readBody } from '../clusters/readBody';
import type { ApiTransport } from '../reflector/ApiTransport';
import { ApiCatalog } from './ApiCatalog';
import {
  DISCOVERY_ACCEPT,
  parseAggregatedDiscovery,
  type DiscoveredKinds,
} from './aggregatedDiscovery';
import { legacyDiscovery } from './legacyDiscovery';

const MAX_DOCUMENT = 64 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** Finds what one API server serves, again and again at little cost. */
export class Discovery {
  /** Digest of the aggregated documents that `catalog` was made from. */
  private digest: string | undefined;
  private catalog: ApiCatalog | undefined;

  constructor(
    private readonly transport: ApiTransport,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Asks the server. The same catalog comes back while nothing has changed.
   * @throws where the server cannot be reached, or does not say what it serves
   */
  async refresh(): Promise<ApiCatalog> {
    const [core, groups] = await Promise.all([this.read('/api'), this.read('/apis')]);
    const digest = createHash('sha256').update(core).update('\0').update(groups).digest('hex');
    if (this.catalog && digest === this.digest) return this.catalog;
    const documents = { core: parse(core), groups: parse(groups) };
    const aggregated = joined(
      parseAggregatedDiscovery(documents.core),
      parseAggregatedDiscovery(documents.groups),
    );
    const found =
      aggregated ?? (await legacyDiscovery(documents, async path => parse(await this.read(path))));
    if (found.kinds.length === 0) throw new Error('the API server names no resource types');
    // The legacy documents name versions only: an equal digest would hide a new type of a known version.
    this.digest = aggregated ? digest : undefined;
    this.catalog = new ApiCatalog(found.kinds, found.stale);
    return this.catalog;
  }

  private async read(path: string): Promise<string> {
    const response = await this.transport.request({
      path,
      query: {},
      accept: DISCOVERY_ACCEPT,
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await readBody(response, MAX_DOCUMENT);
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return text;
  }
}

function parse(text: string): unknown {
  return JSON.parse(text);
}

function joined(
  first: DiscoveredKinds | undefined,
  second: DiscoveredKinds | undefined,
): DiscoveredKinds | undefined {
  if (!first || !second) return undefined;
  return {
    kinds: [...first.kinds, ...second.kinds],
    stale: [...first.stale, ...second.stale],
  };
}
