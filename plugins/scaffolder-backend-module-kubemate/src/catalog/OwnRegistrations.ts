import type {
  AuthService,
  BackstageCredentials,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { AddLocationRequest, AddLocationResponse } from '@backstage/catalog-client';
import {
  ANNOTATION_ORIGIN_LOCATION,
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { catalogLocationCreatePermission } from '@backstage/plugin-catalog-common/alpha';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { templateRunPermissions } from '@kubemate/plugin-template-runs-common';

export interface OwnRegistrationsOptions {
  readonly catalog: Pick<CatalogService, 'addLocation' | 'getEntitiesByRefs'>;
  readonly auth: Pick<AuthService, 'isPrincipal' | 'getOwnServiceCredentials'>;
  readonly permissions: Pick<PermissionsService, 'authorize'>;
  readonly userInfo: Pick<UserInfoService, 'getUserInfo'>;
  readonly logger: Pick<LoggerService, 'info'>;
}

/**
 * Registers for a person who may not register anything what they own, and nothing else.
 *
 * The catalog's permission knows no address and no entity, so it is all or nothing, and developers have none of it. Here the portal looks first at what an
 * address would bring, as the catalog itself reads it, and registers it in its own name once all of it belongs to the person or one of their groups.
 */
export class OwnRegistrations {
  readonly #options: OwnRegistrationsOptions;

  constructor(options: OwnRegistrationsOptions) {
    this.#options = options;
  }

  /**
   * @throws NotAllowedError where what the address brings is not the person's
   * @throws InputError where it brings nothing
   * @throws ConflictError where somebody else has described it already
   */
  async addLocation(
    request: AddLocationRequest,
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<AddLocationResponse> {
    const { catalog, auth, userInfo, logger } = this.#options;
    if (!auth.isPrincipal(credentials, 'user') || !(await this.#mayOwnOnly(credentials)))
      return catalog.addLocation(request, { credentials });
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const claims = new Set([userEntityRef, ...ownershipEntityRefs].map(lower));
    const asPortal = { credentials: await auth.getOwnServiceCredentials() };
    const looked = await catalog.addLocation({ ...request, dryRun: true }, asPortal);
    const brought = looked.entities.filter(({ kind }) => lower(kind) !== 'location');
    if (brought.length === 0) throw new InputError(`${request.target} describes nothing`);
    for (const entity of brought) assertOwned(entity, claims);
    await this.#assertNobodyElses(brought, { claims, target: request.target });
    if (request.dryRun === true) return looked;
    logger.info(`Registers ${request.target} for ${userEntityRef}, who owns all of it`);
    return catalog.addLocation(request, asPortal);
  }

  /** Otherwise the catalog answers by itself: what the person may do anyway, or that they may not. */
  async #mayOwnOnly(credentials: BackstageCredentials): Promise<boolean> {
    const [anything, own] = await this.#options.permissions.authorize(
      [
        { permission: catalogLocationCreatePermission },
        { permission: templateRunPermissions.registerOwn },
      ],
      { credentials },
    );
    const isAllowed = (decision = anything) => decision?.result === AuthorizeResult.ALLOW;
    return !isAllowed(anything) && isAllowed(own);
  }

  /** The catalog keeps the first description, and only its log says that the second is ignored. */
  async #assertNobodyElses(
    entities: readonly Entity[],
    { claims, target }: { claims: ReadonlySet<string>; target: string },
  ): Promise<void> {
    const { catalog, auth } = this.#options;
    const entityRefs = entities.map(entity => stringifyEntityRef(entity));
    const asPortal = { credentials: await auth.getOwnServiceCredentials() };
    const fields = ['kind', 'metadata', 'spec.owner'];
    const { items } = await catalog.getEntitiesByRefs({ entityRefs, fields }, asPortal);
    for (const known of items) {
      if (known === undefined || isOwned(known, claims)) continue;
      if (known.metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION] === `url:${target}`) continue;
      throw new ConflictError(
        `${stringifyEntityRef(known)} is in the catalog already, from elsewhere, and is somebody else’s`,
      );
    }
  }
}

function assertOwned(entity: Entity, claims: ReadonlySet<string>): void {
  if (isOwned(entity, claims)) return;
  const owner = ownerOf(entity);
  const whose = owner === undefined ? 'has no owner' : `belongs to ${owner}`;
  throw new NotAllowedError(
    `${stringifyEntityRef(entity)} ${whose}: by a template one registers what one or one’s groups own; a platform admin registers the rest`,
  );
}

function isOwned(entity: Entity, claims: ReadonlySet<string>): boolean {
  const owner = ownerOf(entity);
  return owner !== undefined && claims.has(owner);
}

/** As the catalog itself reads it: a group where it names no kind, in the namespace of the entity. */
function ownerOf({ spec, metadata }: Entity): string | undefined {
  if (typeof spec?.owner !== 'string') return undefined;
  const { namespace: defaultNamespace = DEFAULT_NAMESPACE } = metadata;
  return lower(
    stringifyEntityRef(parseEntityRef(spec.owner, { defaultKind: 'Group', defaultNamespace })),
  );
}

function lower(text: string): string {
  return text.toLocaleLowerCase('en-US');
}
