import type { AuditRecord } from '@kubemate/plugin-audit-common';
import { kubernetesEvent, operation, request } from '../__testUtils__/events';
import { startAudit } from '../__testUtils__/startAudit';
import { readAuditConfig } from '../config/readAuditConfig';
import { ConfigReader } from '@backstage/config';
import { findNotices } from './findNotices';

const { rules } = readAuditConfig(new ConfigReader({}));
const WEDNESDAY_NOON = Date.UTC(2026, 10, 25, 12);
const minutes = 60_000;

function record(given: Parameters<typeof operation>[0] = {}, make = operation): AuditRecord {
  const event = make({ at: WEDNESDAY_NOON, ...given });
  return {
    ...event,
    chain: 'trail',
    seq: 1,
    recordedAt: 1,
    severity: 'high',
    prevHash: '',
    hash: '',
  };
}

const find = (one: AuditRecord, before: readonly AuditRecord[] = []) =>
  findNotices(one, {
    rules,
    labelsOf: cluster => ({ environment: cluster }),
    userPrefix: 'kubemate:',
    recent: [...before, one],
  }).map(({ rule, count }) => `${rule} ${count}`);

const destroy = (given = {}) =>
  record({ effect: 'destroy', action: 'clusters.delete-object', ...given });
const denied = (given = {}) => record({ outcome: 'denied', ...given });
const many = (count: number, make: (given: object) => AuditRecord, ago = 1 * minutes) =>
  Array.from({ length: count }, (_, at) => make({ at: WEDNESDAY_NOON - ago - at }));
const target = (kind: string) => ({ cluster: 'dev', kind, namespace: 'shop', name: 'x' });
const at = (day: number, hour: number) => ({ at: Date.UTC(2026, 10, day, hour) });
const results = Array.from({ length: 10 }, () => ({
  target: target('Pod'),
  status: 'succeeded' as const,
}));

describe('rules', () => {
  it.each<[string, string[], string[]]>([
    ['ten deletions within five minutes', find(destroy(), many(9, destroy)), ['mass-delete 10']],
    ['nine of them', find(destroy(), many(8, destroy)), []],
    ['ten, but over an hour', find(destroy(), many(9, destroy, 60 * minutes)), []],
    ['one that took ten objects away', find(destroy({ results })), ['mass-delete 10']],
    ['ten that failed', find(destroy({ outcome: 'failed' }), many(9, destroy)), []],
    ['ten denials', find(denied(), many(9, denied)), ['many-denials 10']],
    ['nine denials', find(denied(), many(8, denied)), []],
    ['a write to production at noon', find(record(at(25, 12))), []],
    ['at three in the morning', find(record(at(25, 3))), ['off-hours-write 1']],
    ['on a Sunday', find(record(at(29, 12))), ['off-hours-write 1']],
    ['at night in development', find(record({ ...at(25, 3), target: target('Pod') })), []],
    ['a read of production at night', find(record({ ...at(25, 3), effect: 'read' })), []],
    ['a request at night', find(record({ ...at(25, 3), effect: 'write' }, request)), []],
    ['a refused write at night', find(record({ ...at(25, 3), outcome: 'denied' })), []],
    ['a role binding made', find(record({ target: target('RoleBinding') })), ['role-escalation 1']],
    [
      'a cluster role looked at',
      find(record({ target: target('ClusterRole'), effect: 'read' })),
      [],
    ],
    ['the portal impersonating', find(record({}, kubernetesEvent)), []],
    [
      'somebody else impersonating',
      find(
        record(
          { kubernetes: { auditId: 'a', verb: 'patch', user: 'dana', impersonatedBy: 'admin' } },
          kubernetesEvent,
        ),
      ),
      ['role-escalation 1'],
    ],
  ])('find in %s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  it('count working hours in the configured time zone', () => {
    const shanghai = {
      ...rules,
      offHoursWrite: { ...rules.offHoursWrite, timeZone: 'Asia/Shanghai' },
    };
    const one = record(at(25, 3));
    const context = {
      labelsOf: () => ({ environment: 'prod' }),
      userPrefix: 'kubemate:',
      recent: [one],
    };
    expect(findNotices(one, { ...context, rules: shanghai })).toEqual([]);
  });

  it('raise a notice once for an occasion, whoever reads the records again', async () => {
    const audit = await startAudit();
    const deletions = Array.from({ length: 12 }, (_, index) =>
      operation({ effect: 'destroy', at: WEDNESDAY_NOON + index, summary: `Delete ${index}` }),
    );
    await audit.record(...deletions);
    await audit.rules.idle();
    const first = await audit.notices.list('user:default/astrid', 10);
    expect(first).toMatchObject({
      unread: 1,
      items: [{ rule: 'mass-delete', count: 12, summary: 'Delete 11', read: false }],
    });
    await audit.knex('audit_state').delete();
    audit.rules.kick();
    await audit.rules.idle();
    expect(await audit.notices.list('user:default/astrid', 10)).toEqual(first);
    await audit.notices.markRead('user:default/astrid', [first.items[0]?.id ?? '']);
    expect(await audit.notices.list('user:default/astrid', 10)).toMatchObject({
      unread: 0,
      items: [{ read: true }],
    });
    expect(await audit.notices.list('user:default/priya', 10)).toMatchObject({ unread: 1 });
    await audit.stop();
  });
});
