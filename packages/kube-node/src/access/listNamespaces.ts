import { NotAllowedError } from '@backstage/errors';
import { z } from 'zod';
import { type ClusterGateway, PORTAL } from '../gateway/ClusterGateway';

const PAGE = '500';
/** A cluster with more is beyond what Kubernetes supports. */
const MAX_NAMESPACES = 50_000;
const ACCEPT = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

const pageSchema = z.object({
  metadata: z.object({ continue: z.string().nullish() }),
  items: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
});

/** Names of all namespaces with the portal's own rights; undefined where those do not reach. */
export async function listNamespaces(gateway: ClusterGateway): Promise<string[] | undefined> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    let page: z.infer<typeof pageSchema>;
    try {
      page = pageSchema.parse(
        await gateway.json(
          {
            target: { resource: { group: '', version: 'v1', plural: 'namespaces' } },
            query: { limit: PAGE, ...(token === undefined ? {} : { continue: token }) },
            accept: ACCEPT,
          },
          PORTAL,
        ),
      );
    } catch (error) {
      if (error instanceof NotAllowedError) return undefined;
      throw error;
    }
    names.push(...page.items.map(item => item.metadata.name));
    token = page.metadata.continue || undefined;
  } while (token !== undefined && names.length < MAX_NAMESPACES);
  return names;
}
