import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { bareRepositoriesRef } from '../git/bareRepositoriesRef';
import { repositoryDirectoryRef } from '../repositories/RepositoryDirectory';
import { RepositoryUrls } from '../repositories/RepositoryUrls';
import { RepositoryEntityProvider } from './RepositoryEntityProvider';
import { SourceLocationProcessor } from './SourceLocationProcessor';

/** Puts what internal repositories describe in their `catalog-info.yaml` into the catalog, as it is on their default branch. */
export const catalogModuleRepositories = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'kubemate-repositories',
  register(env) {
    env.registerInit({
      deps: {
        bare: bareRepositoriesRef,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        directory: repositoryDirectoryRef,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ bare, catalog, config, directory, events, lifecycle, logger, scheduler }) {
        const urls = new RepositoryUrls(config);
        const provider = new RepositoryEntityProvider({ bare, directory, urls, events, logger });
        catalog.addEntityProvider(provider);
        catalog.addProcessor(new SourceLocationProcessor(urls));
        lifecycle.addStartupHook(() =>
          scheduler.scheduleTask({
            id: 'kubemate-repositories-refresh',
            frequency: { minutes: 10 },
            timeout: { minutes: 5 },
            fn: () => provider.refresh(),
          }),
        );
      },
    });
  },
});
