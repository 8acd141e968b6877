import { randomUUID } from 'node:crypto';
import type { Notice, NoticeList } from '@kubemate/plugin-audit-common';
import type { Knex } from 'knex';
import type { Finding } from '../rules/findNotices';

/** What the rules found, and who has read it. */
export class KnexNoticeStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Adds a notice, or counts into the one of the same occasion. */
  async raise({
    occasion,
    firstAt,
    lastAt,
    recordId,
    cluster,
    ...finding
  }: Finding): Promise<void> {
    await this.#knex('audit_notices')
      .insert({
        id: randomUUID(),
        rule: finding.rule,
        severity: finding.severity,
        actor: finding.actor,
        cluster: cluster ?? '',
        occasion,
        count: finding.count,
        first_at: firstAt,
        last_at: lastAt,
        record_id: recordId,
        summary: finding.summary.replaceAll('\0', ''),
      })
      .onConflict('occasion')
      .merge(['count', 'last_at', 'record_id', 'summary']);
  }

  async list(reader: string, limit: number): Promise<NoticeList> {
    const rows = await this.#read(reader)
      .select('n.*', 'd.reader')
      .orderBy([{ column: 'n.last_at', order: 'desc' }, { column: 'n.id' }])
      .limit(limit);
    const unread = await this.#read(reader).whereNull('d.reader').count('* as count').first();
    return { items: rows.map(toNotice), unread: Number(unread?.count ?? 0) };
  }

  async markRead(reader: string, ids: readonly string[]): Promise<void> {
    const known = await this.#knex('audit_notices')
      .whereIn('id', [...ids])
      .pluck('id');
    if (known.length === 0) return;
    await this.#knex('audit_notice_reads')
      .insert(known.map(id => ({ notice_id: id, reader })))
      .onConflict(['notice_id', 'reader'])
      .ignore();
  }

  #read(reader: string) {
    return this.#knex('audit_notices as n').leftJoin('audit_notice_reads as d', on =>
      on.on('d.notice_id', 'n.id').andOnVal('d.reader', reader),
    );
  }
}

interface NoticeRow {
  readonly id: string;
  readonly rule: Notice['rule'];
  readonly severity: Notice['severity'];
  readonly actor: string;
  readonly cluster: string;
  readonly count: number;
  readonly first_at: number | string;
  readonly last_at: number | string;
  readonly record_id: string;
  readonly summary: string;
  readonly reader: string | null;
}

function toNotice(row: NoticeRow): Notice {
  const { id, rule, severity, actor, cluster, count, summary, record_id: recordId } = row;
  return {
    ...{ id, rule, severity, actor, count, summary, recordId },
    cluster: cluster === '' ? undefined : cluster,
    firstAt: Number(row.first_at),
    lastAt: Number(row.last_at),
    read: row.reader !== null,
  };
}
