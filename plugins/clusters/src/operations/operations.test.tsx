import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ClustersApi } from '@kubemate/plugin-clusters-common';
import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';
import { makePlan, makeReceipt } from '@kubemate/ui/testUtils';
import { renderScreen } from '../__testUtils__/renderScreen';
import { CreatePage } from '../create/CreatePage';
import { makeCluster } from '../__testUtils__/fakeClustersApi';
import { ObjectPage } from '../object/ObjectPage';
import { OperationsPage } from './page/OperationsPage';

jest.setTimeout(90_000);
const WAIT = { timeout: 20_000 };
const MOUNT = '/explore/:cluster/:resource/:namespace/:name';
const AT = '/explore/prod/deployments.v1.apps/shop/payments';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'payments', namespace: 'shop', uid: 'u', resourceVersion: '7' },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'app', image: 'app:1' }] } } },
};
const named = {
  cluster: 'prod',
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'payments',
};

function show(options: {
  api?: Partial<ClustersApi>;
  operations: Partial<OperationsApi>;
  at?: string;
}) {
  const allowAll: OperationsApi['access'] = async checks => checks.map(() => ({ allowed: true }));
  return renderScreen(<ObjectPage />, {
    at: options.at ?? AT,
    mountPath: MOUNT,
    api: {
      getObject: async () => deployment,
      explain: async () => ({ health: 'ok', findings: [], gaps: [], asOf: 0 }),
      ...options.api,
    },
    operations: { access: allowAll, ...options.operations },
  });
}

/** The page says it in its own words. */
const SCALE = {
  ...{ code: 'scale', text: 'Scale it' },
  values: { object: 'Deployment payments', from: '3', replicas: 5 },
};

describe('actions of an object', () => {
  it('asks for the rights to all of them in one request, and says why one is off', async () => {
    const access = jest.fn<
      ReturnType<OperationsApi['access']>,
      Parameters<OperationsApi['access']>
    >(async checks =>
      checks.map(({ contract }) =>
        contract.name === 'clusters.delete-object'
          ? { allowed: false, reason: 'You lack delete on deployments in shop on prod.' }
          : { allowed: true },
      ),
    );
    show({ operations: { access } });
    await userEvent.click(await screen.findByRole('button', { name: 'Actions' }, WAIT));
    const menu = await screen.findByRole('menu', { name: 'Actions for payments' }, WAIT);
    await waitFor(
      () =>
        expect(within(menu).getByRole('menuitem', { name: /^Delete/ })).toHaveAccessibleDescription(
          'You lack delete on deployments in shop on prod.',
        ),
      WAIT,
    );
    expect(access).toHaveBeenCalledTimes(1);
  });

  it('scales by the key s, and shows the receipt in the tray', async () => {
    const run = jest.fn(async () => makeReceipt({ summary: 'Scale Deployment payments' }));
    const { tray } = show({
      operations: { plan: async () => makePlan({ summary: 'Scale it', said: [SCALE] }), run },
    });
    await screen.findByRole('button', { name: 'Actions' }, WAIT);
    await userEvent.keyboard('s');
    const field = await screen.findByRole('textbox', { name: 'Replicas' }, WAIT);
    await userEvent.clear(field);
    await userEvent.type(field, '5');
    await screen.findByText('Scale Deployment payments from 3 to 5 replicas', {}, WAIT);
    await waitFor(
      () =>
        expect(screen.getByRole('button', { name: 'Scale' })).not.toHaveAttribute('aria-disabled'),
      WAIT,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Scale' }));
    await waitFor(() => expect(tray.receipts()).toHaveLength(1), WAIT);
    expect(run).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'clusters.scale-workload' }),
      { workload: named, replicas: 5 },
      expect.objectContaining({ basis: 'basis' }),
    );
  });

  it('lists revisions and plans the one that is chosen', async () => {
    const plan = jest.fn<ReturnType<OperationsApi['plan']>, Parameters<OperationsApi['plan']>>(
      async () => makePlan({ summary: 'Roll back to revision 1' }),
    );
    const revision = (number: number) => ({
      revision: number,
      created: '2026-01-01T00:00:00Z',
      images: [`app:${number}`],
      template: '',
      current: number === 2,
    });
    show({
      api: { listRevisions: async () => ({ items: [revision(2), revision(1)] }) },
      operations: { plan },
    });
    await screen.findByRole('button', { name: 'Actions' }, WAIT);
    await userEvent.keyboard('b');
    expect(await screen.findByRole('radio', { name: /Revision 2/ }, WAIT)).toBeDisabled();
    await userEvent.click(screen.getByRole('radio', { name: /Revision 1.*app:1/ }));
    expect(await screen.findByText('Roll back to revision 1', {}, WAIT)).toBeInTheDocument();
    expect(plan).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'clusters.rollback-workload' }),
      { workload: named, revision: 1 },
      expect.anything(),
    );
  });

  it('never offers the YAML of a Secret for editing, where sizes would become values', async () => {
    show({
      at: '/explore/prod/secrets.v1/shop/payments?tab=yaml&edit=true',
      api: { getObject: async () => ({ ...deployment, apiVersion: 'v1', kind: 'Secret' }) },
      operations: {},
    });
    expect(await screen.findByText(/cannot be edited as YAML/, {}, WAIT)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Review changes' })).not.toBeInTheDocument();
  });

  it('explains why a GitOps object cannot be proposed as a pull request', async () => {
    const metadata = { ...deployment.metadata, labels: { 'argocd.argoproj.io/instance': 'shop' } };
    show({
      at: `${AT}?tab=yaml&edit=true`,
      api: { getObject: async () => ({ ...deployment, metadata }) },
      operations: {},
    });
    expect(await screen.findByText(/managed by Argo CD \(shop\)/, {}, WAIT)).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Open as pull request' }),
    ).toHaveAccessibleDescription(/No Git repository is connected/);
  });
});

