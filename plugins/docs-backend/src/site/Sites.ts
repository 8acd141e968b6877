import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { Clock } from '@kubemate/kube-node';
import { LRUCache } from 'lru-cache';
import { docsSourceOf, type DocsSource } from '../source/docsSourceOf';
import type { DocsFiles } from '../source/DocsFiles';
import { readAddress } from '../source/readAddress';
import { readFolder } from '../source/readFolder';
import { Site } from './Site';

/** For how long a documentation is shown without asking its source whether it is still the same. */
const FRESH_MS = 15_000;
const MAX_BYTES = 64 * 2 ** 20;

/** A documentation as it was when its source was last asked. */
export interface ReadSite {
  readonly site: Site;
  readonly source: DocsSource;
  readonly asOf: number;
}

interface Kept extends ReadSite {
  readonly etag?: string;
}

/** Reads documentations and keeps those that were read last. Who may read an entity is decided before. */
export class Sites {
  readonly #options: {
    readonly reader: UrlReaderService;
    readonly integrations: ScmIntegrationRegistry;
    readonly clock: Clock;
  };
  readonly #kept = new LRUCache<string, Kept>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ site }) => Math.max(1, site.bytes),
  });
  readonly #reading = new Map<string, Promise<Kept>>();

  constructor(options: {
    reader: UrlReaderService;
    integrations: ScmIntegrationRegistry;
    clock: Clock;
  }) {
    this.#options = options;
  }

  /** @throws NotFoundError where the entity has no documentation, InputError where its annotation cannot be meant */
  async of(entity: Entity): Promise<ReadSite> {
    const source = docsSourceOf(entity, this.#options.integrations);
    const key = `${stringifyEntityRef(entity)} ${JSON.stringify(source)}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#options.clock.now() - kept.asOf < FRESH_MS) return kept;
    const reading = this.#reading.get(key) ?? this.#read(source, { entity, key, kept });
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(
    source: DocsSource,
    at: { entity: Entity; key: string; kept: Kept | undefined },
  ): Promise<Kept> {
    const { entity, key, kept } = at;
    try {
      const asOf = this.#options.clock.now();
      const read = await this.#filesOf(source, kept?.etag);
      const title = entity.metadata.title ?? entity.metadata.name;
      const next: Kept =
        read === undefined && kept !== undefined
          ? { ...kept, asOf }
          : { site: new Site(read?.files ?? new Map(), { title }), source, asOf, etag: read?.etag };
      this.#kept.set(key, next);
      return next;
    } finally {
      this.#reading.delete(key);
    }
  }

  /** Undefined where the place is as it was with that ETag. */
  async #filesOf(
    source: DocsSource,
    etag: string | undefined,
  ): Promise<{ files: DocsFiles; etag?: string } | undefined> {
    if (source.kind === 'folder') return { files: await readFolder(source.folder) };
    return readAddress(source.url, { reader: this.#options.reader, etag });
  }
}
