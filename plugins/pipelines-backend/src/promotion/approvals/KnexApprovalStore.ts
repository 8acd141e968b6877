import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import { imageKey } from '../imageRef';
import { noteApprovalMail } from '../mail/KnexApprovalMailStore';
import type { ApprovalStore, StoredApproval } from './ApprovalStore';

const TABLE = 'approval_requests';
/** More than as many people decide on one request at once. */
const MAX_ATTEMPTS = 20;

interface ApprovalRow {
  readonly id: string;
  readonly component: string;
  readonly environment: string;
  readonly image: string;
  readonly open_for: string | null;
  readonly data: string;
  readonly revision: number;
}

/** {@link ApprovalStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexApprovalStore implements ApprovalStore {
  readonly #db: Knex;
  readonly #tellsByMail: boolean;

  constructor(db: Knex, { tellsByMail }: { tellsByMail: boolean }) {
    this.#db = db;
    this.#tellsByMail = tellsByMail;
  }

  async insert(request: StoredApproval) {
    await this.#db.transaction(async transaction => {
      // One that nobody decided on in time stands in the way of no other.
      const open = await transaction<ApprovalRow>(TABLE)
        .where({ open_for: subjectOf(request) })
        .first();
      const overdue = open && toApproval(open);
      if (overdue !== undefined && overdue.expiresAt <= request.requestedAt)
        await transaction(TABLE).where({ id: overdue.id }).update({ open_for: null });
      const inserted = await transaction(TABLE)
        .insert(toRow(request))
        .onConflict('open_for')
        .ignore()
        .returning('id');
      if (inserted.length === 0) throw new ConflictError('The same has been asked for already');
      const { id, requestedAt } = request;
      if (this.#tellsByMail) await noteApprovalMail(transaction, { request: id, now: requestedAt });
    });
  }

  async get(id: string) {
    const row = await this.#db<ApprovalRow>(TABLE).where({ id }).first();
    return row && toApproval(row);
  }

  async update(
    id: string,
    change: (request: StoredApproval) => Partial<StoredApproval> | undefined,
  ) {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const request = await this.get(id);
      if (request === undefined) throw new NotFoundError(`There is no request ${id}`);
      const changed = change(request);
      if (changed === undefined) return request;
      const next = { ...request, ...changed, revision: request.revision + 1 };
      const count = await this.#db(TABLE)
        .where({ id, revision: request.revision })
        .update(toRow(next));
      if (count === 1) return next;
    }
    throw new ConflictError('Too many decide on this request at once; try again');
  }

  async newest(subject: { component: string; environment: string; image: string }) {
    const row = await this.#db<ApprovalRow>(TABLE)
      .where(subject)
      .orderBy('requested_at', 'desc')
      .orderBy('id', 'desc')
      .first('data', 'revision');
    return row && toApproval(row);
  }

  async list(query: { component?: string; isOpen?: boolean; limit: number }) {
    const { component, isOpen, limit } = query;
    const select = this.#db<ApprovalRow>(TABLE).select('data', 'revision');
    if (component !== undefined) void select.where({ component });
    if (isOpen) void select.whereNotNull('open_for');
    const rows = await select.orderBy('requested_at', 'desc').orderBy('id', 'desc').limit(limit);
    return rows.map(toApproval);
  }
}

function subjectOf({ component, to, image }: StoredApproval): string {
  return `${component} ${to} ${imageKey(image)}`;
}

function toRow(request: StoredApproval) {
  const { id, component, to, image, requestedAt, revision, promotion, decisions } = request;
  const isRejected = decisions.some(({ decision }) => decision === 'rejected');
  const isOpen = promotion === undefined && !isRejected;
  return {
    ...{ id, component, revision },
    environment: to,
    image: imageKey(image),
    requested_at: requestedAt,
    open_for: isOpen ? subjectOf(request) : null,
    data: JSON.stringify(request),
  };
}

function toApproval({ data, revision }: Pick<ApprovalRow, 'data' | 'revision'>): StoredApproval {
  const request: StoredApproval = JSON.parse(data);
  return { ...request, revision };
}
