/* eslint-disable jest/no-export -- two test files run these */
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import type { KubeWrite } from '../KubeWrite';
import { FieldConflictError, InvalidObjectError, TooManyRequestsError } from '../writeErrors';
import { apps, configMap, configMaps, core, WriteSubject } from './WriteSubject';

const refused = (promise: Promise<unknown>): Promise<any> =>
  promise.then(
    () => {
      throw new Error('it was not refused');
    },
    error => error,
  );

/** Checks of what `write` and its companions do on an API server: the same for the sandbox and a real one. Goes into a `describe`. */
export function checkWrites(
  start: () => Promise<{ definition: ClusterDefinition; close?: () => Promise<void> }>,
): void {
  let subject: WriteSubject;
  let stop: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    const { definition, close } = await start();
    stop = close;
    subject = new WriteSubject(definition);
    await subject.prepare();
  }, 30_000);
  afterAll(async () => {
    await subject?.close();
    await stop?.();
  }, 30_000);

  changes(() => subject);
  refusals(() => subject);
  secrets(() => subject);
  questions(() => subject);
  constrained(() => subject);
}

function changes(get: () => WriteSubject): void {
  const write = (request: KubeWrite) => get().kube.write(request, get().editor);

  it('creates as the viewer, with the portal as field manager', async () => {
    const made = await get().configMap({ a: '1' });
    expect(made).toMatchObject({ kind: 'ConfigMap', data: { a: '1' } });
    expect(made.metadata.managedFields).toMatchObject([{ manager: 'kubemate' }]);
    const { name } = made.metadata;
    const again = { ...get().target(configMaps), verb: 'create', object: configMap(name) } as const;
    const error = await refused(write(again));
    expect(error).toMatchObject({
      name: 'ConflictError',
      message: `configmaps "${name}" already exists`,
    });
    expect(error).not.toBeInstanceOf(FieldConflictError);
  });

  it('patches in each of the four ways', async () => {
    const name = await get().deployment();
    const patch = async (type: 'merge' | 'strategic' | 'json' | 'apply', value: unknown) => {
      const target = get().target(apps('deployments'));
      const { object } = await write({ ...target, verb: 'patch', name, patch: { type, value } });
      return object as any;
    };
    const merged = await patch('merge', { metadata: { labels: { by: 'merge' } } });
    expect(merged.metadata.labels).toEqual({ by: 'merge' });
    const strategic = await patch('strategic', {
      spec: { template: { spec: { containers: [{ name: 'side', image: 'side:1' }] } } },
    });
    const names = strategic.spec.template.spec.containers.map((each: any) => each.name);
    expect(names.sort()).toEqual(['side', 'web']);
    const edited = await patch('json', [
      { op: 'test', path: '/metadata/labels/by', value: 'merge' },
      { op: 'replace', path: '/metadata/labels/by', value: 'json' },
    ]);
    expect(edited.metadata.labels).toEqual({ by: 'json' });
    const applied = await patch('apply', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, annotations: { by: 'apply' } },
    });
    expect(applied.metadata.annotations).toMatchObject({ by: 'apply' });
    expect(applied.metadata.managedFields).toContainEqual(
      expect.objectContaining({ manager: 'kubemate', operation: 'Apply' }),
    );
  });

  it('replaces one version and no other', async () => {
    const made = await get().configMap({ a: '1' });
    const replace = (data: object) =>
      write({
        ...get().target(configMaps),
        verb: 'replace',
        name: made.metadata.name,
        object: { ...made, data },
      });
    expect((await replace({ a: '2' })).object).toMatchObject({ data: { a: '2' } });
    await expect(replace({ a: '3' })).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('the object has been modified'),
    });
  });

  it('deletes what it was shown, and nothing that took its place', async () => {
    const { metadata } = await get().configMap({ a: '1' });
    const { name, uid, resourceVersion } = metadata;
    const remove = (preconditions: { uid?: string; resourceVersion?: string }) =>
      write({ ...get().target(configMaps), verb: 'delete', name, preconditions });
    for (const wrong of [{ uid: 'another' }, { uid, resourceVersion: '1' }])
      await expect(remove(wrong)).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('in the precondition'),
      });
    await expect(remove({ uid, resourceVersion })).resolves.toEqual({ warnings: [] });
    const ref = get().ref(configMaps, name);
    await expect(get().kube.get(ref, get().editor)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('changes nothing in a dry run, and answers as if it did', async () => {
    const before = await get().configMap({ a: '1' });
    const { name } = before.metadata;
    const target = { ...get().target(configMaps), dryRun: true } as const;
    const fresh = get().name();
    const made = await write({ ...target, verb: 'create', object: configMap(fresh) });
    expect(made.object?.metadata.name).toBe(fresh);
    const missing = get().kube.get(get().ref(configMaps, fresh), get().editor);
    await expect(missing).rejects.toMatchObject({ name: 'NotFoundError' });
    const value = { ...configMap(name), data: { a: '2' } };
    const changed = await Promise.all([
      write({ ...target, verb: 'replace', name, object: value }),
      write({
        ...target,
        verb: 'patch',
        name,
        patch: { type: 'merge', value: { data: { a: '2' } } },
      }),
      write({ ...target, verb: 'patch', name, patch: { type: 'apply', value }, force: true }),
    ]);
    for (const { object } of changed) expect(object).toMatchObject({ data: { a: '2' } });
    await write({ ...target, verb: 'delete', name });
    expect(await get().kube.get(get().ref(configMaps, name), get().editor)).toEqual(before);
  });

  it('scales by the subresource', async () => {
    const name = await get().deployment();
    const scale = (by: Pick<KubeWrite, 'dryRun'>) =>
      write({
        ...get().target(apps('deployments')),
        ...by,
        verb: 'patch',
        name,
        subresource: 'scale',
        patch: { type: 'merge', value: { spec: { replicas: 3 } } },
      });
    const ref = get().ref(apps('deployments'), name);
    expect((await scale({ dryRun: true })).object).toMatchObject({ kind: 'Scale' });
    expect(await get().kube.get(ref, get().editor)).toMatchObject({ spec: { replicas: 0 } });
    expect((await scale({})).object).toMatchObject({ kind: 'Scale', spec: { replicas: 3 } });
    expect(await get().kube.get(ref, get().editor)).toMatchObject({ spec: { replicas: 3 } });
  });

  it('issues a token of a service account', async () => {
    const { object } = await write({
      ...get().target(core('serviceaccounts')),
      verb: 'create',
      name: 'default',
      subresource: 'token',
      object: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    });
    expect(object).toMatchObject({ kind: 'TokenRequest', status: { token: expect.any(String) } });
  });

  it('passes on what the API server warns of', async () => {
    const deprecated = await get().kube.write(
      {
        ...get().target(core('endpoints')),
        verb: 'create',
        object: { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: get().name() } },
        dryRun: true,
      },
      get().boss,
    );
    expect(deprecated.warnings).toEqual([
      'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    ]);
    const odd = { ...configMap(get().name()), colour: 'red' };
    const create = { ...get().target(configMaps), verb: 'create', object: odd } as const;
    const warned = await write({ ...create, fieldValidation: 'Warn', dryRun: true });
    expect(warned.warnings).toEqual(['unknown field "colour"']);
    const silent = await write({ ...create, fieldValidation: 'Ignore', dryRun: true });
    expect(silent.warnings).toEqual([]);
    await expect(write(create)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('unknown field "colour"'),
    });
  });
}

