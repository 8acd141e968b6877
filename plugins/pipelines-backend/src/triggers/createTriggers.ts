import type {
  AuditorService,
  DiscoveryService,
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { Clock, KubeService, PortalReader, ServiceAccounts } from '@kubemate/kube-node';
import { Deliveries } from './hooks/Deliveries';
import type { DeliveryStore } from './hooks/DeliveryStore';
import { HookReceiver } from './hooks/HookReceiver';
import { readHooks } from './hooks/readHooks';
import { TriggersReader } from './TriggersReader';

/**
 * What shows event listeners, and what takes deliveries for them.
 * @throws InputError naming the key of a bad entry of `kubemate.pipelines.hooks`
 */
export async function createTriggers(options: {
  readonly config: RootConfigService;
  readonly discovery: DiscoveryService;
  readonly kube: KubeService;
  readonly portalReader: PortalReader;
  readonly accounts: ServiceAccounts;
  readonly store: DeliveryStore;
  readonly auditor: AuditorService;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly shutdown: AbortSignal;
}) {
  const { config, discovery, kube, portalReader, store, ...rest } = options;
  const hooks = readHooks(config);
  const baseUrl = await discovery.getExternalBaseUrl('pipelines');
  return {
    triggers: new TriggersReader({
      kube,
      received: new Deliveries({ hooks, store, baseUrl, clock: rest.clock }),
    }),
    hooks: new HookReceiver({ ...rest, hooks, store, reader: portalReader }),
  };
}
