import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import { seedRepository, seedTemplated } from './repositories';
import { seedRun } from './templateRuns';
import { watchLoading } from './settled';

const SCREENS = [
  { name: 'home', path: '/' },
  { name: 'clusters', path: '/clusters' },
  { name: 'clusters-add', path: '/clusters/add' },
  { name: 'clusters-add-token', path: '/clusters/add?way=token' },
  { name: 'cluster', path: '/clusters/prod' },
  { name: 'cluster-nodes', path: '/clusters/prod?tab=nodes' },
  { name: 'explorer', path: '/explore?resource=pods.v1' },
  {
    name: 'explorer-deployments',
    path: '/explore?resource=deployments.v1.apps&clusters=prod,staging',
  },
  { name: 'map', path: '/map?cluster=prod&namespaces=shop' },
  {
    name: 'map-panel',
    path: '/map?cluster=prod&namespaces=payments&node=deployments.apps/payments/fraud-detector',
  },
  { name: 'map-list', path: '/map?cluster=prod&namespaces=shop&view=list' },
  { name: 'object', path: '/explore/prod/deployments.v1.apps/payments/fraud-detector' },
  {
    name: 'object-yaml',
    path: '/explore/prod/deployments.v1.apps/payments/fraud-detector?tab=yaml',
  },
  {
    name: 'object-events',
    path: '/explore/prod/deployments.v1.apps/payments/fraud-detector?tab=events',
  },
  {
    name: 'object-related',
    path: '/explore/prod/deployments.v1.apps/payments/fraud-detector?tab=related',
  },
  { name: 'object-logs', path: '/explore/prod/deployments.v1.apps/payments/payments?tab=logs' },
  {
    name: 'object-activity',
    path: '/explore/prod/deployments.v1.apps/payments/payments?tab=activity',
  },
  {
    name: 'object-edit',
    path: '/explore/prod/deployments.v1.apps/payments/payments?tab=yaml&edit=true',
  },
  {
    name: 'object-terminal',
    path: '/explore/prod/deployments.v1.apps/payments/payments?tab=terminal',
  },
  { name: 'create', path: '/explore/create?cluster=dev&namespace=shop' },
  { name: 'operations', path: '/operations' },
  { name: 'audit', path: '/audit' },
  { name: 'node', path: '/explore/prod/nodes.v1/_/$NODE' },
  { name: 'templates', path: '/create' },
  { name: 'template', path: '/create/templates/default/create-tenant' },
  { name: 'undo', path: '/create/tasks/$TASK/undo' },
  { name: 'upgrades', path: '/create/upgrades' },
  { name: 'upgrade', path: '/create/upgrades/shop-team/templated' },
  { name: 'tenants', path: '/tenants' },
  { name: 'tenant', path: '/tenants/shop' },
  { name: 'tenant-members', path: '/tenants/catalog?tab=members' },
  { name: 'tenant-quota', path: '/tenants/shop?tab=quota' },
  { name: 'tenant-drift', path: '/tenants/payments?tab=drift' },
  { name: 'tenant-create', path: '/tenants/-/create' },
  { name: 'tenant-change', path: '/tenants/catalog/change' },
  {
    name: 'access',
    path: '/access?subject=user:default/developer&verb=get&resource=pods/log&cluster=prod&namespace=shop',
  },
  {
    name: 'access-denied',
    path: '/access?subject=user:default/developer&verb=delete&resource=pods&cluster=prod&namespace=shop',
  },
  { name: 'access-matrix', path: '/access?tab=matrix&cluster=dev&namespace=shop' },
  {
    name: 'access-subject',
    path: '/access?tab=matrix&cluster=dev&namespace=shop&subject=kubegroup:kubemate:shop-team',
  },
  { name: 'access-findings', path: '/access?tab=findings' },
  { name: 'helm', path: '/helm' },
  { name: 'helm-release', path: '/helm/dev/shop/session-cache' },
  { name: 'helm-values', path: '/helm/dev/shop/session-cache?tab=values' },
  { name: 'helm-compare', path: '/helm/dev/shop/session-cache?tab=compare' },
  { name: 'pipelines', path: '/pipelines' },
  { name: 'pipelines-definitions', path: '/pipelines/definitions' },
  { name: 'pipelines-run', path: '/pipelines/runs/tekton/$FAILED_RUN' },
  { name: 'pipelines-timeline', path: '/pipelines/runs/tekton/$FAILED_RUN?view=timeline' },
  { name: 'pipelines-triggers', path: '/pipelines/triggers' },
  { name: 'pipelines-compare', path: '/pipelines/compare?b=tekton/$FAILED_RUN' },
  { name: 'jenkins', path: '/pipelines?engines=jenkins' },
  {
    name: 'jenkins-job',
    path: '/pipelines/definitions/ci-simulated/shop/release-storefront',
  },
  { name: 'jenkins-waiting', path: '/pipelines/runs/jenkins/ci-simulated/$WAITING_BUILD' },
  {
    name: 'jenkins-timeline',
    path: '/pipelines/runs/jenkins/ci-simulated/$FAILED_BUILD?view=timeline',
  },
  { name: 'promotion', path: '/pipelines/board' },
  { name: 'promotion-component', path: '/pipelines/board/component/default/cart' },
  {
    name: 'promotion-promote',
    path: '/pipelines/board/component/default/storefront?promote=staging',
  },
  {
    name: 'promotion-rollback',
    path: '/pipelines/board/component/default/cart?rollback=dev',
  },
  { name: 'promotion-approvals', path: '/pipelines/approvals?state=all' },
  { name: 'promotion-freezes', path: '/pipelines/freezes' },
  { name: 'promotion-flow', path: '/pipelines/flow' },
  { name: 'repositories', path: '/repositories' },
  { name: 'access-tokens', path: '/repositories/access-tokens' },
  { name: 'repository', path: '/repositories/shop-team/shop-deploy' },
  {
    name: 'repository-file',
    path: '/repositories/shop-team/shop-deploy?path=apps%2Fcart.yaml#L18',
  },
  { name: 'repository-commits', path: '/repositories/shop-team/shop-deploy?tab=commits' },
  { name: 'repository-branches', path: '/repositories/shop-team/shop-deploy?tab=branches' },
  { name: 'repository-pulls', path: '/repositories/shop-team/shop-deploy?tab=pulls' },
  { name: 'repository-settings', path: '/repositories/shop-team/shop-deploy?tab=settings' },
  { name: 'repository-pull', path: '/repositories/shop-team/shop-deploy/pulls/1' },
  { name: 'repository-commit', path: '/repositories/shop-team/shop-deploy/commits/$COMMIT' },
  { name: 'identity', path: '/identity' },
  { name: 'logs', path: '/logs' },
  { name: 'settings', path: '/settings' },
  { name: 'catalog', path: '/catalog' },
  { name: 'catalog-discover', path: '/catalog/discover' },
  {
    name: 'catalog-adopt',
    path: '/catalog/discover?adopt=app.kubernetes.io%2Fname%3Dredis+group%3Adefault%2Fshop-team',
  },
  { name: 'catalog-users', path: '/catalog?kind=user&search=pri' },
  { name: 'entity', path: '/catalog/default/component/cart' },
  { name: 'entity-workloads', path: '/catalog/default/component/cart/workloads' },
  { name: 'entity-activity', path: '/catalog/default/component/cart/activity' },
  { name: 'entity-access', path: '/catalog/default/component/cart/access' },
  { name: 'system', path: '/catalog/default/system/payments' },
  { name: 'entity-cluster', path: '/catalog/default/resource/prod' },
  { name: 'group', path: '/catalog/default/group/shop-team' },
  { name: 'group-activity', path: '/catalog/default/group/payments-team/activity' },
  { name: 'entity-graph', path: '/catalog/default/component/cart/graph' },
  { name: 'catalog-graph', path: '/catalog-graph?rootEntityRefs[]=component:default/cart' },
  { name: 'entity-tenant', path: '/catalog/tenants/resource/shop' },
  { name: 'entity-namespace', path: '/catalog/kubernetes/resource/dev.shop' },
  { name: 'group-graph', path: '/catalog/default/group/shop-team/graph' },
  { name: 'entity-docs', path: '/catalog/default/component/cart/docs' },
  { name: 'entity-pipelines', path: '/catalog/default/component/cart/pipelines' },
] as const;

