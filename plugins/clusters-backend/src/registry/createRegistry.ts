import type {
  DatabaseService,
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { ClusterRegistrar, Clock } from '@kubemate/kube-node';
import { readKeySource } from '@kubemate/storage-node';
import { ClusterRegistry } from './ClusterRegistry';
import { CredentialVault } from './CredentialVault';
import { KnexClusterStore } from './KnexClusterStore';

/**
 * The clusters that were added in the portal, not yet started.
 * @throws InputError naming the key of a bad configuration entry
 */
export async function createRegistry(options: {
  readonly config: RootConfigService;
  readonly database: DatabaseService;
  readonly registrar: ClusterRegistrar;
  readonly logger: LoggerService;
  readonly clock: Clock;
}): Promise<ClusterRegistry> {
  const { config, database, registrar, logger, clock } = options;
  const vault = new CredentialVault(readKeySource(config, registrar.onLoopback));
  const store = await KnexClusterStore.create(database);
  return new ClusterRegistry({ store, vault, registrar, logger, clock, random: Math.random });
}
