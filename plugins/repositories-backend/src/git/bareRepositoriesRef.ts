import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { BareRepositories } from './BareRepositories';
import { closeGit } from './Git';
import { readRepositoriesConfig } from './readRepositoriesConfig';

/** The folder of bare repositories, for the server of them and for the catalog's reader. */
export const bareRepositoriesRef = createServiceRef<BareRepositories>({
  id: 'kubemate.bare-repositories',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { config: coreServices.rootConfig, rootLifecycle: coreServices.rootLifecycle },
      factory({ config, rootLifecycle }) {
        rootLifecycle.addShutdownHook(closeGit);
        return new BareRepositories(readRepositoriesConfig(config));
      },
    }),
});
