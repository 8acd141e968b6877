import { pluralOf } from '@kubemate/plugin-audit-common';
import type { AuditRecord, Notice } from '@kubemate/plugin-audit-common';
import type { RuleConfig } from '../config/readAuditConfig';

const RIGHTS: ReadonlySet<string> = new Set([
  'roles',
  'clusterroles',
  'rolebindings',
  'clusterrolebindings',
]);

/** What happened, in so far as anything did. */
const HAPPENED: ReadonlySet<string> = new Set(['succeeded', 'partial', 'interrupted']);

export type Finding = Omit<Notice, 'id' | 'read'> & {
  /** The same occasion is told once; what comes later counts into it. */
  readonly occasion: string;
};

export interface RuleContext {
  readonly rules: RuleConfig;
  /** Labels of a cluster; empty where it is not known. */
  readonly labelsOf: (cluster: string) => Readonly<Record<string, string>>;
  /** Users that the portal impersonates begin with it. */
  readonly userPrefix: string;
  /** Records of the same actor up to this one and as long ago as the longest rule looks, this one among them. */
  readonly recent: readonly AuditRecord[];
}

/** How long ago the rules look. */
export function longestWindowMs({ massDelete: deletes, manyDenials: denials }: RuleConfig): number {
  return Math.max(deletes.minutes, denials.minutes) * 60_000;
}

type Rule = (record: AuditRecord, context: RuleContext) => Finding | undefined;

const massDelete: Rule = (record, { rules, recent }) => {
  const { enabled, count, minutes } = rules.massDelete;
  if (!enabled || !isDelete(record)) return undefined;
  const deletes = within(recent, record, minutes).filter(isDelete);
  const objects = deletes.reduce((sum, each) => sum + destroyed(each), 0);
  if (objects < count) return undefined;
  return finding(record, {
    rule: 'mass-delete',
    severity: 'high',
    count: objects,
    firstAt: deletes.at(-1)?.at,
    occasion: `${Math.floor(record.at / (minutes * 60_000))}`,
  });
};

const manyDenials: Rule = (record, { rules, recent }) => {
  const { enabled, count, minutes } = rules.manyDenials;
  if (!enabled || record.outcome !== 'denied') return undefined;
  const denials = within(recent, record, minutes).filter(({ outcome }) => outcome === 'denied');
  if (denials.length < count) return undefined;
  return finding(record, {
    rule: 'many-denials',
    severity: 'medium',
    count: denials.length,
    firstAt: denials.at(-1)?.at,
    occasion: `${Math.floor(record.at / (minutes * 60_000))}`,
  });
};

const offHoursWrite: Rule = (record, { rules, labelsOf }) => {
  const { enabled, from, to, timeZone, clusterLabels } = rules.offHoursWrite;
  const cluster = record.target?.cluster;
  if (!enabled || cluster === undefined || !isChange(record)) return undefined;
  const labels = labelsOf(cluster);
  if (!Object.entries(clusterLabels).every(([label, value]) => labels[label] === value))
    return undefined;
  const { date, hour, isWeekend } = localTime(record.at, timeZone);
  if (!isWeekend && hour >= from && hour < to) return undefined;
  return finding(record, {
    rule: 'off-hours-write',
    severity: 'medium',
    count: 1,
    occasion: `${cluster}/${date}`,
  });
};

const roleEscalation: Rule = (record, { rules, userPrefix }) => {
  if (!rules.roleEscalation.enabled) return undefined;
  const changesRights =
    isChange(record) && record.target !== undefined && RIGHTS.has(pluralOf(record.target.kind));
  const { impersonatedBy, user = '' } = record.kubernetes ?? {};
  const impersonates = impersonatedBy !== undefined && !user.startsWith(userPrefix);
  if (!changesRights && !impersonates) return undefined;
  return finding(record, {
    rule: 'role-escalation',
    severity: 'high',
    count: 1,
    occasion: record.id,
  });
};

/** What the rules find in a record, by the record and those before it alone: read twice, it gives the same occasions. */
export function findNotices(record: AuditRecord, context: RuleContext): readonly Finding[] {
  return [massDelete, manyDenials, offHoursWrite, roleEscalation].flatMap(
    rule => rule(record, context) ?? [],
  );
}

function finding(
  record: AuditRecord,
  given: Pick<Finding, 'rule' | 'severity' | 'count' | 'occasion'> & { firstAt?: number },
): Finding {
  const { actor, at, id, summary, target } = record;
  return {
    ...given,
    occasion: `${given.rule}/${actor}/${given.occasion}`.slice(0, 400),
    actor,
    firstAt: given.firstAt ?? at,
    lastAt: at,
    cluster: target?.cluster,
    recordId: id,
    summary,
  };
}

function within(recent: readonly AuditRecord[], { at }: AuditRecord, minutes: number) {
  return recent
    .filter(record => record.at <= at && record.at > at - minutes * 60_000)
    .sort((a, b) => b.at - a.at);
}

function isChange({ kind, effect, outcome }: AuditRecord): boolean {
  return kind !== 'request' && effect !== 'read' && HAPPENED.has(outcome);
}

function isDelete(record: AuditRecord): boolean {
  return isChange(record) && record.effect === 'destroy';
}

function destroyed({ results = [] }: AuditRecord): number {
  return Math.max(1, results.filter(({ status }) => status === 'succeeded').length);
}

function localTime(at: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    weekday: 'short',
  }).formatToParts(at);
  const part = (type: string) => parts.find(each => each.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
    isWeekend: ['Sat', 'Sun'].includes(part('weekday')),
  };
}
