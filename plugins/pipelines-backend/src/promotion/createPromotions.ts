import type { DatabaseService, RootConfigService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { Components } from './environments/Components';
import { readEnvironments } from './environments/readEnvironments';
import { openPromotionStores } from './openPromotionStores';
import { Promotions } from './Promotions';
import type { PromotionsOptions } from './Promotions';

/** @throws InputError naming the key of a bad configuration entry */
export async function createPromotions(
  options: Pick<PromotionsOptions, 'runs' | 'kube' | 'permissions' | 'clock'> & {
    readonly config: RootConfigService;
    readonly database: DatabaseService;
    readonly catalog: CatalogService;
  },
): Promise<Promotions> {
  const { config, database, catalog, ...rest } = options;
  return new Promotions({
    ...rest,
    environments: readEnvironments(config),
    components: new Components(catalog),
    stores: await openPromotionStores(database),
  });
}
