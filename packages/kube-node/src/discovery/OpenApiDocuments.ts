import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import type { Viewer } from '../KubeService';
import type { ClusterGateway } from '../gateway/ClusterGateway';
import { openApiName } from '../gateway/resourceTarget';

/** The core group's document is a megabyte of JSON, and some ten of memory; most others are a tenth of that. */
const MAX_DOCUMENTS = 24;

const indexSchema = z.object({
  paths: z.record(z.string(), z.object({ serverRelativeURL: z.string() })),
});

/** The OpenAPI v3 documents of one cluster, kept by the hash that the server gives each. */
export class OpenApiDocuments {
  /** Map order is the order of use. */
  private readonly documents = new Map<string, Promise<unknown>>();

  constructor(private readonly gateway: ClusterGateway) {}

  /**
   * The index is asked for each time and as the viewer: it says which hash is the current one, and whether they may.
   * @throws NotFoundError where the cluster does not serve this group and version
   */
  async document(groupVersion: string, viewer: Viewer): Promise<unknown> {
    const name = openApiName(groupVersion);
    const index = indexSchema.safeParse(
      await this.gateway.json({ target: { openApi: '' } }, viewer),
    );
    const entry =
      index.success && Object.hasOwn(index.data.paths, name) ? index.data.paths[name] : undefined;
    if (entry === undefined)
      throw new NotFoundError(
        `cluster ${this.gateway.cluster} has no OpenAPI document of ${groupVersion}`,
      );
    const hash = new URL(entry.serverRelativeURL, 'http://cluster').searchParams.get('hash');
    const read = () => this.gateway.json({ target: { openApi: groupVersion } }, viewer);
    return hash === null ? read() : this.kept(`${name} ${hash}`, read);
  }

  private kept(key: string, read: () => Promise<unknown>): Promise<unknown> {
    const known = this.documents.get(key);
    this.documents.delete(key);
    const document = known ?? read();
    this.documents.set(key, document);
    if (known === undefined)
      document.catch(() => {
        if (this.documents.get(key) === document) this.documents.delete(key);
      });
    const [oldest] = this.documents.keys();
    if (this.documents.size > MAX_DOCUMENTS && oldest !== undefined) this.documents.delete(oldest);
    return document;
  }
}