const WIDTHS = ['@desktop', '@phone'] as const;

/**
 * At which width a screen is looked at: at each in one look, and the other way round for the next screen. `KUBEMATE_SCREENS=all` looks at every screen in
 * every look at both. A project leaves out what is tagged with the other's width.
 */
function widthOf(screen: number, look: number): string[] {
  if (process.env.KUBEMATE_SCREENS === 'all') return [];
  return [WIDTHS[(screen + look) % WIDTHS.length] ?? WIDTHS[0]];
}

const LOOKS = [
  { scheme: 'light', language: 'en' },
  { scheme: 'dark', language: 'zh' },
] as const;

/** What axe finds that is serious. One frame, and no account of what is right: a sixth of the time on a long table. */
async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page })
    .options({
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
      resultTypes: ['violations'],
    })
    .setLegacyMode(true)
    .analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`);
}

// A screen changes nothing that another shows.
test.describe.configure({ mode: 'parallel' });

for (const [look, { scheme, language }] of LOOKS.entries()) {
  test.describe(`${scheme}, ${language}`, () => {
    test.use({ colorScheme: scheme });

    test('sign-in', async ({ page }) => {
      await page.addInitScript(chosen => localStorage.setItem('language', chosen), language);
      await page.goto('/');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await picture(page, `sign-in-${scheme}-${language}`);
      expect(await violations(page)).toEqual([]);
    });

    for (const [screen, { name, path }] of SCREENS.entries()) {
      test(name, { tag: widthOf(screen, look) }, async ({ page, request }) => {
        const errors: string[] = [];
        page.on('pageerror', error => errors.push(error.message));
        const api = await apiAs(request, 'platform');
        await clustersReady(api, ['prod', 'staging', 'dev']);
        await signIn(page, 'platform', language);
        let target: string = path;
        if (path.includes('$NODE')) {
          const { body } = await api.get('/rows', {
            resource: 'v1/nodes',
            clusters: 'prod',
            limit: 1,
          });
          target = path.replace('$NODE', body.items[0].name);
        }
        if (path.includes('$FAILED_RUN')) {
          const { body } = await api.get('/rows', {
            resource: 'tekton.dev/v1/pipelineruns',
            clusters: 'dev',
            filter: 'phase=failed',
            limit: 1,
          });
          const { cluster: place, namespace: folder, name: run } = body.items[0];
          target = path.replace('$FAILED_RUN', `${place}/${folder}/${run}`);
        }
        if (path.includes('$TASK')) target = path.replace('$TASK', await seedRun(request));
        if (path.startsWith('/create/upgrades'))
          await seedTemplated(request, { owner: 'shop-team', name: 'templated' });
        if (path.startsWith('/repositories')) {
          const place = { owner: 'shop-team', name: 'shop-deploy' };
          await seedRepository(request, place);
          const response = await request.get(
            '/api/repositories/repositories/shop-team/shop-deploy',
            {
              headers: { authorization: `Bearer ${api.token}` },
            },
          );
          target = path.replace('$COMMIT', (await response.json()).head.id);
        }
        const build = /\$(WAITING|FAILED)_BUILD/.exec(path)?.[1]?.toLowerCase();
        if (build !== undefined) {
          const response = await request.get('/api/pipelines/runs', {
            params: { engines: 'jenkins', phases: build, limit: '1' },
            headers: { authorization: `Bearer ${api.token}` },
          });
          const { folder, name: run } = (await response.json()).items[0].ref;
          const address = `${encodeURIComponent(folder)}/${encodeURIComponent(run)}`;
          target = path.replace(/\$\w+_BUILD/, address);
        }
        const settled = watchLoading(page);
        await goTo(page, target);
        // By its element: under a drawer that is open the page has no roles.
        await expect(page.locator('h1').first()).toBeVisible();
        await settled();
        await picture(page, `${name}-${scheme}-${language}`);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, 'the page must not scroll sideways').toBeLessThanOrEqual(0);
        expect(errors).toEqual([]);
        // Backstage's own form of a template, and its filters of the whole graph, are not ours to judge.
        const isBackstages =
          target.startsWith('/catalog-graph') ||
          (target.startsWith('/create/') && !/^\/create\/(upgrades|.*\/undo$)/.test(target));
        if (!isBackstages) expect(await violations(page)).toEqual([]);
      });
    }
  });
}
