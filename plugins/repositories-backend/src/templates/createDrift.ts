import type {
  AuthService,
  DiscoveryService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { BareRepositories } from '../git/BareRepositories';
import type { HostedRepositories } from '../hosts/HostedRepositories';
import type { RepositoryAccess } from '../repositories/RepositoryAccess';
import type { RepositoryStore } from '../store/RepositoryStore';
import { TemplateCatalog } from './TemplateCatalog';
import { TemplateDrift } from './TemplateDrift';
import { TemplateRenderer } from './TemplateRenderer';

/** What knows of templates, over the catalog and the scaffolder of the portal. */
export function createDrift(parts: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly reader: UrlReaderService;
  readonly catalog: CatalogService;
  readonly access: RepositoryAccess;
  readonly bare: BareRepositories;
  readonly hosted: HostedRepositories;
  readonly store: RepositoryStore;
}): TemplateDrift {
  const { auth, discovery, reader, catalog, access, bare, store, hosted } = parts;
  return new TemplateDrift({
    ...{ access, bare, store, hosted },
    catalog: new TemplateCatalog(catalog),
    renderer: new TemplateRenderer({ auth, discovery, reader, fetch: globalThis.fetch }),
  });
}
