import type { OperationTarget } from '@kubemate/operations-common';
import type { OperationContext } from '@kubemate/operations-node';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { SecretVault } from '@kubemate/storage-node';
import type { BareRepositories } from '../git/BareRepositories';
import type { PushEvents } from '../repositories/PushEvents';
import { whyNotTheirs } from '../repositories/RepositoryAccess';
import type { RepositoryAccess } from '../repositories/RepositoryAccess';
import type { RepositoryUrls } from '../repositories/RepositoryUrls';
import type { WebhookHosts } from '../webhooks/WebhookHosts';
import type { Webhooks } from '../webhooks/Webhooks';
import type { WebhookStore } from '../webhooks/WebhookStore';
import type { RepositoryStore } from '../store/RepositoryStore';
import type { AccessTokens } from '../tokens/AccessTokens';

export interface OperationParts {
  readonly access: RepositoryAccess;
  readonly store: RepositoryStore;
  readonly bare: BareRepositories;
  readonly urls: RepositoryUrls;
  readonly events: PushEvents;
  readonly webhooks: Webhooks;
  readonly webhookStore: WebhookStore;
  readonly webhookHosts: Pick<WebhookHosts, 'whyNot'>;
  readonly vault: SecretVault;
  readonly tokens: AccessTokens;
}

export const nameOf = ({ owner, name }: RepositoryPlace) => `${owner}/${name}`;

export function targetOf(place: RepositoryPlace): OperationTarget {
  return { kind: 'Repository', name: nameOf(place) };
}

/** What every operation on a repository that exists asks beside its permission. */
export function ownersOnly({ access }: OperationParts) {
  return async (place: RepositoryPlace, context: OperationContext) => {
    const { offer, ...repository } = await access.get(place, context);
    return whyNotTheirs(repository, context, offer);
  };
}

/** On clusters nothing is needed. */
export const needsNothing = async () => [];
