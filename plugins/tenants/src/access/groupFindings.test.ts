import type { AccessFinding } from '@kubemate/plugin-tenants-common';
import { groupFindings } from './groupFindings';

const ALL = { search: '', kinds: [], severities: [], clusters: [] };

function finding(given: Partial<AccessFinding> & { name?: string } = {}): AccessFinding {
  const { name = 'admins', ...rest } = given;
  return {
    kind: 'wildcard',
    severity: 'high',
    cluster: 'dev',
    chain: {
      subject: { kind: 'Group', name },
      binding: { kind: 'ClusterRoleBinding', name: `${name}-all` },
      role: { kind: 'ClusterRole', name: 'cluster-admin' },
      rule: { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [] },
    },
    ...rest,
  };
}

describe('groupFindings', () => {
  it('says once what holds on several clusters', () => {
    const groups = groupFindings([finding(), finding({ cluster: 'prod' })], ALL);
    expect(groups.map(({ clusters }) => clusters)).toEqual([['dev', 'prod']]);
  });

  it('puts what is worst first', () => {
    const mild = finding({ kind: 'exec-in-prod', severity: 'medium', name: 'shop' });
    expect(
      groupFindings([mild, finding()], ALL).map(({ finding: { severity } }) => severity),
    ).toEqual(['high', 'medium']);
  });

  it.each([
    [{ clusters: ['prod'] }, 1],
    [{ kinds: ['escalation'] }, 0],
    [{ severities: ['high'] }, 2],
    [{ search: 'SHOP' }, 1],
  ])('shows of %j %i', (filter, number) => {
    const all = [finding(), finding({ cluster: 'prod', name: 'shop' })];
    expect(groupFindings(all, { ...ALL, ...filter })).toHaveLength(number);
  });
});
