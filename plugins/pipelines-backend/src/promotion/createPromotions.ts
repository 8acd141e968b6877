import type {
  AuthService,
  DatabaseService,
  DiscoveryService,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Registries } from '../registry/Registries';
import { readSonarConfig } from '../sonar/readSonarConfig';
import { SonarServers } from '../sonar/SonarServers';
import { Evidence } from './evidence/Evidence';
import { Components } from './environments/Components';
import { readEnvironments } from './environments/readEnvironments';
import { Forges } from './git/Forges';
import { openHosts } from '@kubemate/git-hosts-node';
import { PortalForge } from './git/PortalForge';
import { readMailConfig } from './mail/readMailConfig';
import { MetricChecks } from './metrics/MetricChecks';
import { PodsSource } from './metrics/PodsSource';
import { PrometheusSource } from './metrics/PrometheusSource';
import { readMetrics } from './metrics/readMetrics';
import { openPromotionStores } from './openPromotionStores';
import { PortalTenantChoices } from './tenants/TenantChoices';
import { Promotions } from './Promotions';
import type { PromotionsOptions } from './Promotions';

/** @throws InputError naming the key of a bad configuration entry */
export async function createPromotions(
  options: Pick<PromotionsOptions, 'runs' | 'kube' | 'permissions' | 'clock'> & {
    readonly config: RootConfigService;
    readonly database: DatabaseService;
    readonly registries: Registries;
    readonly catalog: CatalogService;
    readonly auth: AuthService;
    readonly discovery: DiscoveryService;
    readonly userInfo: UserInfoService;
  },
): Promise<Promotions> {
  const { config, database, registries, catalog, auth, discovery, userInfo, ...rest } = options;
  const { clock } = rest;
  const environments = readEnvironments(config);
  const configured = readMetrics(config);
  const metrics = new MetricChecks({
    metrics: configured,
    prometheus: new PrometheusSource({ metrics: configured }),
    pods: new PodsSource(rest),
  });
  for (const { gates } of environments)
    metrics.check(gates.metrics?.map(each => each.metric) ?? []);
  const hosts = openHosts({ config, userInfo, clock });
  return new Promotions({
    ...rest,
    environments,
    components: new Components(catalog),
    metrics,
    tenants: new PortalTenantChoices({ auth, discovery, fetch: globalThis.fetch, clock }),
    forge: new Forges({
      portal: new PortalForge({ auth, discovery, fetch: globalThis.fetch }),
      hosted: hosts.forge,
    }),
    closeForge: hosts.close,
    stores: await openPromotionStores(database, {
      tellsByMail: readMailConfig(config) !== undefined,
    }),
    evidence: new Evidence({
      registries,
      sonar: new SonarServers({ configs: readSonarConfig(config), clock }),
    }),
  });
}