function refusals(get: () => WriteSubject): void {
  const write = (request: KubeWrite) => get().kube.write(request, get().editor);

  it('names the managers and the fields that an apply would take', async () => {
    const name = get().name();
    const apply = (data: object, options: { fieldManager?: string; force?: boolean } = {}) =>
      write({
        ...get().target(configMaps),
        ...options,
        verb: 'patch',
        name,
        patch: { type: 'apply', value: { ...configMap(name), data } },
      });
    await apply({ a: '1', b: '1' }, { fieldManager: 'helm' });
    const error = await refused(apply({ a: '2', b: '1' }));
    expect(error).toBeInstanceOf(FieldConflictError);
    expect(error).toMatchObject({
      name: 'ConflictError',
      message: 'Apply failed with 1 conflict: conflict with "helm": .data.a',
      conflicts: [{ manager: 'helm', field: '.data.a' }],
    });
    await write({
      ...get().target(configMaps),
      verb: 'patch',
      name,
      fieldManager: 'kubectl-edit',
      patch: { type: 'merge', value: { data: { b: '5' } } },
    });
    const both = await refused(apply({ a: '2', b: '1' }));
    expect(both.conflicts).toEqual(
      expect.arrayContaining([
        { manager: 'helm', field: '.data.a' },
        { manager: 'kubectl-edit', field: '.data.b', note: expect.stringMatching(/^using v1/) },
      ]),
    );
    const { object } = await apply({ a: '2', b: '1' }, { force: true });
    expect(object).toMatchObject({ data: { a: '2', b: '1' } });
  });

  it('says field by field what is wrong with an object', async () => {
    const name = await get().deployment();
    const error = await refused(
      write({
        ...get().target(apps('deployments')),
        verb: 'patch',
        name,
        patch: { type: 'merge', value: { spec: { replicas: -1 } } },
      }),
    );
    expect(error).toBeInstanceOf(InvalidObjectError);
    expect(error).toMatchObject({
      name: 'InputError',
      causes: [
        {
          field: 'spec.replicas',
          message: expect.stringContaining('must be greater than or equal to 0'),
        },
      ],
    });
  });

  it('refuses in the API server’s words, which are known before', async () => {
    const { kube, stranger, id } = get();
    const { name } = (await get().configMap({ a: '1' })).metadata;
    const target = get().ref(configMaps, name);
    const error = await refused(kube.write({ ...target, verb: 'delete' }, stranger));
    expect(error).toMatchObject({
      name: 'NotAllowedError',
      message: `configmaps "${name}" is forbidden: User "kubemate:${id}-stranger" cannot delete resource "configmaps" in API group "" in the namespace "${id}"`,
    });
    const answer = await kube.mayWhy({ ...target, verb: 'delete' }, stranger);
    expect(answer.allowed).toBe(false);
    expect(error.message).toBe(`configmaps "${name}" is forbidden: ${answer.reason}`);
    const scale = { ...get().ref(apps('deployments'), 'x'), subresource: 'scale' };
    const denied = await refused(
      kube.write(
        { ...scale, verb: 'patch', patch: { type: 'merge', value: { spec: { replicas: 1 } } } },
        stranger,
      ),
    );
    const why = await kube.mayWhy({ ...scale, verb: 'patch' }, stranger);
    expect(denied.message).toBe(`deployments.apps "x" is forbidden: ${why.reason}`);
    const everywhere = { cluster: get().cluster, verb: 'delete', resource: core('nodes') };
    expect((await kube.mayWhy(everywhere, stranger)).reason).toMatch(/at the cluster scope$/);
  });

  it('tells an eviction that a budget stands against from every other failure', async () => {
    const labels = { app: get().name() };
    const pod = await get().runningPod(labels);
    const budget = {
      ...get().target({ group: 'policy', version: 'v1', plural: 'poddisruptionbudgets' }),
    };
    await write({
      ...budget,
      verb: 'create',
      object: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'careful' },
        spec: { minAvailable: 1, selector: { matchLabels: labels } },
      },
    });
    const evict = (dryRun: boolean) =>
      write({
        ...get().target(core('pods')),
        verb: 'create',
        name: pod,
        subresource: 'eviction',
        object: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod } },
        dryRun,
      });
    // The first seconds of a budget, an API server asks to come again later.
    const early = await refused(evict(true));
    expect(early).toBeInstanceOf(TooManyRequestsError);
    const error = await refused(evict(false));
    expect(error).toBeInstanceOf(TooManyRequestsError);
    expect(error.name).toBe('ServiceUnavailableError');
    expect(error.message).toContain(
      "Cannot evict pod as it would violate the pod's disruption budget.",
    );
    expect(error.budgets).toHaveLength(1);
    expect(error.budgets[0]).toMatch(/^The disruption budget careful /);
    const isCounting = /still being processed/.test(error.budgets[0]);
    expect(error.retryAfterSeconds).toBe(isCounting ? 10 : undefined);
    await write({ ...budget, verb: 'delete', name: 'careful' });
    const podRef = get().ref(core('pods'), pod);
    await get().until(async () => {
      // A real server's eviction reads budgets from a cache.
      const outcome = await evict(true).catch(() => undefined);
      return outcome !== undefined;
    });
    expect(await get().kube.get(podRef, get().editor)).not.toHaveProperty(
      'metadata.deletionTimestamp',
    );
    expect(await evict(false)).toEqual({ warnings: [] });
    expect(await get().kube.get(podRef, get().editor)).toHaveProperty('metadata.deletionTimestamp');
    await write({
      ...get().target(core('pods')),
      verb: 'delete',
      name: pod,
      gracePeriodSeconds: 0,
    });
    await expect(get().kube.get(podRef, get().editor)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });
}

