import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { RepositoryPlace, Visibility } from '@kubemate/plugin-repositories-common';
import type { Knex } from 'knex';
import type { AccessTokenStore } from '../tokens/AccessTokenStore';
import { KnexAccessTokenStore } from '../tokens/KnexAccessTokenStore';
import { KnexWebhookStore } from '../webhooks/KnexWebhookStore';
import type { WebhookStore } from '../webhooks/WebhookStore';
import { KnexPushEventStore } from './PushEventStore';
import type { PushEventStore } from './PushEventStore';
import type {
  NewPullRequest,
  PullRequestEnd,
  RepositoryStore,
  StoredPullRequest,
  StoredRepository,
} from './RepositoryStore';

interface RepositoryRow {
  readonly owner: string;
  readonly name: string;
  readonly group_ref: string;
  readonly description: string | null;
  readonly visibility: Visibility;
  readonly default_branch: string;
  /** SQLite has 0 and 1. */
  readonly protect_default_branch: boolean | number;
  /** PostgreSQL gives big integers as text. */
  readonly created_at: number | string;
  readonly created_by: string;
  readonly pushed_at: number | string | null;
}

interface PullRequestRow {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: StoredPullRequest['state'];
  readonly head: string;
  readonly base: string;
  readonly author: string;
  readonly created_at: number | string;
  readonly ended_at: number | string | null;
  readonly ended_by: string | null;
  readonly head_commit: string | null;
  readonly base_commit: string | null;
  readonly merge_commit: string | null;
}

const MAX_LISTED = 500;
const MAX_TRIES = 5;

/** {@link RepositoryStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexRepositoryStore implements RepositoryStore {
  readonly #db: Knex;

  private constructor(db: Knex) {
    this.#db = db;
  }

  static async create(database: DatabaseService): Promise<KnexRepositoryStore> {
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath('@kubemate/plugin-repositories-backend', 'migrations'),
      });
    }
    return new KnexRepositoryStore(db);
  }

  /** Webhooks, in the same database. */
  webhooks(): WebhookStore {
    return new KnexWebhookStore(this.#db);
  }

  accessTokens(): AccessTokenStore {
    return new KnexAccessTokenStore(this.#db);
  }

  /** Pushes that replicas tell each other, in the same database. */
  pushes(): PushEventStore {
    return new KnexPushEventStore(this.#db);
  }

  async list() {
    const rows = await this.#db<RepositoryRow>('repositories').select().orderBy(['owner', 'name']);
    return rows.map(toRepository);
  }

  async get({ owner, name }: RepositoryPlace) {
    const row = await this.#db<RepositoryRow>('repositories').where({ owner, name }).first();
    return row && toRepository(row);
  }

  async insert(repository: StoredRepository) {
    const { owner, name } = repository;
    const inserted = await this.#db<RepositoryRow>('repositories')
      .insert(toRow(repository))
      .onConflict(['owner', 'name'])
      .ignore()
      .returning('name');
    if (inserted.length === 0)
      throw new ConflictError(`There is a repository ${owner}/${name} already`);
  }

  async update({ owner, name }: RepositoryPlace, changes: Partial<StoredRepository>) {
    const { description, visibility, protectDefaultBranch } = changes;
    await this.#db<RepositoryRow>('repositories')
      .where({ owner, name })
      .update({
        ...(description === undefined ? {} : { description: description || null }),
        ...(visibility === undefined ? {} : { visibility }),
        ...(protectDefaultBranch === undefined
          ? {}
          : { protect_default_branch: protectDefaultBranch }),
      });
  }

  async pushed({ owner, name }: RepositoryPlace, at: number) {
    await this.#db<RepositoryRow>('repositories').where({ owner, name }).update({ pushed_at: at });
  }

  async openPullRequests() {
    const rows = await this.#db<PullRequestRow>('pull_requests')
      .where({ state: 'open' })
      .groupBy('owner', 'name')
      .select('owner', 'name')
      .count({ count: '*' });
    return new Map(rows.map(row => [`${row.owner}/${row.name}`, Number(row.count)]));
  }

  async remove({ owner, name }: RepositoryPlace) {
    await this.#db.transaction(async transaction => {
      await transaction('pull_requests').where({ owner, name }).delete();
      await transaction('repositories').where({ owner, name }).delete();
    });
  }

  async pullRequests({ owner, name }: RepositoryPlace, state: StoredPullRequest['state'] | 'all') {
    const query = this.#db<PullRequestRow>('pull_requests').where({ owner, name });
    if (state !== 'all') void query.where({ state });
    const rows = await query.orderBy('number', 'desc').limit(MAX_LISTED);
    return rows.map(toPullRequest);
  }

  async pullRequest({ owner, name }: RepositoryPlace, number: number) {
    const row = await this.#db<PullRequestRow>('pull_requests')
      .where({ owner, name, number })
      .first();
    return row && toPullRequest(row);
  }

  async insertPullRequest({ owner, name }: RepositoryPlace, request: NewPullRequest) {
    const { createdAt, ...fields } = request;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const last = await this.#db('pull_requests').where({ owner, name }).max('number as number');
      const number = Number(last[0]?.number ?? 0) + 1;
      const inserted = await this.#db<PullRequestRow>('pull_requests')
        .insert({ owner, name, number, ...fields, state: 'open', created_at: createdAt })
        .onConflict(['owner', 'name', 'number'])
        .ignore()
        .returning('number');
      if (inserted.length > 0) return number;
    }
    throw new ConflictError('Many pull requests are opened at the same time; try again');
  }

  async endPullRequest({ owner, name }: RepositoryPlace, number: number, end: PullRequestEnd) {
    const changed = await this.#db('pull_requests')
      .where({ owner, name, number, state: 'open' })
      .update({
        state: end.state,
        ended_at: end.endedAt,
        ended_by: end.endedBy,
        head_commit: end.headCommit ?? null,
        base_commit: end.baseCommit ?? null,
        merge_commit: end.mergeCommit ?? null,
      });
    if (changed === 0) throw new ConflictError(`Pull request ${number} is not open any more`);
  }
}

function toRow(repository: StoredRepository): RepositoryRow {
  const { owner, name, visibility } = repository;
  return {
    ...{ owner, name, visibility },
    group_ref: repository.group,
    description: repository.description ?? null,
    default_branch: repository.defaultBranch,
    protect_default_branch: repository.protectDefaultBranch,
    created_at: repository.createdAt,
    created_by: repository.createdBy,
    pushed_at: repository.pushedAt ?? null,
  };
}

function toRepository(row: RepositoryRow): StoredRepository {
  const { owner, name, visibility } = row;
  return {
    ...{ owner, name, visibility },
    group: row.group_ref,
    ...(row.description === null ? {} : { description: row.description }),
    defaultBranch: row.default_branch,
    protectDefaultBranch: Boolean(row.protect_default_branch),
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
    ...(row.pushed_at === null ? {} : { pushedAt: Number(row.pushed_at) }),
  };
}

function toPullRequest(row: PullRequestRow): StoredPullRequest {
  const { number, title, body, state, head, base, author } = row;
  return {
    ...{ number, title, body, state, head, base, author },
    createdAt: Number(row.created_at),
    ...(row.ended_at === null ? {} : { endedAt: Number(row.ended_at) }),
    ...(row.ended_by === null ? {} : { endedBy: row.ended_by }),
    ...(row.head_commit === null ? {} : { headCommit: row.head_commit }),
    ...(row.base_commit === null ? {} : { baseCommit: row.base_commit }),
    ...(row.merge_commit === null ? {} : { mergeCommit: row.merge_commit }),
  };
}
