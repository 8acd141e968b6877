import { tenantStatus } from '../__testUtils__/tenants';
import { tenantHealth } from './tenantHealth';

const fine = tenantStatus({ drift: [], broken: [], failures: [] });

describe('tenantHealth', () => {
  it('says what is broken before what differs', () => {
    expect(tenantHealth(tenantStatus())).toEqual({ health: 'failed', kind: 'broken', number: 1 });
    expect(tenantHealth(tenantStatus({ broken: [] }))).toEqual({
      health: 'warning',
      kind: 'drift',
      number: 1,
    });
  });

  it('never calls well what could not be looked at', () => {
    const failures = [{ cluster: 'dev', reason: 'It is away' }];
    const namespaces = fine.namespaces.map(item => ({ ...item, state: 'unknown' as const }));
    expect(tenantHealth({ ...fine, failures, namespaces })).toMatchObject({
      health: 'unknown',
      kind: 'partial',
    });
    // Only a kind of objects there may not be read.
    expect(tenantHealth({ ...fine, failures })).toMatchObject({ health: 'ok' });
    expect(tenantHealth(fine)).toMatchObject({ health: 'ok' });
  });

  it('takes a missing namespace for worse than drift', () => {
    const [first] = fine.namespaces;
    if (first === undefined) throw new Error('no namespace');
    expect(tenantHealth({ ...fine, namespaces: [{ ...first, state: 'missing' }] })).toMatchObject({
      health: 'failed',
      kind: 'missing',
      number: 1,
    });
  });
});
