import { NotFoundError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Caller, RouteTable } from '@kubemate/http-node';
import { docsRoutes, type DocsEntity } from '@kubemate/plugin-docs-common';
import type { ReadSite, Sites } from './site/Sites';

export interface DocsRoutesDeps {
  readonly catalog: CatalogService;
  readonly sites: Sites;
  readonly integrations: ScmIntegrationRegistry;
}

/** Documentation of entities that the caller may see in the catalog. */
export function addDocsRoutes(routes: RouteTable, deps: DocsRoutesDeps): void {
  const { catalog, sites, integrations } = deps;
  const siteOf = async (params: DocsEntity, { credentials }: Caller): Promise<ReadSite> => {
    const entity = await catalog.getEntityByRef(params, { credentials });
    if (entity === undefined)
      throw new NotFoundError(`There is no ${params.kind} ${params.namespace}/${params.name}`);
    return sites.of(entity);
  };
  const addressOf = ({ site, source }: ReadSite, path = ''): string | undefined => {
    if (source.kind === 'folder') return undefined;
    const below = [site.folder, path].filter(part => part !== '').join('/');
    return integrations.resolveUrl({ url: below, base: source.url });
  };

  routes.json(docsRoutes.getSite, async ({ params, ...caller }) => {
    const read = await siteOf(params, caller);
    const { title, entries } = read.site;
    const source = addressOf(read);
    return { title, entries, ...(source !== undefined && { source }), asOf: read.asOf };
  });

  routes.json(docsRoutes.getPage, async ({ params, query, ...caller }) => {
    const read = await siteOf(params, caller);
    const page = read.site.page(query.path);
    const source = addressOf(read, page.path)?.replace('/tree/', '/blob/');
    return { ...page, ...(source !== undefined && { source }) };
  });

  routes.json(docsRoutes.getImage, async ({ params, query, ...caller }) =>
    (await siteOf(params, caller)).site.image(query.path),
  );

  routes.json(docsRoutes.search, async ({ params, query, ...caller }) => ({
    items: (await siteOf(params, caller)).site.search(query.text),
  }));
}
