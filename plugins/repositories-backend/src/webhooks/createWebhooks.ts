import type { LoggerService, RootConfigService } from '@backstage/backend-plugin-api';
import { AddressGuard, isLoopbackHost, listenHostOf } from '@kubemate/kube-node';
import type { Clock } from '@kubemate/kube-node';
import { readKeySource, SecretVault } from '@kubemate/storage-node';
import type { BareRepositories } from '../git/BareRepositories';
import { readRepositoriesConfig } from '../git/readRepositoriesConfig';
import type { RepositoryUrls } from '../repositories/RepositoryUrls';
import type { KnexRepositoryStore } from '../store/KnexRepositoryStore';
import { WebhookHosts } from './WebhookHosts';
import { Webhooks } from './Webhooks';
import { WebhookSender } from './WebhookSender';

/** @throws InputError naming the key of a bad configuration entry */
export function createWebhooks(options: {
  readonly config: RootConfigService;
  readonly store: KnexRepositoryStore;
  readonly bare: BareRepositories;
  readonly urls: RepositoryUrls;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
}) {
  const { config, store, bare, urls, clock, logger, shutdown } = options;
  const host = listenHostOf(config.getOptional('backend.listen'));
  const onLoopback = host !== undefined && isLoopbackHost(host);
  const webhookStore = store.webhooks();
  const webhookHosts = new WebhookHosts(readRepositoriesConfig(config).webhookHosts);
  const vault = new SecretVault(readKeySource(config, onLoopback), { purpose: 'webhook-secret' });
  const sender = new WebhookSender({
    ...{ store: webhookStore, vault, clock, logger, shutdown },
    guard: new AddressGuard({ allowLoopback: onLoopback }),
    whyNotHost: each => webhookHosts.whyNot(each)?.text,
  });
  const webhooks = new Webhooks({
    ...{ store: webhookStore, repositories: store, bare, urls, clock, logger },
    onQueued: () => sender.wake(),
  });
  return { webhooks, webhookStore, webhookHosts, vault, sender };
}
