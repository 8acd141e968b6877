import { urlReaderFactoriesServiceRef } from '@backstage/backend-defaults/urlReader';
import type { ReaderFactory } from '@backstage/backend-defaults/urlReader';
import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import { bareRepositoriesRef } from '../git/bareRepositoriesRef';
import { repositoryDirectoryRef } from '../repositories/RepositoryDirectory';
import { RepositoryUrls } from '../repositories/RepositoryUrls';
import { RepositoryUrlReader } from './RepositoryUrlReader';

/** Lets the catalog, templates, and whatever else reads addresses, read the portal's own repositories. */
export const repositoryUrlReaders = createServiceFactory({
  service: urlReaderFactoriesServiceRef,
  deps: {
    bare: bareRepositoriesRef,
    config: coreServices.rootConfig,
    directory: repositoryDirectoryRef,
  },
  factory({ bare, config, directory }): ReaderFactory {
    const { api } = new RepositoryUrls(config);
    const { origin, pathname } = new URL(`${api}/git/`);
    return ({ treeResponseFactory: trees }) => [
      {
        predicate: url => url.origin === origin && url.pathname.startsWith(pathname),
        reader: new RepositoryUrlReader({ api, bare, directory, trees }),
      },
    ];
  },
});