function secrets(get: () => WriteSubject): void {
  it('shows a Secret’s values to nobody who did not ask for them', async () => {
    const { kube, editor, stranger } = get();
    const value = 'canary-7f3a9c';
    const name = get().name();
    const target = get().target(core('secrets'));
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name } };
    const stored = { data: { password: Buffer.from(value).toString('base64') } };
    const answers: unknown[] = [
      await kube.write(
        { ...target, verb: 'create', object: { ...secret, stringData: { password: value } } },
        editor,
      ),
      await kube.write(
        { ...target, verb: 'patch', name, patch: { type: 'merge', value: stored } },
        editor,
      ),
      await kube.write(
        { ...target, verb: 'replace', name, object: { ...secret, ...stored } },
        editor,
      ),
    ];
    // Numbers instead of text: the API server quotes what it found.
    const number = 7_312_904_455;
    for (const type of ['apply', 'merge', 'strategic'] as const) {
      const patch = { type, value: { ...secret, data: { password: number } } };
      const error = await refused(kube.write({ ...target, verb: 'patch', name, patch }, editor));
      answers.push({ message: error.message, ...error });
    }
    const text = JSON.stringify(answers);
    expect(text).toContain('13 bytes');
    for (const secretText of [value, stored.data.password, String(number)])
      expect(text).not.toContain(secretText);
    const ref = get().ref(core('secrets'), name);
    expect(await kube.revealSecret(ref, editor)).toMatchObject(stored);
    await expect(kube.revealSecret(ref, stranger)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    const map = await get().configMap({ a: '1' });
    await expect(
      kube.revealSecret(get().ref(configMaps, map.metadata.name), editor),
    ).rejects.toMatchObject({ name: 'InputError' });
    const { object } = await kube.write({ ...target, verb: 'delete', name }, editor);
    expect(object).toBeUndefined();
  });
}

