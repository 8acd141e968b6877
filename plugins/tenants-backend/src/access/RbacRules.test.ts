import type { KubeObject } from '@kubemate/kube-common';
import { accessMatrix } from './accessMatrix';
import { chainOf } from './explainAccess';
import { findOverPrivileged } from './findOverPrivileged';
import { RbacRules } from './RbacRules';

const meta = (name: string, namespace?: string, labels?: Record<string, string>) => ({
  ...{ name, namespace, labels, uid: name, resourceVersion: '1' },
  creationTimestamp: '2026-01-01T00:00:00Z',
});
const role = (name: string, rules: object[], more: object = {}): KubeObject => ({
  ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', rules },
  metadata: meta(name),
  ...more,
});
const binding = (
  name: string,
  ref: string,
  subjects: object[],
  namespace?: string,
): KubeObject => ({
  ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Binding', subjects },
  metadata: meta(name, namespace),
  roleRef: { kind: 'ClusterRole', name: ref },
});
const rule = (
  apiGroups: string[],
  resources: string[],
  verbs: string[],
  resourceNames?: string[],
) => ({
  ...{ apiGroups, resources, verbs, resourceNames },
});
const group = (name: string) => ({ kind: 'Group', name });

const podReader = rule([''], ['pods', 'pods/log'], ['get', 'list']);
const rules = new RbacRules({
  clusterRoleBindings: [
    binding('root', 'all', [group('admins')]),
    binding('secrets', 'secrets', [{ kind: 'ServiceAccount', name: 'default', namespace: 'ci' }]),
    binding('acting', 'acting', [{ kind: 'User', name: 'portal' }]),
  ],
  roleBindings: [
    binding('team', 'view', [group('team')], 'shop'),
    binding('one', 'one-config', [group('team')], 'shop'),
    binding('exec', 'exec', [{ kind: 'User', name: 'dana' }], 'shop'),
  ],
  clusterRoles: [
    role('all', [rule(['*'], ['*'], ['*'])]),
    role('secrets', [rule([''], ['secrets'], ['get'])]),
    role('acting', [rule([''], ['users'], ['impersonate'])]),
    role('exec', [rule([''], ['*/exec'], ['create'])]),
    role('one-config', [rule([''], ['configmaps'], ['update'], ['settings'])]),
    role('view', [podReader], {
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { view: 'yes' } }] },
    }),
    role('view-pods', [podReader], { metadata: meta('view-pods', undefined, { view: 'yes' }) }),
  ],
  roles: [],
});
const team = { user: 'dana', groups: ['team'] };
const ask = (verb: string, plural: string, more: object = {}) =>
  rules.chains(team, { verb, group: '', plural, namespace: 'shop', ...more });

describe('RbacRules', () => {
  it('says by which binding, role and rule a right comes, and whose rule an aggregated one is', () => {
    expect(ask('list', 'pods')).toEqual([
      {
        subject: { kind: 'Group', name: 'team' },
        binding: { kind: 'RoleBinding', name: 'team', namespace: 'shop' },
        role: { kind: 'ClusterRole', name: 'view' },
        rule: { ...podReader, resourceNames: [] },
        aggregatedFrom: 'view-pods',
      },
    ]);
  });

  it.each([
    ['another verb', ask('delete', 'pods')],
    ['another namespace', ask('list', 'pods', { namespace: 'bank' })],
    ['the whole cluster by a RoleBinding', ask('list', 'pods', { namespace: undefined })],
    ['a subresource by its parent', ask('list', 'pods', { subresource: 'exec' })],
    ['every object by a rule with names', ask('update', 'configmaps')],
    ['another name', ask('update', 'configmaps', { name: 'other' })],
  ])('does not give %s', (_, chains) => {
    expect(chains).toEqual([]);
  });

  it.each([
    ['a named object', ask('update', 'configmaps', { name: 'settings' })],
    ['a subresource of any kind', ask('create', 'pods', { subresource: 'exec' })],
  ])('gives %s', (_, chains) => {
    expect(chains).toHaveLength(1);
  });

  it('draws who may do what, without the cluster’s own parts', () => {
    const { items } = accessMatrix(rules, 'shop');
    expect(items.map(({ subject, verbs }) => [subject.name, verbs.pods])).toEqual([
      ['admins', ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']],
      ['dana', undefined],
      ['default', undefined],
      ['team', ['get', 'list']],
    ]);
  });

  it('finds who may do too much, worst first, with the evidence', () => {
    const found = (production: boolean) =>
      findOverPrivileged(rules, { cluster: 'c', production }).map(
        ({ kind, chain }) => `${kind} ${chain.subject.name} by ${chain.binding.name}`,
      );
    expect(found(true)).toEqual([
      'wildcard admins by root',
      'escalation portal by acting',
      'secrets-everywhere default by secrets',
      'default-service-account default by secrets',
      'exec-in-prod dana by exec',
    ]);
    expect(found(false)).not.toContain('exec-in-prod dana by exec');
  });

  it('reads the chain out of the API server’s own sentence', () => {
    const sentence =
      'RBAC: allowed by RoleBinding "team/shop" of ClusterRole "view" to Group "team"';
    const question = { verb: 'list', group: '', plural: 'pods', namespace: 'shop' };
    expect(chainOf(sentence, question)).toMatchObject({
      subject: { kind: 'Group', name: 'team' },
      binding: { kind: 'RoleBinding', name: 'team', namespace: 'shop' },
      role: { kind: 'ClusterRole', name: 'view' },
    });
    expect(chainOf('no opinion', question)).toBeUndefined();
  });
});
