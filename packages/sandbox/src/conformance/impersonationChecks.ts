import assert from 'node:assert/strict';
import { newNamespace } from './fixtures';
import { as, grant, RBAC } from './grant';
import type { Checks } from './Target';

export const impersonationChecks: Checks = {
  'impersonates users, groups, uid and extra': async target => {
    const headers = {
      'impersonate-user': 'dana',
      'impersonate-group': 'shop',
      'impersonate-uid': 'u-1',
      'impersonate-extra-team': 'blue',
    };
    const { json } = await target.post(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { headers },
    );
    assert.deepEqual(json.status.userInfo, {
      username: 'dana',
      uid: 'u-1',
      groups: ['shop', 'system:authenticated'],
      extra: { team: ['blue'] },
    });
  },
  'impersonates service accounts with their groups': async target => {
    const headers = { 'impersonate-user': 'system:serviceaccount:default:bot' };
    const { json } = await target.post(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { headers },
    );
    assert.deepEqual(json.status.userInfo.groups, [
      'system:serviceaccounts',
      'system:serviceaccounts:default',
      'system:authenticated',
    ]);
  },
  'lets nobody impersonate without the right to': async target => {
    const { status, json } = await target.get('/api/v1/pods', {
      token: target.options.tokens.developer,
      headers: { 'impersonate-user': 'admin' },
    });
    assert.equal(status, 403);
    assert.match(json.message, /User "developer" cannot impersonate/);
  },
  'lets constrained impersonation do what it names, and never as system:masters': async target => {
    const namespace = await newNamespace(target);
    const account = await target.post(
      `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`,
      { spec: {} },
    );
    await grant(target, {
      namespace,
      user: `system:serviceaccount:${namespace}:default`,
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['impersonate-on:user-info:list'] },
        { apiGroups: [''], resources: ['secrets'], verbs: ['list'] },
      ],
    });
    const name = target.unique('constrained');
    await target.post(`${RBAC}/clusterroles`, {
      metadata: { name },
      rules: [
        {
          apiGroups: ['authentication.k8s.io'],
          resources: ['users', 'groups'],
          verbs: ['impersonate:user-info'],
        },
      ],
    });
    await target.post(`${RBAC}/clusterrolebindings`, {
      metadata: { name },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
      roleRef: { kind: 'ClusterRole', name, apiGroup: 'rbac.authorization.k8s.io' },
    });
    await grant(target, {
      namespace,
      user: name,
      rules: [{ apiGroups: [''], resources: ['*'], verbs: ['list'] }],
    });
    const { token } = account.json.status;
    const list = (plural: string, ...who: [string, ...string[]]) =>
      target.get(`/api/v1/namespaces/${namespace}/${plural}`, { token, headers: as(...who) });
    assert.equal((await list('pods', name, 'team')).status, 200);
    const secrets = await list('secrets', name);
    assert.equal(
      secrets.json.message,
      `secrets is forbidden: User "system:serviceaccount:${namespace}:default" cannot impersonate-on:user-info:list resource "secrets" in API group "" in the namespace "${namespace}"`,
    );
    const masters = await list('pods', name, 'system:masters');
    assert.equal(masters.status, 403);
    assert.match(masters.json.message, /impersonating the system:masters group is not allowed$/);
  },
  'refuses a group without a user': async target => {
    const { status } = await target.get('/api/v1/pods', {
      headers: { 'impersonate-group': 'system:masters' },
    });
    assert.equal(status, 400);
  },
};
