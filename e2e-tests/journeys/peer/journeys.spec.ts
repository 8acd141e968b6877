import type { APIRequestContext } from '@playwright/test';
import { expect, goTo, picture, test } from '../portal';
import {
  drainAndUncordon,
  editWithConflict,
  findByPalette,
  rollBack,
  scaleAndUndo,
} from '../steps';
import { askPeer, create, createLoad, deployment } from './peerCluster';

const NAMESPACE = 'journeys';
const NODE = 'journeys-node';
const PATH = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
const FRONT = { address: `/explore/peer/deployments.v1.apps/${NAMESPACE}/front`, prefix: 'peer-' };

test.describe('the screens on a real API server', () => {
  test.skip(process.env.KUBEMATE_PEER_KUBECONFIG === undefined, 'no real API server here');
  test.use({ ignoreHTTPSErrors: true });
  test.describe.configure({ timeout: 300_000 });

  let peer: APIRequestContext;
  const spec = async () => (await askPeer(peer, { path: `${PATH}/front` })).spec;

  test.beforeAll(async ({ playwright }) => {
    peer = await playwright.request.newContext({ ignoreHTTPSErrors: true });
    await createLoad(peer);
    await create(peer, '/api/v1/namespaces', {
      ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    });
    await create(peer, PATH, deployment('front', 2));
    await create(peer, '/api/v1/nodes', {
      ...{ apiVersion: 'v1', kind: 'Node' },
      metadata: {
        ...{ name: NODE, labels: { 'kubernetes.io/hostname': NODE } },
        annotations: { 'kwok.x-k8s.io/node': 'fake' },
      },
      status: { allocatable: { cpu: '4', memory: '8Gi', pods: '5' } },
    });
    const pinned = deployment('pinned', 3);
    Object.assign(pinned.spec.template.spec, { nodeSelector: { 'kubernetes.io/hostname': NODE } });
    await create(peer, PATH, pinned);
    await create(peer, `/api/v1/namespaces/${NAMESPACE}/services`, {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'front' } },
      spec: { selector: { 'app.kubernetes.io/name': 'front' }, ports: [{ port: 80 }] },
    });
  });

  test.afterAll(() => peer.dispose());

  test.beforeEach(async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Open the portal' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('home says what needs attention, and leads to why', async ({ page }) => {
    const attention = page.getByRole('region', { name: /Needs attention/ });
    await attention
      .getByRole('link', { name: /too-big/ })
      .first()
      .click({ timeout: 120_000 });
    await expect(page.getByRole('heading', { name: 'Why?' })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/Insufficient cpu/).first()).toBeVisible({ timeout: 60_000 });
  });

  test('a cluster has its version, its nodes and its namespaces', async ({ page }) => {
    await goTo(page, '/clusters/peer');
    await expect(page.getByText(/v1\.\d+\.\d+/).first()).toBeVisible();
    await picture(page, 'peer-cluster');
    await goTo(page, '/clusters/peer?tab=nodes');
    await expect(page.getByText('node-1', { exact: true }).first()).toBeVisible();
    // Other tests leave namespaces here, and only those of the rows in sight are drawn.
    await goTo(page, `/clusters/peer?tab=namespaces&search=${NAMESPACE}`);
    await expect(page.getByText(NAMESPACE, { exact: true }).first()).toBeVisible();
  });

  test('logs that no kubelet has say so', async ({ page }) => {
    await goTo(page, `${FRONT.address}?tab=logs`);
    await expect(
      page
        .getByRole('main')
        .getByText(/front-\S+\/main: .* 500/)
        .first(),
    ).toBeVisible();
    await picture(page, 'peer-logs');
  });

  test('the map has service, deployment and pods', async ({ page }) => {
    await goTo(page, `/map?cluster=peer&namespaces=${NAMESPACE}`);
    const node = (name: RegExp) => page.getByRole('button', { name });
    await expect(node(/^front Service/)).toBeVisible();
    await expect(node(/^front Deployment/)).toBeVisible();
    await expect(node(/^front-\S+ Pod/).first()).toBeVisible();
    await picture(page, 'peer-map');
  });

  test('the map of 2,000 pods counts them in their workloads, and says so', async ({ page }) => {
    await goTo(page, '/map?cluster=peer&namespaces=load');
    await expect(page.getByText(/\d{4} pods are counted in their workloads/)).toBeVisible();
    await picture(page, 'peer-map-large');
  });

  test('the palette finds an object by a few letters', async ({ page }) => {
    // What is found by letters is what is watched already.
    await goTo(page, '/explore?resource=deployments.v1.apps&namespaces=load');
    await expect(page.getByRole('grid').getByText('web-7', { exact: true })).toBeVisible();
    await findByPalette(page, {
      ...{ letters: 'web-7', option: /web-7/, address: /\/explore\/peer\/.*web-7/ },
    });
  });

  test('the access explorer asks the API server', async ({ page }) => {
    const question = new URLSearchParams({
      ...{ verb: 'delete', resource: 'pods', cluster: 'peer', namespace: 'load' },
    });
    await goTo(page, `/access?${question}`);
    await expect(page.getByText(/may delete pods in load/).first()).toBeVisible();
    await picture(page, 'peer-access');
  });

  test('scale, look at the change, run, undo', async ({ page }) => {
    await scaleAndUndo(page, { ...FRONT, spec });
  });

  test('of two people who edit one object the second sees what the first has changed', async ({
    page,
  }) => {
    const scale = (replicas: number) =>
      askPeer(peer, { method: 'PATCH', path: `${PATH}/front`, data: { spec: { replicas } } });
    await editWithConflict(page, { ...FRONT, spec, scale });
  });

  test('a rollback shows what differs before it happens', async ({ page }, { retry }) => {
    await rollBack(page, { ...FRONT, spec, image: `example/app:next-${retry}` });
  });

  test('a drain tells how far it is, and what was done stands under Activity', async ({ page }) => {
    const address = `/explore/peer/nodes.v1/_/${NODE}`;
    await drainAndUncordon(page, { address, name: NODE, prefix: 'peer-' });
  });
});
