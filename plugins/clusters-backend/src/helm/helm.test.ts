import { systemClock } from '@kubemate/kube-node';
import { createApiServer } from '@kubemate/sandbox';
import {
  clustersOperations as ops,
  revealedRevisionSchema,
} from '@kubemate/plugin-clusters-common';
import type { HelmReleaseList } from '@kubemate/plugin-clusters-common';
import { OperationsPortal } from '../operations/__testUtils__/OperationsPortal';
import { releaseSecret, type ReleaseFields } from './__testUtils__/makeRelease';
import { decodeRelease } from './releaseCodec';

const token = 'portal-token';
const CANARY = 'canary-password-5d1e';
const v1 = (plural: string) => ({ group: '', version: 'v1', plural });
const apps = (plural: string) => ({ group: 'apps', version: 'v1', plural });

function configMap(name: string, data: Record<string, string>, annotations?: object) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations }, data };
}

function deployment(name: string, container: object, replicas = 0) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', ...container }] } },
    },
  };
}

describe('Helm releases', () => {
  let portal: OperationsPortal;

  beforeAll(async () => {
    const server = createApiServer({
      name: 'real',
      clock: systemClock,
      random: Math.random,
      users: [{ token, user: 'portal', groups: ['system:masters'] }],
    });
    await server.listen();
    portal = await OperationsPortal.start({
      ...{ server: server.url, token },
      close: () => server.close(),
    });
  }, 60_000);
  afterAll(async () => portal?.stop(), 60_000);

  const dana = () => portal.as('dana');
  const eve = () => portal.as('eve');
  const ref = (name: string) => ({ cluster: 'real', namespace: portal.namespace, name });

  async function install(
    name: string,
    revisions: readonly Omit<ReleaseFields, 'name' | 'namespace' | 'revision'>[],
  ) {
    for (const [at, fields] of revisions.entries()) {
      const last = at === revisions.length - 1;
      const secret = await releaseSecret({
        ...{ name, namespace: portal.namespace, revision: at + 1 },
        ...{ status: last ? 'deployed' : 'superseded', ...fields },
      });
      await portal.create(v1('secrets'), secret);
    }
    const objects = revisions.at(-1)?.objects ?? [];
    for (const each of objects) {
      const { kind } = each as { kind: string };
      await portal.create(kind === 'Deployment' ? apps('deployments') : v1('configmaps'), {
        ...each,
      });
    }
    return ref(name);
  }

  /** The list as soon as its watch has seen what was made. */
  async function listed(isDone = ({ items }: HelmReleaseList) => items.length > 0) {
    for (let attempt = 0; ; attempt++) {
      const list = await dana().clusters.listHelmReleases({ clusters: ['real'] });
      if (isDone(list) || attempt > 100) return list;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  /** Status of each revision, by label and by what is inside. */
  async function statuses(name: string) {
    const secrets = await portal.list(v1('secrets'));
    const found = secrets.filter(each => each.metadata.labels?.name === name);
    return found
      .map(each => [Number(each.metadata.labels.version), each.metadata.labels.status])
      .sort();
  }

  const web = () =>
    install('web', [
      {
        objects: [
          deployment('web', { image: 'shop/web:1', env: [{ name: 'A', value: '1' }] }, 2),
          configMap('web', { greeting: 'hello' }),
        ],
        values: { replicas: 2, db: { password: CANARY } },
        labels: { team: 'shop' },
      },
      { objects: [deployment('web', { image: 'shop/web:2' }, 3)] },
      {
        objects: [
          deployment('web', { image: 'shop/web:3' }, 3),
          configMap('web', { greeting: 'bye', more: 'x' }),
          configMap('web-extra', { a: '1' }),
          configMap('web-kept', { a: '1' }, { 'helm.sh/resource-policy': 'keep' }),
        ],
      },
    ]);

  it('are listed by their newest revision, with history, for those who may read Secrets', async () => {
    const release = await web();
    const { items, failures } = await listed();
    expect(failures).toEqual([]);
    expect(items).toEqual([
      {
        ...release,
        revision: 3,
        status: 'deployed',
        chart: 'shopfront',
        chartVersion: '1.3.0',
        appVersion: '3.3',
        updated: Date.parse('2026-03-01T10:00:00.123Z'),
        description: 'Upgrade complete',
      },
    ]);
    const history = await dana().clusters.getHelmHistory(release);
    expect(history.items.map(({ revision, status }) => [revision, status])).toEqual([
      [3, 'deployed'],
      [2, 'superseded'],
      [1, 'superseded'],
    ]);
  });

  it('say why to those who may not', async () => {
    const { items, failures } = await eve().clusters.listHelmReleases({ clusters: ['real'] });
    expect(items).toEqual([]);
    expect(failures).toMatchObject([
      { cluster: 'real', state: 'denied', reason: expect.stringContaining('secrets') },
    ]);
    await expect(eve().clusters.getHelmHistory(ref('web'))).rejects.toMatchObject({
      cause: { name: 'NotAllowedError', message: expect.stringContaining('secrets') },
    });
    const access = await eve().operations.access([
      { contract: ops.rollbackHelmRelease, input: { release: ref('web'), revision: 1 } },
      { contract: ops.revealHelmRelease, input: { release: ref('web'), revisions: [1] } },
    ]);
    expect(access.map(({ allowed }) => allowed)).toEqual([false, false]);
    expect(access[0]?.reason).toContain('secrets');
  });

  it('show their values by an operation that keeps none of them', async () => {
    const input = { release: ref('web'), revisions: [1, 3] };
    const receipt = await dana().operations.run(ops.revealHelmRelease, input);
    const shown = revealedRevisionSchema.array().parse(receipt.output?.revisions);
    expect(shown[0]).toMatchObject({
      revision: 1,
      values: expect.stringContaining(CANARY),
      allValues: `replicas: 2\ndb:\n  host: db\n  password: ${CANARY}\n`,
      manifest: expect.stringContaining('shop/web:1'),
      notes: 'Notes of 1',
    });
    expect(shown[1]).toMatchObject({ values: '' });
    const kept = await dana().operations.receipts('clusters');
    expect(JSON.stringify(kept)).toContain('reveal-helm-release');
    expect(JSON.stringify(kept)).not.toContain('canary');
  });

  it('are rolled back: planned, applied, recorded as Helm does, and undone', async () => {
    const input = { release: ref('web'), revision: 1 };
    const plan = await dana().operations.plan(ops.rollbackHelmRelease, input);
    expect(plan).toMatchObject({
      allowed: true,
      summary: 'Roll Helm release web back to revision 1, as revision 4',
    });
    expect(plan.diff.map(({ target }) => `${target.kind} ${target.name}`)).toEqual([
      'HelmRelease web',
      'ConfigMap web',
      'Deployment web',
      'ConfigMap web-extra',
    ]);
    expect(plan.diff[1]?.changes).toEqual([
      { path: 'data.greeting', before: 'bye', after: 'hello' },
      { path: 'data.more', before: 'x' },
    ]);
    expect(plan.warnings.join()).toContain('web-kept stays');
    expect(plan.said?.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['helmRollbackAs', 'helmKept', 'helmDataStays']),
    );
    expect((await portal.get(v1('configmaps'), 'web')).data.greeting).toBe('bye');

    const receipt = await dana().operations.run(ops.rollbackHelmRelease, input);
    expect(receipt).toMatchObject({ status: 'succeeded', output: { revision: 4 } });
    expect((await portal.get(v1('configmaps'), 'web')).data).toEqual({ greeting: 'hello' });
    const { spec } = await portal.get(apps('deployments'), 'web');
    expect(spec.replicas).toBe(2);
    expect(spec.template.spec.containers[0]).toMatchObject({
      image: 'shop/web:1',
      env: [{ name: 'A', value: '1' }],
    });
    expect(await portal.get(v1('configmaps'), 'web-extra')).toBeUndefined();
    expect(await portal.get(v1('configmaps'), 'web-kept')).toBeDefined();
    expect(await statuses('web')).toEqual([
      [1, 'superseded'],
      [2, 'superseded'],
      [3, 'superseded'],
      [4, 'deployed'],
    ]);
    const [head] = (await dana().clusters.getHelmHistory(ref('web'))).items;
    expect(head).toMatchObject({ description: 'Rollback to 1', chartVersion: '1.1.0' });
    const made = await portal.get(v1('secrets'), 'sh.helm.release.v1.web.v4');
    expect(made.metadata.labels).toMatchObject({ owner: 'helm', team: 'shop', version: '4' });

    await dana().operations.undo(receipt);
    expect((await portal.get(v1('configmaps'), 'web')).data).toEqual({
      greeting: 'bye',
      more: 'x',
    });
    const extra = await portal.get(v1('configmaps'), 'web-extra');
    expect(extra.metadata).toMatchObject({
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'web' },
    });
    expect((await statuses('web')).at(-1)).toEqual([5, 'deployed']);
    await expect(dana().operations.undo(receipt)).rejects.toThrow();
  });

  it('are not rolled back to what is gone, nor over somebody else’s upgrade', async () => {
    const release = await install('moved', [
      { objects: [] },
      { objects: [configMap('moved', { a: '2' })] },
    ]);
    const gone = await dana().operations.plan(ops.rollbackHelmRelease, { release, revision: 9 });
    expect(gone).toMatchObject({
      allowed: false,
      reason: 'There is no revision 9 of it any more; there are 2, 1',
    });
    const input = { release, revision: 1 };
    const { basis } = await dana().operations.plan(ops.rollbackHelmRelease, input);
    await portal.create(
      v1('secrets'),
      await releaseSecret({ name: 'moved', namespace: portal.namespace, revision: 3 }),
    );
    await expect(
      dana().operations.run(ops.rollbackHelmRelease, input, { basis }),
    ).rejects.toMatchObject({ cause: { name: 'ConflictError' } });
    expect((await statuses('moved')).length).toBe(3);
  });

  it('that fail half way stay as Helm leaves them: the new revision failed, and the next one possible', async () => {
    const release = await install('broken', [
      {
        objects: [configMap('broken', { a: '1' })],
        hooks: [{ name: 'h', events: ['pre-rollback'] }],
      },
      { objects: [configMap('broken', { a: '2' })] },
    ]);
    const plan = await dana().operations.plan(ops.rollbackHelmRelease, { release, revision: 1 });
    expect(plan.warnings.join()).toContain('Its hooks for rollbacks are not run: h');
    const secretsOf = () => statuses('broken');
    portal.failNextPatch('configmaps');
    await dana()
      .operations.run(ops.rollbackHelmRelease, { release, revision: 1 }, { basis: plan.basis })
      .catch(() => undefined);
    expect(await secretsOf()).toEqual([
      [1, 'superseded'],
      [2, 'superseded'],
      [3, 'failed'],
    ]);
    const [head] = (await dana().clusters.getHelmHistory(release)).items;
    expect(head?.description).toMatch(/^Rollback "broken" failed: /);
    await dana().operations.run(ops.rollbackHelmRelease, { release, revision: 1 });
    expect((await secretsOf()).at(-1)).toEqual([4, 'deployed']);
    expect((await portal.get(v1('configmaps'), 'broken')).data).toEqual({ a: '1' });
  });

  it('whose Secret holds something else are named, and hide no other', async () => {
    const secret = await releaseSecret({ name: 'odd', namespace: portal.namespace, revision: 1 });
    await portal.create(v1('secrets'), { ...secret, data: { release: 'bm90IGl0' } });
    const { items, failures } = await listed(list => list.failures.length > 0);
    expect(items.map(({ name }) => name)).toContain('web');
    expect(failures).toMatchObject([
      { state: 'partial', reason: expect.stringContaining('Revision 1 of odd') },
    ]);
    const { release } = (await releaseSecret({ name: 'x', namespace: 'y', revision: 1 })).data;
    expect((await decodeRelease(release)).name).toBe('x');
  });
});
