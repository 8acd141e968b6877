import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Phrase } from '@kubemate/operations-common';
import { repositoryPermissions, sayRepository } from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { RepositoryStore, StoredRepository } from '../store/RepositoryStore';

/** Who asks. */
export interface Asker {
  readonly viewer: {
    readonly userEntityRef: string;
    readonly ownershipEntityRefs: readonly string[];
  };
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
}

/** What a person may do by the portal's policy, over all repositories. */
export interface Offer {
  readonly read: boolean;
  readonly create: boolean;
  readonly write: boolean;
  readonly merge: boolean;
  readonly configure: boolean;
  readonly delete: boolean;
  readonly manageAll: boolean;
}

const NAMES = ['read', 'create', 'write', 'merge', 'configure', 'delete', 'manageAll'] as const;

/** Repositories as a person may see them. One that they may not read cannot be told from one that does not exist. */
export class RepositoryAccess {
  constructor(
    private readonly options: {
      readonly store: RepositoryStore;
      readonly permissions: PermissionsService;
    },
  ) {}

  async offer({ credentials }: Pick<Asker, 'credentials'>): Promise<Offer> {
    const decisions = await this.options.permissions.authorize(
      NAMES.map(name => ({ permission: repositoryPermissions[name] })),
      { credentials },
    );
    const may = (name: (typeof NAMES)[number]) =>
      decisions[NAMES.indexOf(name)]?.result === AuthorizeResult.ALLOW;
    return {
      read: may('read'),
      create: may('create'),
      write: may('write'),
      merge: may('merge'),
      configure: may('configure'),
      delete: may('delete'),
      manageAll: may('manageAll'),
    };
  }

  /** @throws NotAllowedError for whoever may read none */
  async list(asker: Asker): Promise<{ repositories: StoredRepository[]; offer: Offer }> {
    const offer = await this.reading(asker);
    const all = await this.options.store.list();
    return { repositories: all.filter(each => canRead(each, asker, offer)), offer };
  }

  /**
   * @throws NotAllowedError for whoever may read none
   * @throws NotFoundError where there is none, or not for them
   */
  async get(place: RepositoryPlace, asker: Asker): Promise<StoredRepository & { offer: Offer }> {
    const offer = await this.reading(asker);
    const repository = await this.options.store.get(place);
    if (!repository || !canRead(repository, asker, offer))
      throw new NotFoundError(`There is no repository ${place.owner}/${place.name}`);
    return { ...repository, offer };
  }

  /** @throws NotAllowedError for whoever may read none */
  async reading(asker: Asker): Promise<Offer> {
    const offer = await this.offer(asker);
    if (!offer.read)
      throw new NotAllowedError(`This needs the permission ${repositoryPermissions.read.name}`);
    return offer;
  }
}

/** Whether the repository is theirs to change, beside what their role permits. */
export function isTheirs(
  { group }: Pick<StoredRepository, 'group'>,
  { viewer }: Pick<Asker, 'viewer'>,
  { manageAll }: Pick<Offer, 'manageAll'>,
): boolean {
  return manageAll || viewer.ownershipEntityRefs.includes(group);
}

function canRead(repository: StoredRepository, asker: Asker, offer: Offer): boolean {
  return repository.visibility === 'internal' || isTheirs(repository, asker, offer);
}

/** Why somebody may not change a repository; undefined where they may. */
export function whyNotTheirs(
  repository: Pick<StoredRepository, 'group'>,
  asker: Pick<Asker, 'viewer'>,
  offer: Pick<Offer, 'manageAll'>,
): Phrase | undefined {
  if (isTheirs(repository, asker, offer)) return undefined;
  return sayRepository('notTheirs', { group: repository.group });
}
