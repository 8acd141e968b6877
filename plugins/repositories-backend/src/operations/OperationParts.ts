import type { OperationTarget } from '@kubemate/operations-common';
import type { OperationContext } from '@kubemate/operations-node';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { BareRepositories } from '../git/BareRepositories';
import type { PushEvents } from '../repositories/PushEvents';
import { whyNotTheirs } from '../repositories/RepositoryAccess';
import type { RepositoryAccess } from '../repositories/RepositoryAccess';
import type { RepositoryUrls } from '../repositories/RepositoryUrls';
import type { RepositoryStore } from '../store/RepositoryStore';

export interface OperationParts {
  readonly access: RepositoryAccess;
  readonly store: RepositoryStore;
  readonly bare: BareRepositories;
  readonly urls: RepositoryUrls;
  readonly events: PushEvents;
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
