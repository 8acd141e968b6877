import type { Column, Row } from '@kubemate/kube-common';
import { csvHeader, csvLines } from './csv';

const columns: Column[] = [
  { id: 'ready', title: 'Ready', type: 'fraction', priority: 0 },
  { id: 'memory', title: 'Memory', type: 'bytes', priority: 0 },
  { id: 'started', title: 'Started', type: 'time', priority: 0 },
];

function row(cells: Row['cells']): Row {
  return {
    cluster: 'prod',
    namespace: 'shop',
    name: 'cart-1',
    uid: 'u1',
    resourceVersion: '1',
    created: 0,
    health: 'failed',
    reason: 'CrashLoopBackOff',
    cells,
  };
}

describe('csv', () => {
  it('names columns by id', () => {
    expect(csvHeader(columns)).toBe(
      'cluster,namespace,name,health,reason,created,ready,memory,started\r\n',
    );
  });

  it('writes amounts as numbers and times as ISO 8601', () => {
    expect(csvLines([row({ ready: '1/3', memory: 1024, started: 1000 })], columns)).toBe(
      'prod,shop,cart-1,failed,CrashLoopBackOff,1970-01-01T00:00:00.000Z,1/3,1024,1970-01-01T00:00:01.000Z\r\n',
    );
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['-1+1', "'-1+1"],
  ])('writes the text %j as %j', (text, written) => {
    expect(csvLines([row({ ready: text })], columns)).toContain(`,${written},`);
  });

  it('keeps a negative number a number, and an absent cell empty', () => {
    expect(csvLines([row({ memory: -5 })], columns)).toMatch(/Z,,-5,\r\n$/);
  });
});
