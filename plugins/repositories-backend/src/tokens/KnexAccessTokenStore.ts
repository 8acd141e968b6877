import type { Knex } from 'knex';
import type { AccessTokenStore, StoredAccessToken } from './AccessTokenStore';

const TABLE = 'access_tokens';

interface Row {
  readonly id: string;
  readonly user_ref: string;
  readonly name: string;
  readonly scope: StoredAccessToken['scope'];
  readonly hash: string;
  /** PostgreSQL gives big integers as text. */
  readonly created_at: number | string;
  readonly expires_at: number | string;
  readonly last_used_at: number | string | null;
}

/** {@link AccessTokenStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexAccessTokenStore implements AccessTokenStore {
  constructor(private readonly db: Knex) {}

  async insert({ id, user, name, scope, hash, createdAt, expiresAt }: StoredAccessToken) {
    await this.db<Row>(TABLE).insert({
      ...{ id, user_ref: user, name, scope, hash, created_at: createdAt, expires_at: expiresAt },
    });
  }

  async list(user: string) {
    const rows = await this.db<Row>(TABLE)
      .where({ user_ref: user })
      .orderBy([{ column: 'created_at', order: 'desc' }, 'id']);
    return rows.map(toToken);
  }

  async find(hash: string) {
    const row = await this.db<Row>(TABLE).where({ hash }).first();
    return row && toToken(row);
  }

  async used(id: string, at: number) {
    await this.db<Row>(TABLE).where({ id }).update({ last_used_at: at });
  }

  async remove({ user, id }: { user: string; id: string }) {
    return (await this.db<Row>(TABLE).where({ user_ref: user, id }).delete()) > 0;
  }
}

function toToken(row: Row): StoredAccessToken {
  const { id, user_ref: user, name, scope, hash, last_used_at: used } = row;
  return {
    ...{ id, user, name, scope, hash },
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    ...(used === null ? {} : { lastUsedAt: Number(used) }),
  };
}