function questions(get: () => WriteSubject): void {
  it('says by which binding a viewer may', async () => {
    const { kube, editor, id } = get();
    const access = { ...get().target(configMaps), verb: 'update' };
    await expect(kube.mayWhy(access, editor)).resolves.toEqual({
      allowed: true,
      reason: `RBAC: allowed by RoleBinding "edit/${id}" of ClusterRole "edit" to Group "kubemate:${id}"`,
    });
  });

  it('knows who the viewer is to the API server', async () => {
    const { kube, editor, id, cluster } = get();
    await expect(kube.whoAmI(cluster, editor)).resolves.toMatchObject({
      user: `kubemate:${id}`,
      groups: [`kubemate:${id}`, 'system:authenticated'],
    });
  });

  it('finds the type of an object, and of one that is served since a moment ago', async () => {
    const { kube, boss, cluster, id } = get();
    const of = (apiVersion: string, kind: string) => kube.typeOf({ cluster, apiVersion, kind });
    expect(await of('v1', 'Pod')).toMatchObject({ plural: 'pods', namespaced: true });
    expect(await of('apps/v1', 'Deployment')).toMatchObject({ group: 'apps' });
    await expect(of('example.com/v1', 'Nothing')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: `cluster ${cluster} serves no Nothing of example.com/v1`,
    });
    const group = `${id}.example.com`;
    const crds = {
      group: 'apiextensions.k8s.io',
      version: 'v1',
      plural: 'customresourcedefinitions',
    };
    await kube.write(
      {
        cluster,
        resource: crds,
        verb: 'patch',
        name: `gadgets.${group}`,
        patch: {
          type: 'apply',
          value: {
            apiVersion: 'apiextensions.k8s.io/v1',
            kind: 'CustomResourceDefinition',
            metadata: { name: `gadgets.${group}` },
            spec: {
              group,
              scope: 'Namespaced',
              names: { plural: 'gadgets', singular: 'gadget', kind: 'Gadget' },
              versions: [
                {
                  name: 'v1',
                  served: true,
                  storage: true,
                  schema: { openAPIV3Schema: { type: 'object' } },
                },
              ],
            },
          },
        },
      },
      boss,
    );
    await get().until(() =>
      of(`${group}/v1`, 'Gadget').then(
        type => type.plural === 'gadgets',
        () => false,
      ),
    );
    await kube.write({ cluster, resource: crds, verb: 'delete', name: `gadgets.${group}` }, boss);
  });

  it('reads what the API server knows of its types', async () => {
    const { kube, editor, cluster } = get();
    const document = (await kube.openApi(cluster, 'apps/v1', editor)) as any;
    expect(document.components.schemas).toHaveProperty(['io.k8s.api.apps.v1.Deployment']);
    expect(await kube.openApi(cluster, 'apps/v1', editor)).toBe(document);
    expect(await kube.openApi(cluster, 'v1', editor)).toHaveProperty([
      'components',
      'schemas',
      'io.k8s.api.core.v1.Pod',
    ]);
    await expect(kube.openApi(cluster, 'none.example.com/v1', editor)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(kube.openApi(cluster, '../v1', editor)).rejects.toMatchObject({
      name: 'InputError',
    });
  });
}

