import { InputError } from '@backstage/errors';
import type { Row } from '@kubemate/kube-common';
import { parseRowFilter } from './RowFilter';
import { createRow, TEST_COLUMNS } from './testUtils/createRow';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const HOUR = 3_600_000;

const row: Row = createRow({
  name: 'api-0',
  namespace: 'shop',
  health: 'failed',
  reason: 'CrashLoopBackOff',
  created: NOW - 2 * HOUR,
  owner: { kind: 'StatefulSet', name: 'api' },
  cells: {
    status: 'Running',
    restarts: 4,
    memory: 2 ** 30,
    cpu: 0.25,
    ready: '1/3',
    lastSeen: NOW - 60_000,
    hostNetwork: false,
    images: 'nginx:1.27,envoy',
  },
});

function matches(filter: string, candidate = row): boolean {
  return parseRowFilter(filter, TEST_COLUMNS).every(condition => condition.test(candidate, NOW));
}

it.each([
  ['status=Running'],
  ['status=running'],
  ['status==Running'],
  ['status=Pending|Running'],
  ['status!=Pending|Failed'],
  ['status~unn'],
  ['status="Running"'],
  ['restarts>3'],
  ['restarts>=4,restarts<=4'],
  ['restarts=4'],
  ['health!=ok'],
  ['health=failed|warning'],
  ['reason=crashloopbackoff'],
  ['owner=StatefulSet/api'],
  ['owner~statefulset'],
  ['cluster=dev,namespace=shop,name~api'],
  ['memory>1000Mi'],
  ['memory=1Gi'],
  ['memory<=1Gi'],
  ['cpu<300m'],
  ['cpu=250m'],
  ['cpu>0.2'],
  ['ready<1'],
  ['ready<50%'],
  ['ready=1/3'],
  ['ready<2/3'],
  ['age>1h'],
  ['age<1d'],
  ['age<2h30m'],
  ['age<2026-06-01T11:00:00Z'],
  ['lastSeen<5m'],
  ['hostNetwork=false'],
  ['hostNetwork!=true'],
  ['images=envoy'],
  ['images~nginx'],
  [' status = Running , restarts > 3 '],
  [''],
])('%p accepts the row', filter => {
  expect(matches(filter)).toBe(true);
});

it.each([
  ['status=Pending'],
  ['status=Runn'],
  ['status!=Running'],
  ['restarts>4'],
  ['restarts<4'],
  ['memory>1Gi'],
  ['cpu>250m'],
  ['ready>50%'],
  ['age<1h'],
  ['age>2d'],
  ['lastSeen>5m'],
  ['hostNetwork=true'],
  ['images=nginx'],
  ['reason='],
  ['status=Running,restarts>9'],
])('%p refuses the row', filter => {
  expect(matches(filter)).toBe(false);
});

it('takes an absent cell for no value: equal to nothing, unequal to everything', () => {
  const empty = createRow({ name: 'x' });
  expect(matches('restarts=', empty)).toBe(true);
  expect(matches('restarts!=', empty)).toBe(false);
  expect(matches('restarts>0', empty)).toBe(false);
  expect(matches('restarts<5', empty)).toBe(false);
  expect(matches('restarts!=5', empty)).toBe(true);
  expect(matches('reason=', empty)).toBe(true);
});

it('keeps commas and bars inside quotation marks', () => {
  const odd = createRow({ name: 'x', cells: { status: 'a,b|c' } });
  expect(matches('status="a,b|c"', odd)).toBe(true);
  expect(matches('status="a,b"|"c"', odd)).toBe(false);
});

it('says which conditions depend on the time of asking', () => {
  const timed = (filter: string) =>
    parseRowFilter(filter, TEST_COLUMNS).some(condition => condition.timed);
  expect(timed('age<1h')).toBe(true);
  expect(timed('age<2026-06-01T11:00:00Z')).toBe(false);
  expect(timed('restarts>1')).toBe(false);
});

it.each([
  ['colour=red', /filter: no column "colour"; there are name, .*images/],
  ['status', /filter: cannot read "status"/],
  ['status=Running,', /filter: cannot read ""/],
  ['restarts>many', /filter: "many" is no value for column "restarts": give a number/],
  ['memory>1Xi', /filter: "1Xi" is no value for column "memory": give an amount/],
  ['age<soon', /filter: "soon" is no value for column "age": give a duration/],
  ['hostNetwork=perhaps', /filter: .* give true or false/],
  ['restarts>', /filter: "restarts>" lacks a value/],
  ['status="Running', /filter: a quotation mark is not closed/],
  ['__proto__=1', /filter: cannot read|filter: no column/],
])('refuses %p and says why', (filter, message) => {
  expect(() => parseRowFilter(filter, TEST_COLUMNS)).toThrow(InputError);
  expect(() => parseRowFilter(filter, TEST_COLUMNS)).toThrow(message);
});