/** Receipts of one plugin's operations; the others have none. */
function of(plugin: string, receipts: readonly OperationReceipt[]) {
  return async (asked: string) => (asked === plugin ? receipts : []);
}

describe('the page of operations', () => {
  it.each([
    ['loading', undefined, () => screen.findByRole('status', { name: 'Loading' }, WAIT)],
    [
      'empty',
      async () => [],
      () => screen.findByText('You have not changed anything yet', {}, WAIT),
    ],
    [
      'error',
      async () => {
        throw new Error('the database is away');
      },
      () => screen.findByText(/the database is away/, {}, WAIT),
    ],
    [
      'ready',
      of('clusters', [makeReceipt({ summary: 'Scale it' })]),
      () => screen.findByText('Scale it', {}, WAIT),
    ],
  ] as const)('%s', async (_, receipts, find) => {
    renderScreen(<OperationsPage />, {
      at: '/operations',
      mountPath: '/operations',
      operations: receipts === undefined ? {} : { receipts: receipts as OperationsApi['receipts'] },
    });
    expect(await find()).toBeInTheDocument();
  });

  it('takes a decision and asks again', async () => {
    const decide = jest.fn(async () => makeReceipt({ status: 'approved' }));
    const receipts = jest.fn(
      of('clusters', [makeReceipt({ status: 'waiting', summary: 'Drain it' })]),
    );
    renderScreen(<OperationsPage />, {
      at: '/operations?tab=approvals',
      mountPath: '/operations',
      operations: { receipts, decide },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Reject' }, WAIT));
    await waitFor(() => expect(decide).toHaveBeenCalled(), WAIT);
    await waitFor(() => expect(receipts.mock.calls.length).toBeGreaterThan(2), WAIT);
  });

  it('shows what every plugin did, newest first', async () => {
    const answers = {
      clusters: [makeReceipt({ id: '1', summary: 'Scale it', createdAt: 1 })],
      tenants: [makeReceipt({ id: '2', summary: 'Archive it', createdAt: 2 })],
    };
    renderScreen(<OperationsPage />, {
      at: '/operations',
      mountPath: '/operations',
      operations: {
        receipts: async plugin => (plugin === 'tenants' ? answers.tenants : answers.clusters),
      },
    });
    const found = await screen.findAllByText(/Scale it|Archive it/, {}, WAIT);
    expect(found.map(element => element.textContent)).toEqual(['Archive it', 'Scale it']);
  });
});

describe('creating from YAML', () => {
  it('plans each document by itself and creates them in an order that works', async () => {
    const run = jest.fn<ReturnType<OperationsApi['run']>, Parameters<OperationsApi['run']>>(
      async () => makeReceipt(),
    );
    renderScreen(<CreatePage />, {
      at: '/explore/create?namespace=shop',
      mountPath: '/explore/create',
      api: { listClusters: async () => ({ items: [makeCluster('dev')] }) },
      operations: {
        plan: async (_, input) =>
          String(input.manifest).includes('bad')
            ? makePlan({ allowed: false, reason: 'You lack create on pods' })
            : makePlan(),
        run,
      },
    });
    expect(await screen.findByText('Nothing to create yet', {}, WAIT)).toBeInTheDocument();
    const yaml = [
      'kind: Pod\nmetadata: { name: web }',
      'kind: Namespace\nmetadata: { name: shop }',
      'kind: Pod\nmetadata: { name: bad }',
    ]
      .map(text => `apiVersion: v1\n${text}\n`)
      .join('---\n');
    const file = new File([yaml], 'all.yaml');
    // jsdom's files have no text().
    Object.defineProperty(file, 'text', { value: async () => yaml });
    await userEvent.upload(screen.getByLabelText('Upload files'), file);
    expect(await screen.findByText('You lack create on pods', {}, WAIT)).toBeInTheDocument();
    const button = screen.getByRole('button', { name: /^Create 3 objects/ });
    await waitFor(() => expect(button).not.toHaveAttribute('aria-disabled'), WAIT);
    await userEvent.click(button);
    expect(await screen.findAllByText('Done', {}, WAIT)).toHaveLength(2);
    expect(run.mock.calls.map(call => String(call[1].manifest).match(/kind: (\w+)/)?.[1])).toEqual([
      'Namespace',
      'Pod',
    ]);
  });
});