function constrained(get: () => WriteSubject): void {
  it('acts with the rights of constrained impersonation alone, and only within them', async () => {
    const { editor, id } = get();
    const on = (...verbs: string[]) => verbs.map(verb => `impersonate-on:user-info:${verb}`);
    const definition = await get().narrowPortal([
      {
        apiGroups: ['authentication.k8s.io'],
        resources: ['users', 'groups'],
        verbs: ['impersonate:user-info'],
      },
      { apiGroups: [''], resources: ['configmaps'], verbs: on('get', 'create', 'patch') },
      {
        apiGroups: ['authorization.k8s.io', 'authentication.k8s.io'],
        resources: ['*'],
        verbs: on('create'),
      },
      { nonResourceURLs: ['/openapi/*'], verbs: on('get') },
    ]);
    const kube = get().service(definition);
    const target = get().target(configMaps);
    const name = get().name();
    await get().until(() =>
      kube.write({ ...target, verb: 'create', object: configMap(name) }, editor).then(
        () => true,
        () => false,
      ),
    );
    expect(await kube.whoAmI(target.cluster, editor)).toMatchObject({ user: `kubemate:${id}` });
    expect((await kube.mayWhy({ ...target, verb: 'delete', name }, editor)).allowed).toBe(true);
    expect(await kube.openApi(target.cluster, 'v1', editor)).toHaveProperty('components');
    // The editor may delete; the portal may not, in nobody's name.
    const error = await refused(kube.write({ ...target, verb: 'delete', name }, editor));
    expect(error).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('cannot impersonate-on:user-info:delete'),
    });
    const path = `/api/v1/namespaces/${id}/configmaps/${name}`;
    const asUser = { 'impersonate-user': `kubemate:${id}-boss` };
    expect(await get().raw(definition, { path, headers: asUser })).toMatchObject({ status: 200 });
    const asMaster = { ...asUser, 'impersonate-group': 'system:masters' };
    const master = await get().raw(definition, { path, headers: asMaster });
    expect(master.status).toBe(403);
    expect(master.text).toContain('impersonating the system:masters group is not allowed');
    const asAccount = { 'impersonate-user': 'system:serviceaccount:kube-system:default' };
    expect(await get().raw(definition, { path, headers: asAccount })).toMatchObject({
      status: 403,
    });
    expect(await get().raw(definition, { path, headers: {} })).toMatchObject({ status: 403 });
  }, 30_000);
}
