/* eslint-disable jest/no-export -- two test files run these */
import fc from 'fast-check';
import { tenantOperations, tenantsRoutes } from '@kubemate/plugin-tenants-common';
import { CLUSTER, startTestPortal } from './TestPortal';
import type { TestPortal, TestServer } from './TestPortal';
import { tenantSpec } from './tenantSpec';

const v1 = (plural: string) => ({ group: '', version: 'v1', plural });
const QUOTAS = v1('resourcequotas');

/** The same promises on the sandbox and on a real API server; the sandbox evaluates no admission policies, and says so. */
export function describeTenants(
  start: () => Promise<TestServer>,
  { admissionPolicies }: { admissionPolicies: 'enforced' | 'kept' },
): void {
  let server: TestServer;
  let portal: TestPortal;

  beforeAll(async () => {
    server = await start();
    portal = await startTestPortal(server);
    await settled(async () => {
      await portal.admin.kube.resources(CLUSTER, portal.admin.viewer);
      return true;
    });
    await settled(() => create('shop', 'shopper'));
    await create('bank', 'banker');
  }, 120_000);

  afterAll(async () => {
    await portal?.stop();
    await server?.close();
  }, 60_000);

  const name = (tenant: string) => `${portal.id}-${tenant}`;
  const specOf = (tenant: string, group: string) =>
    tenantSpec({
      name: name(tenant),
      title: tenant,
      owner: `group:default/${portal.id}-${group}`,
      members: [{ subject: `group:default/${portal.id}-${group}`, role: 'tenant-admin' }],
      placements: [{ cluster: CLUSTER, environment: 'dev', namespaces: [name(tenant)] }],
    });

  async function create(tenant: string, group: string) {
    const { operations } = portal.as('platform');
    const receipt = await operations.run(tenantOperations.createTenant, specOf(tenant, group));
    expect(receipt.results.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    expect(receipt.status).toBe('succeeded');
    return true;
  }

  const quota = () =>
    portal.admin.kube.get(
      { cluster: CLUSTER, resource: QUOTAS, namespace: name('shop'), name: 'kubemate-plan' },
      portal.admin.viewer,
    );

  it('makes all that a tenant declares, and sees no drift then', async () => {
    expect((await quota()).spec).toEqual({
      hard: { 'requests.cpu': '4', 'requests.memory': '8Gi', pods: '40' },
    });
    const status = await portal.as('platform').tenants.getTenantStatus(name('shop'));
    expect(tenantsRoutes.getTenantStatus.response.parse(status)).toEqual(status);
    expect(status).toMatchObject({ drift: [], failures: [] });
    expect(status.namespaces).toMatchObject([{ namespace: name('shop'), state: 'active' }]);
  });

  it('lets its people work there, as their own person', async () => {
    const answer = await portal.as('shopper').tenants.explainAccess({
      ...{
        cluster: CLUSTER,
        namespace: name('shop'),
        verb: 'create',
        resource: 'deployments.apps',
      },
    });
    expect(tenantsRoutes.explainAccess.response.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ allowed: true, decidedBy: 'review' });
    expect(answer.because[0]).toMatchObject({
      subject: { kind: 'Group', name: `kubemate:${portal.id}-shopper` },
      binding: { kind: 'RoleBinding', name: 'kubemate-admin' },
      role: { kind: 'ClusterRole', name: 'admin' },
    });
    const other = await portal.as('shopper').tenants.explainAccess({
      ...{ cluster: CLUSTER, namespace: name('bank'), verb: 'list', resource: 'pods' },
    });
    expect(other).toMatchObject({ allowed: false, because: [], others: [] });
  });

  it('says to a platform admin what somebody else could do, and why', async () => {
    const ask = (namespace: string) =>
      portal.as('platform').tenants.explainAccess({
        ...{ cluster: CLUSTER, namespace, verb: 'get', resource: 'secrets' },
        subject: 'user:default/shopper',
      });
    const own = await ask(name('shop'));
    expect(own).toMatchObject({ allowed: true, decidedBy: 'review' });
    expect(own.because[0]?.rule.verbs).toContain('get');
    expect(await ask(name('bank'))).toMatchObject({ allowed: false, decidedBy: 'review' });
  });

  it('shows what somebody changed by hand, and puts it back on request', async () => {
    const { tenants, operations } = portal.as('platform');
    const spec = { hard: { pods: '400' } };
    await portal.admin.kube.write(
      {
        ...{ cluster: CLUSTER, verb: 'patch', resource: QUOTAS, namespace: name('shop') },
        ...{ name: 'kubemate-plan', patch: { type: 'merge', value: { spec } } },
      },
      portal.admin.viewer,
    );
    const { drift } = await tenants.getTenantStatus(name('shop'));
    expect(drift).toMatchObject([
      {
        target: { kind: 'ResourceQuota' },
        state: 'changed',
        changes: [{ path: 'spec.hard.pods', declared: '40', live: '400' }],
      },
    ]);
    const input = { name: name('shop') };
    const plan = await operations.plan(tenantOperations.repairDrift, input);
    expect(plan.diff.flatMap(({ changes }) => changes.map(({ path }) => path))).toEqual([
      'spec.hard.pods',
    ]);
    expect(await operations.run(tenantOperations.repairDrift, input)).toMatchObject({
      status: 'succeeded',
    });
    expect((await quota()).spec).toMatchObject({ hard: { pods: '40' } });
    const again = await operations.plan(tenantOperations.repairDrift, input);
    expect(again).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('Nothing differs'),
      said: [{ code: 'repair', values: { tenant: name('shop') } }, { code: 'nothingDiffers' }],
    });
  });

  it('lets a second person decide on quota, and never the one who asked', async () => {
    const ask = { name: name('shop'), plan: 'medium', reason: 'Black Friday' };
    const receipt = await portal.as('shopper').operations.run(tenantOperations.requestQuota, ask);
    const decision = {
      ...{ name: name('shop'), request: String(receipt.output?.request) },
      decision: 'approved' as const,
    };
    await expect(
      portal.as('shopper').operations.run(tenantOperations.decideQuota, decision),
    ).rejects.toMatchObject({ statusCode: 403 });
    const { operations, tenants } = portal.as('platform');
    await operations.run(tenantOperations.decideQuota, decision);
    expect((await quota()).spec).toMatchObject({ hard: { pods: '80' } });
    const { items } = await tenants.listQuotaRequests(name('shop'));
    expect(items).toMatchObject([
      {
        status: 'approved',
        requestedBy: 'user:default/shopper',
        decidedBy: 'user:default/platform',
      },
    ]);
    await expect(operations.run(tenantOperations.decideQuota, decision)).rejects.toMatchObject({
      statusCode: 403,
    });
    const own = await operations.run(tenantOperations.requestQuota, { ...ask, plan: 'large' });
    const selfMade = { ...decision, request: String(own.output?.request) };
    await expect(operations.run(tenantOperations.decideQuota, selfMade)).rejects.toMatchObject({
      statusCode: 403,
    });
  });

  it('takes a request back for the one who asked alone, once', async () => {
    const { operations, tenants } = portal.as('platform');
    const [{ id: request = '' } = {}] = (await tenants.listQuotaRequests(name('shop'))).items;
    const withdrawal = { name: name('shop'), request };
    const { withdrawRequest } = tenantOperations;
    expect(await portal.as('shopper').operations.plan(withdrawRequest, withdrawal)).toMatchObject({
      ...{ allowed: false, reason: expect.stringContaining('Only those who have asked') },
    });
    await operations.run(withdrawRequest, withdrawal);
    expect((await tenants.listQuotaRequests(name('shop'))).items[0]).toMatchObject({
      ...{ id: request, status: 'withdrawn', decidedBy: 'user:default/platform' },
    });
    await expect(operations.run(withdrawRequest, withdrawal)).rejects.toMatchObject({
      statusCode: 403,
    });
  });

  it('takes a request back that is regretted at once', async () => {
    const { operations, tenants } = portal.as('shopper');
    const ask = { name: name('shop'), plan: 'large', reason: 'Black Friday' };
    const receipt = await operations.run(tenantOperations.requestQuota, ask);
    await operations.undo(receipt);
    const statuses = async () =>
      (await tenants.listQuotaRequests(name('shop'))).items.map(({ status }) => status);
    await settled(async () => (await statuses())[0] === 'withdrawn');
    expect(await statuses()).toEqual(['withdrawn', 'withdrawn', 'approved']);
  });

  it('changes members as a tenant admin, and takes it back', async () => {
    const { operations, tenants } = portal.as('shopper');
    const before = await tenants.getTenant(name('shop'));
    const guest = { subject: 'user:default/guest', role: 'viewer' as const };
    const receipt = await operations.run(tenantOperations.setMembers, {
      name: name('shop'),
      members: [...before.members, guest],
    });
    expect(receipt.status).toBe('succeeded');
    const may = () =>
      portal.as('platform').tenants.explainAccess({
        ...{ cluster: CLUSTER, namespace: name('shop'), verb: 'list', resource: 'pods' },
        subject: 'kubeuser:kubemate:guest',
      });
    expect(await may()).toMatchObject({ allowed: true });
    await operations.undo(receipt);
    await settled(async () => !(await may()).allowed);
    expect((await tenants.getTenant(name('shop'))).members).toEqual(before.members);
  });

  it('keeps going where a cluster is away, and says so', async () => {
    const { operations, tenants } = portal.as('platform');
    const spec = specOf('shop', 'shopper');
    const placements = [
      ...spec.placements,
      { cluster: 'away', environment: 'prod' as const, namespaces: [name('shop')] },
    ];
    const change = { name: name('shop'), placements };
    const plan = await operations.plan(tenantOperations.changeTenant, change);
    expect(plan).toMatchObject({ allowed: true });
    expect(plan.warnings.join()).toContain('away is left out');
    expect(plan.said).toContainEqual(expect.objectContaining({ code: 'leftOut' }));
    const receipt = await operations.run(tenantOperations.changeTenant, change);
    expect(receipt.results).toContainEqual(
      expect.objectContaining({ target: { kind: 'Cluster', name: 'away' }, status: 'failed' }),
    );
    const status = await tenants.getTenantStatus(name('shop'));
    expect(status.failures.map(({ cluster }) => cluster)).toContain('away');
    expect(status.namespaces.map(({ state }) => state)).toEqual(['active', 'unknown']);
    await operations.run(tenantOperations.changeTenant, { ...change, placements: spec.placements });
  });

  it('gives no namespace to two tenants, and none of the cluster itself', async () => {
    const { operations } = portal.as('platform');
    const plan = (namespace: string) =>
      operations.plan(tenantOperations.createTenant, {
        ...specOf('third', 'shopper'),
        placements: [{ cluster: CLUSTER, environment: 'dev', namespaces: [namespace] }],
      });
    expect(await plan(name('bank'))).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('belongs to tenant'),
    });
    expect(await plan('kube-system')).toMatchObject({ allowed: false });
  });

  it('tells an outsider nothing of a tenant that it would not tell of one that is not there', async () => {
    const shopper = portal.as('shopper');
    const { items } = await shopper.tenants.listTenants({ state: 'all' });
    expect(items.map(tenant => tenant.name)).toEqual([name('shop')]);
    const reads = ['', '/status', '/quota-requests'];
    const writes: [string, (tenant: string) => object][] = [
      ['change-tenant', tenant => ({ name: tenant, title: 'Mine' })],
      ['set-members', tenant => ({ name: tenant, members: [] })],
      ['archive-tenant', tenant => ({ name: tenant })],
      ['restore-tenant', tenant => ({ name: tenant })],
      ['repair-drift', tenant => ({ name: tenant })],
      ['request-quota', tenant => ({ name: tenant, plan: 'large', reason: 'please' })],
      ['withdraw-request', tenant => ({ name: tenant, request: crypto.randomUUID() })],
      [
        'decide-quota',
        tenant => ({ name: tenant, request: crypto.randomUUID(), decision: 'approved' }),
      ],
    ];
    const plain = (text: string, tenant: string) =>
      text.replaceAll(tenant, 'X').replaceAll(/"[0-9a-f-]{36}"/g, '"id"');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.constantFrom(...reads).map(path => ({ path, body: undefined })),
          fc.tuple(fc.constantFrom(...writes), fc.boolean()).map(([[path, body], planned]) => ({
            path: `${path}${planned ? '?plan=true' : ''}`,
            body,
          })),
        ),
        async ({ path, body }) => {
          const ask = async (tenant: string) => {
            const answer =
              body === undefined
                ? await shopper.get(`/tenants/${tenant}${path}`)
                : await shopper.post(`/operations/${path}`, body(tenant));
            return { status: answer.status, text: plain(answer.text, tenant) };
          };
          const real = await ask(name('bank'));
          expect(real).toEqual(await ask(`${portal.id}-none`));
          expect(body === undefined ? real.status : 404).toBe(404);
          expect(real.text).not.toMatch(/bank/);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it('holds pods to the tenant’s registries, or says that nobody does', async () => {
    const { operations } = portal.as('platform');
    const change = { name: name('shop'), registries: ['registry.example/shop'] };
    const { warnings } = await operations.plan(tenantOperations.changeTenant, change);
    expect(warnings.filter(text => text.includes('does not evaluate it'))).toHaveLength(
      admissionPolicies === 'kept' ? 2 : 0,
    );
    const receipt = await operations.run(tenantOperations.changeTenant, change);
    expect(receipt.status).toBe('succeeded');
    const tryPod = async (images: Record<string, string>) => {
      const containers = Object.entries(images).map(([field, image]) => [
        field,
        [{ name: field.toLowerCase(), image }],
      ]);
      const spec = { ...Object.fromEntries(containers), serviceAccountName: 'default' };
      const metadata = { generateName: 'try-', namespace: name('shop') };
      const object = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
      const place = { cluster: CLUSTER, resource: v1('pods'), namespace: name('shop') };
      return await portal.admin.kube
        .write({ ...place, verb: 'create', object, dryRun: true }, portal.admin.viewer)
        .then(
          () => 'accepted',
          (error: Error) => error.message,
        );
    };
    const own = 'registry.example/shop/web:1';
    const refusal = expect.stringContaining(
      `Images of tenant ${name('shop')} must come from registry.example/shop`,
    );
    const foreign = admissionPolicies === 'enforced' ? refusal : 'accepted';
    await settled(async () => {
      const answer = await tryPod({ containers: 'elsewhere.example/web:1' });
      return admissionPolicies === 'kept' ? answer === 'accepted' : answer.includes('must come');
    });
    const pods: Record<string, string>[] = [
      { containers: own },
      { containers: 'elsewhere.example/web:1' },
      { containers: 'registry.example/shop-copy/web:1' },
      { containers: own, initContainers: 'registry.example.org/shop/init:1' },
    ];
    expect(await Promise.all(pods.map(tryPod))).toEqual(['accepted', foreign, foreign, foreign]);
    await operations.undo(receipt);
    await settled(
      async () => (await tryPod({ containers: 'elsewhere.example/web:1' })) === 'accepted',
    );
  }, 60_000);

  it('archives: people lose their rights, what runs stays, and it can be taken back', async () => {
    const { operations, tenants } = portal.as('platform');
    const may = async () =>
      (
        await tenants.explainAccess({
          ...{ cluster: CLUSTER, namespace: name('bank'), verb: 'list', resource: 'pods' },
          subject: 'user:default/banker',
        })
      ).allowed;
    const receipt = await operations.run(tenantOperations.archiveTenant, { name: name('bank') });
    expect(receipt.status).toBe('succeeded');
    await settled(async () => !(await may()));
    const listed = await tenants.listTenants();
    expect(listed.items.map(tenant => tenant.name)).not.toContain(name('bank'));
    await operations.undo(receipt);
    await settled(may);
  });

  it('restores what was archived, long after it could be taken back', async () => {
    const { operations, tenants } = portal.as('platform');
    const may = async () =>
      (
        await tenants.explainAccess({
          ...{ cluster: CLUSTER, namespace: name('bank'), verb: 'list', resource: 'pods' },
          subject: 'user:default/banker',
        })
      ).allowed;
    const input = { name: name('bank') };
    expect(await operations.plan(tenantOperations.restoreTenant, input)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('not archived'),
    });
    await operations.run(tenantOperations.archiveTenant, input);
    await settled(async () => !(await may()));
    const receipt = await operations.run(tenantOperations.restoreTenant, input);
    expect(receipt.status).toBe('succeeded');
    await settled(may);
    const { items } = await tenants.listTenants();
    expect(items.map(tenant => tenant.name)).toContain(name('bank'));
  });

  it('finds people and groups of the catalog by a part of their name', async () => {
    const { tenants } = portal.as('shopper');
    const found = await tenants.listSubjects({ text: 'BANK' });
    expect(found).toEqual({
      items: [{ ref: 'user:default/banker', title: 'banker' }],
      truncated: false,
    });
    expect((await tenants.listSubjects({ kind: 'group' })).items).toEqual([]);
    expect((await tenants.listSubjects()).items).toHaveLength(3);
  });

  it('tells who may ask about others, and where requests wait', async () => {
    const ask = { name: name('shop'), plan: 'large', reason: 'Black Friday' };
    await portal.as('platform').operations.run(tenantOperations.requestQuota, ask);
    const platform = await portal.as('platform').tenants.listTenants();
    expect(platform).toMatchObject({ mayCreate: true, mayAskAboutOthers: true });
    expect(platform.items.find(tenant => tenant.name === name('shop'))?.waitingRequests).toBe(1);
    expect(platform.items.find(tenant => tenant.name === name('bank'))?.waitingRequests).toBe(0);
    const shopper = await portal.as('shopper').tenants.listTenants();
    expect(shopper).toMatchObject({ mayCreate: false, mayAskAboutOthers: false });
  });
}

/** Asks until it is so; the API server learns of a binding through its own watch. Bounded by the test's time. */
async function settled(ask: () => Promise<boolean>): Promise<void> {
  let last: unknown;
  for (let turn = 0; turn < 100; turn++) {
    try {
      if (await ask()) return;
    } catch (error) {
      last = error;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw last ?? new Error('It did not come about');
}
