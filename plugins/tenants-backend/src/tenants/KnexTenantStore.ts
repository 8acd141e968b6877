import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { tenantSpecSchema } from '@kubemate/plugin-tenants-common';
import type { QuotaRequest } from '@kubemate/plugin-tenants-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { changeSchema } from './BegunChange';
import type { BegunChange } from './BegunChange';
import type { StoredTenant, TenantStore } from './TenantStore';

interface TenantRow {
  readonly name: string;
  readonly spec: string;
  readonly state: 'active' | 'archived';
  readonly revision: number;
  /** PostgreSQL gives big integers as text. */
  readonly created_at: number | string;
  readonly created_by: string;
  readonly updated_at: number | string;
  readonly updated_by: string;
}

interface RequestRow {
  readonly id: string;
  readonly tenant: string;
  readonly from_plan: string;
  readonly plan: string;
  readonly reason: string;
  readonly status: QuotaRequest['status'];
  readonly requested_by: string;
  readonly requested_at: number | string;
  readonly decided_by: string | null;
  readonly decided_at: number | string | null;
  readonly note: string | null;
}

interface ChangeRow {
  readonly id: string;
  readonly begun_by: string;
  readonly groups: string;
  readonly change: string;
  readonly begun_at: number | string;
}

const MAX_REQUESTS = 200;
/** Longer than a lease, by far. */
const CHANGE_MS = 7 * 86_400_000;

/** {@link TenantStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexTenantStore implements TenantStore {
  readonly #db: Knex;

  private constructor(db: Knex) {
    this.#db = db;
  }

  static async create(database: DatabaseService): Promise<KnexTenantStore> {
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath('@kubemate/plugin-tenants-backend', 'migrations'),
      });
    }
    return new KnexTenantStore(db);
  }

  async list() {
    const rows = await this.#db<TenantRow>('tenants').select().orderBy('name');
    return rows.map(toTenant);
  }

  async get(name: string) {
    const row = await this.#db<TenantRow>('tenants').where({ name }).first();
    return row && toTenant(row);
  }

  async insert(tenant: StoredTenant) {
    const inserted = await this.#db<TenantRow>('tenants')
      .insert(toRow(tenant))
      .onConflict('name')
      .ignore()
      .returning('name');
    if (inserted.length === 0)
      throw new ConflictError(`There is a tenant named ${tenant.spec.name} already`);
  }

  async replace(tenant: StoredTenant) {
    const { name, ...row } = toRow(tenant);
    const changed = await this.#db<TenantRow>('tenants')
      .where({ name, revision: tenant.revision - 1 })
      .update(row);
    if (changed === 0)
      throw new ConflictError(`Tenant ${name} was changed by somebody else at the same time`);
  }

  async begin({ id, by, groups, at, change }: BegunChange) {
    await this.#db<ChangeRow>('tenant_changes')
      .where('begun_at', '<', at - CHANGE_MS)
      .delete();
    const row = { id, begun_by: by, begun_at: at };
    await this.#db<ChangeRow>('tenant_changes')
      .insert({ ...row, groups: JSON.stringify(groups), change: JSON.stringify(change) })
      .onConflict('id')
      .ignore();
  }

  async begun(id: string) {
    const row = await this.#db<ChangeRow>('tenant_changes').where({ id }).first();
    return (
      row && {
        ...{ id, by: row.begun_by, at: Number(row.begun_at) },
        groups: z.array(z.string()).parse(JSON.parse(row.groups)),
        change: changeSchema.parse(JSON.parse(row.change)),
      }
    );
  }

  async waitingRequests() {
    const rows = await this.#db<RequestRow>('quota_requests')
      .where({ status: 'waiting' })
      .groupBy('tenant')
      .select<{ tenant: string; number: number | string }[]>(
        'tenant',
        this.#db.raw('count(*) as number'),
      );
    return new Map(rows.map(({ tenant, number }) => [tenant, Number(number)]));
  }

  async quotaRequests(tenant: string) {
    const rows = await this.#db<RequestRow>('quota_requests')
      .where({ tenant })
      .orderBy('requested_at', 'desc')
      .limit(MAX_REQUESTS);
    return rows.map(toRequest);
  }

  async insertQuotaRequest(request: QuotaRequest) {
    await this.#db('quota_requests').insert({
      id: request.id,
      tenant: request.tenant,
      from_plan: request.fromPlan,
      plan: request.plan,
      reason: request.reason,
      status: request.status,
      requested_by: request.requestedBy,
      requested_at: request.requestedAt,
    });
  }

  async decideQuotaRequest(
    decision: Pick<QuotaRequest, 'id' | 'status' | 'decidedBy' | 'decidedAt' | 'note'>,
  ) {
    const changed = await this.#db('quota_requests')
      .where({ id: decision.id, status: 'waiting' })
      .update({
        status: decision.status,
        decided_by: decision.decidedBy,
        decided_at: decision.decidedAt,
        note: decision.note ?? null,
      });
    if (changed === 0) throw new ConflictError('The request does not wait for a decision any more');
  }
}

function toRow({ spec, ...tenant }: StoredTenant): TenantRow {
  return {
    name: spec.name,
    spec: JSON.stringify(spec),
    state: tenant.state,
    revision: tenant.revision,
    created_at: tenant.createdAt,
    created_by: tenant.createdBy,
    updated_at: tenant.updatedAt,
    updated_by: tenant.updatedBy,
  };
}

function toTenant(row: TenantRow): StoredTenant {
  return {
    spec: tenantSpecSchema.parse(JSON.parse(row.spec)),
    state: row.state,
    revision: row.revision,
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
    updatedAt: Number(row.updated_at),
    updatedBy: row.updated_by,
  };
}

function toRequest(row: RequestRow): QuotaRequest {
  return {
    id: row.id,
    tenant: row.tenant,
    fromPlan: row.from_plan,
    plan: row.plan,
    reason: row.reason,
    status: row.status,
    requestedBy: row.requested_by,
    requestedAt: Number(row.requested_at),
    ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
    ...(row.decided_at === null ? {} : { decidedAt: Number(row.decided_at) }),
    ...(row.note === null ? {} : { note: row.note }),
  };
}
