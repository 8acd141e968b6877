import type { AuthService } from '@backstage/backend-plugin-api';
import { RELATION_HAS_MEMBER, RELATION_MEMBER_OF } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** On a User: `none` where they want no mail. */
const MAIL = 'kubemate.io/mail';
/** One address, and nothing that would make two of it. */
const ADDRESS = /^[^\s<>,;:"@]+@[^\s<>,;:"@]+$/;

/** Who people are, by the catalog. */
export interface People {
  /** Entity refs of the members, with the group by which they are. */
  members(groups: readonly string[]): Promise<readonly { person: string; group: string }[]>;
  /** Entity refs of the groups that somebody is in; undefined where the catalog does not know them. */
  groupsOf(person: string): Promise<readonly string[] | undefined>;
  /** Undefined where they have no address, or want no mail. */
  mailbox(person: string): Promise<{ address: string; name: string } | undefined>;
}

/** By the portal's own right to read the catalog: a letter is for nobody who asks. */
export class CatalogPeople implements People {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  constructor({ catalog, auth }: { catalog: CatalogService; auth: AuthService }) {
    this.#catalog = catalog;
    this.#auth = auth;
  }

  async members(groups: readonly string[]) {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: [...groups], fields: ['kind', 'metadata', 'relations'] },
      { credentials },
    );
    return items.flatMap((entity, at) => {
      const members = entity?.relations?.filter(({ type }) => type === RELATION_HAS_MEMBER) ?? [];
      return members.map(({ targetRef }) => ({ person: targetRef, group: groups[at] ?? '' }));
    });
  }

  async groupsOf(person: string) {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const entity = await this.#catalog.getEntityByRef(person, { credentials });
    const memberOf = entity?.relations?.filter(({ type }) => type === RELATION_MEMBER_OF) ?? [];
    return entity && memberOf.map(({ targetRef }) => targetRef);
  }

  async mailbox(person: string) {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const entity = await this.#catalog.getEntityByRef(person, { credentials });
    return entity && mailboxOf(entity);
  }
}

function mailboxOf({ metadata, spec }: Entity): { address: string; name: string } | undefined {
  if (metadata.annotations?.[MAIL] === 'none') return undefined;
  const profile = Object(spec?.profile) as { email?: unknown; displayName?: unknown };
  const { email, displayName } = profile;
  if (typeof email !== 'string' || !ADDRESS.test(email)) return undefined;
  return { address: email, name: typeof displayName === 'string' ? displayName : metadata.name };
}
