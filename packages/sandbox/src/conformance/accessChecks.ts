import assert from 'node:assert/strict';
import { newNamespace, podSpec } from './fixtures';
import { as, grant, RBAC } from './grant';
import type { Checks, Target } from './Target';

async function can(
  target: Target,
  headers: Record<string, string>,
  attributes: object,
): Promise<boolean> {
  const { json } = await target.post(
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    { spec: { resourceAttributes: attributes } },
    { headers },
  );
  return json.status.allowed;
}

export const accessChecks: Checks = {
  'knows who has no token, and who has a wrong one': async target => {
    const anonymous = await target.get('/api/v1/pods', { token: undefined });
    assert.equal(
      anonymous.json.message,
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
    );
    const wrong = await target.get('/api/v1/pods', { token: 'wrong' });
    assert.deepEqual(
      [wrong.status, wrong.json.message, wrong.json.reason],
      [401, 'Unauthorized', 'Unauthorized'],
    );
  },
  "refuses in the real server's words": async target => {
    const token = target.options.tokens.developer;
    const message = async (path: string) => (await target.get(path, { token })).json.message;
    assert.equal(
      await message('/api/v1/namespaces/x/pods/y'),
      'pods "y" is forbidden: User "developer" cannot get resource "pods" in API group "" in the namespace "x"',
    );
    assert.equal(
      await message('/api/v1/namespaces/x/pods/y/log'),
      'pods "y" is forbidden: User "developer" cannot get resource "pods/log" in API group "" in the namespace "x"',
    );
    assert.equal(
      await message('/apis/apps/v1/deployments'),
      'deployments.apps is forbidden: User "developer" cannot list resource "deployments" in API group "apps" at the cluster scope',
    );
    assert.equal(
      await message('/metrics'),
      'forbidden: User "developer" cannot get path "/metrics"',
    );
    assert.equal(
      await message('/api/v1/namespaces/x'),
      'namespaces "x" is forbidden: User "developer" cannot get resource "namespaces" in API group "" in the namespace "x"',
    );
    assert.equal(
      await message('/api/v1/pods?watch=true'),
      'pods is forbidden: User "developer" cannot watch resource "pods" in API group "" at the cluster scope',
    );
  },
  'allows what a role allows, and no more': async target => {
    const namespace = await newNamespace(target);
    await grant(target, {
      namespace,
      user: 'developer',
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    });
    const token = target.options.tokens.developer;
    assert.equal((await target.get(`/api/v1/namespaces/${namespace}/pods`, { token })).status, 200);
    assert.equal((await target.get('/api/v1/namespaces/default/pods', { token })).status, 403);
    assert.equal(
      (
        await target.post(
          `/api/v1/namespaces/${namespace}/pods`,
          { metadata: { name: 'p' }, spec: podSpec() },
          { token },
        )
      ).status,
      403,
    );
  },
  'limits rules to resource names': async target => {
    const namespace = await newNamespace(target);
    const user = target.unique('user');
    await grant(target, {
      namespace,
      user,
      rules: [
        { apiGroups: [''], resources: ['configmaps'], resourceNames: ['one'], verbs: ['get'] },
      ],
    });
    assert.equal(
      await can(target, as(user), { namespace, verb: 'get', resource: 'configmaps', name: 'one' }),
      true,
    );
    assert.equal(
      await can(target, as(user), { namespace, verb: 'get', resource: 'configmaps', name: 'two' }),
      false,
    );
    assert.equal(
      await can(target, as(user), { namespace, verb: 'get', resource: 'configmaps' }),
      false,
    );
  },
  'tells subresources from resources': async target => {
    const namespace = await newNamespace(target);
    const user = target.unique('user');
    await grant(target, {
      namespace,
      user,
      rules: [
        { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
        { apiGroups: ['apps'], resources: ['*/scale'], verbs: ['update'] },
      ],
    });
    const ask = (attributes: object) => can(target, as(user), { namespace, ...attributes });
    assert.equal(await ask({ verb: 'get', resource: 'pods', subresource: 'log' }), true);
    assert.equal(await ask({ verb: 'get', resource: 'pods' }), false);
    assert.equal(
      await ask({ verb: 'update', group: 'apps', resource: 'deployments', subresource: 'scale' }),
      true,
    );
  },
  'binds groups and service accounts': async target => {
    const namespace = await newNamespace(target);
    const name = target.unique('bind');
    await target.post(`${RBAC}/namespaces/${namespace}/rolebindings`, {
      metadata: { name },
      subjects: [
        { kind: 'Group', name: `g-${name}`, apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'ServiceAccount', name: 'default', namespace },
      ],
      roleRef: { kind: 'ClusterRole', name: 'view', apiGroup: 'rbac.authorization.k8s.io' },
    });
    if (target.options.real)
      await new Promise(resolve => {
        setTimeout(resolve, 300);
      });
    const pods = { namespace, verb: 'list', resource: 'pods' };
    assert.equal(await can(target, as('anyone', `g-${name}`), pods), true);
    assert.equal(await can(target, as(`system:serviceaccount:${namespace}:default`), pods), true);
    assert.equal(await can(target, as('anyone'), pods), false);
    assert.equal(
      await can(target, as('anyone', `g-${name}`), { ...pods, resource: 'secrets' }),
      false,
    );
  },
  'aggregates cluster roles': async target => {
    const name = target.unique('aggregate');
    await target.post(`${RBAC}/clusterroles`, {
      metadata: { name: `${name}-part`, labels: { [`sum-${name}`]: 'true' } },
      rules: [{ apiGroups: ['example.org'], resources: ['things'], verbs: ['get'] }],
    });
    await target.post(`${RBAC}/clusterroles`, {
      metadata: { name },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`sum-${name}`]: 'true' } }] },
      rules: [],
    });
    const { json } = await target.eventually(
      `${RBAC}/clusterroles/${name}`,
      reply => (reply.json.rules ?? []).length > 0,
    );
    assert.deepEqual(json.rules, [
      { apiGroups: ['example.org'], resources: ['things'], verbs: ['get'] },
    ]);
  },
  'has the roles that every cluster starts with': async target => {
    for (const name of [
      'cluster-admin',
      'admin',
      'edit',
      'view',
      'system:discovery',
      'system:basic-user',
      'system:public-info-viewer',
    ])
      assert.equal((await target.get(`${RBAC}/clusterroles/${name}`)).status, 200, name);
    const view = await target.eventually(
      `${RBAC}/clusterroles/view`,
      reply => (reply.json.rules ?? []).length > 0,
    );
    assert.ok(view.json.rules.length > 3);
  },
  "lists a user's rules in a namespace": async target => {
    const namespace = await newNamespace(target);
    const user = target.unique('user');
    await grant(target, {
      namespace,
      user,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    });
    const { status, json } = await target.post(
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      { spec: { namespace } },
      { headers: as(user) },
    );
    assert.equal(status, 201);
    assert.ok(
      json.status.resourceRules.some(
        (rule: object) =>
          JSON.stringify(rule) ===
          JSON.stringify({ verbs: ['get'], apiGroups: [''], resources: ['pods'] }),
      ),
    );
    assert.equal(json.status.incomplete, false);
    assert.ok(json.status.nonResourceRules.length > 0);
  },
  'answers access reviews about others': async target => {
    const namespace = await newNamespace(target);
    const user = target.unique('user');
    await grant(target, {
      namespace,
      user,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['*'] }],
    });
    const resourceAttributes = { namespace, verb: 'delete', resource: 'pods' };
    const global = await target.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      spec: { user, resourceAttributes },
    });
    assert.equal(global.json.status.allowed, true);
    const local = await target.post(
      `/apis/authorization.k8s.io/v1/namespaces/${namespace}/localsubjectaccessreviews`,
      { spec: { user, resourceAttributes } },
    );
    assert.equal(local.json.status.allowed, true);
    const path = await target.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      spec: {
        user,
        groups: ['system:authenticated'],
        nonResourceAttributes: { verb: 'get', path: '/version' },
      },
    });
    assert.equal(path.json.status.allowed, true);
  },
  'refuses a review of nothing': async target => {
    const { status, json } = await target.post(
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      { spec: {} },
    );
    assert.equal(status, 422);
    assert.match(
      json.message,
      /exactly one of nonResourceAttributes or resourceAttributes must be specified/,
    );
  },
  'says who the caller is': async target => {
    const { json } = await target.post(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { token: target.options.tokens.developer },
    );
    assert.deepEqual(
      [json.status.userInfo.username, json.status.userInfo.groups],
      ['developer', ['team-shop', 'system:authenticated']],
    );
  },
  'reviews tokens': async target => {
    const path = '/apis/authentication.k8s.io/v1/tokenreviews';
    const known = await target.post(path, { spec: { token: target.options.tokens.developer } });
    assert.deepEqual(
      [known.json.status.authenticated, known.json.status.user.username],
      [true, 'developer'],
    );
    const unknown = await target.post(path, { spec: { token: 'wrong' } });
    assert.equal(unknown.json.status.authenticated, undefined);
  },
  'says which binding gives a right': async target => {
    const namespace = await newNamespace(target);
    const user = target.unique('user');
    await grant(target, {
      namespace,
      user,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    });
    const { json } = await target.post(
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      { spec: { resourceAttributes: { namespace, verb: 'get', resource: 'pods' } } },
      { headers: as(user) },
    );
    assert.match(
      json.status.reason,
      new RegExp(
        `^RBAC: allowed by RoleBinding "role-[^/]+/${namespace}" of Role "role-[^"]+" to User "${user}"$`,
      ),
    );
  },
  'lets nobody grant what they do not hold': async target => {
    const namespace = await newNamespace(target);
    const user = target.unique('user');
    await grant(target, {
      namespace,
      user,
      rules: [
        {
          apiGroups: ['rbac.authorization.k8s.io'],
          resources: ['roles', 'rolebindings'],
          verbs: ['create'],
        },
        { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      ],
    });
    const roles = `${RBAC}/namespaces/${namespace}/roles`;
    const role = (name: string, resources: string[]) => ({
      metadata: { name },
      rules: [{ apiGroups: [''], resources, verbs: ['get'] }],
    });
    assert.equal(
      (await target.post(roles, role('held', ['pods']), { headers: as(user) })).status,
      201,
    );
    const refused = await target.post(roles, role('more', ['secrets']), { headers: as(user) });
    assert.equal(refused.status, 403);
    assert.match(
      refused.json.message,
      /is attempting to grant RBAC permissions not currently held:\n\{APIGroups:\[""\], Resources:\["secrets"\], Verbs:\["get"\]\}/,
    );
    const bound = await target.post(
      `${RBAC}/namespaces/${namespace}/rolebindings`,
      {
        metadata: { name: 'b' },
        subjects: [],
        roleRef: {
          kind: 'ClusterRole',
          name: 'cluster-admin',
          apiGroup: 'rbac.authorization.k8s.io',
        },
      },
      { headers: as(user) },
    );
    assert.equal(bound.status, 403);
  },
  'never changes the role of a binding': async target => {
    const namespace = await newNamespace(target);
    const path = `${RBAC}/namespaces/${namespace}/rolebindings`;
    await target.post(path, {
      metadata: { name: 'b' },
      subjects: [],
      roleRef: { kind: 'ClusterRole', name: 'view', apiGroup: 'rbac.authorization.k8s.io' },
    });
    const { status, json } = await target.patch(`${path}/b`, { roleRef: { name: 'edit' } });
    assert.equal(status, 422);
    assert.match(json.message, /roleRef: Invalid value: .*: field is immutable/);
  },
};
