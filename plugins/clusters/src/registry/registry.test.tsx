import { InputError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { OperationsApi } from '@kubemate/operations-common';
import type { ClusterProbe, ClustersApi, Registration } from '@kubemate/plugin-clusters-common';
import { makePlan, makeReceipt } from '@kubemate/ui/testUtils';
import { makeCluster, makeFleet, makeSummary } from '../__testUtils__/fakeClustersApi';
import { renderScreen } from '../__testUtils__/renderScreen';
import { ClustersRoutes } from '../clusters/ClustersRoutes';

jest.setTimeout(90_000);
const WAIT = { timeout: 20_000 };
const TOKEN = 'canary-token-3391';
const allowAll: OperationsApi['access'] = async checks => checks.map(() => ({ allowed: true }));
const denyAll: OperationsApi['access'] = async checks =>
  checks.map(() => ({ allowed: false, reason: 'Your role does not allow it. Ask the platform.' }));

const ready: ClusterProbe = {
  outcome: 'ready',
  steps: (['address', 'tls', 'version', 'credential', 'apis', 'rights'] as const).map(step => ({
    step,
    ok: true,
  })),
  server: '10.0.0.1:6443',
  addresses: ['10.0.0.1'],
  version: 'v1.37.2',
  latencyMs: 7,
  user: 'portal',
  resourceTypes: 64,
  addOns: [{ name: 'cert-manager', groups: ['cert-manager.io'] }],
  rights: [
    { id: 'list pods', verb: 'list', group: '', plural: 'pods', need: 'needed', allowed: true },
  ],
};

const registration: Registration = {
  name: 'lab',
  title: 'Laboratory',
  labels: { environment: 'test' },
  owner: 'group:default/platform',
  server: 'https://10.0.0.1:6443',
  pinned: true,
  namespaces: [],
  identity: 'impersonate',
  credentialKind: 'token',
  credentialExpiresAt: Date.now() + 86_400_000,
  revision: 3,
  createdAt: 0,
  createdBy: 'user:default/dana',
  changedAt: 0,
  changedBy: 'user:default/dana',
  rotatedAt: 0,
};

function show(
  at: string,
  {
    api = {},
    operations = {},
  }: { api?: Partial<ClustersApi>; operations?: Partial<OperationsApi> } = {},
) {
  const summary = makeSummary(makeCluster('lab', { source: 'registered', title: 'Laboratory' }));
  return renderScreen(<ClustersRoutes />, {
    at,
    mountPath: '/clusters',
    api: {
      getFleet: async () => makeFleet([summary]),
      getClusterSummary: async () => summary,
      listRegistrations: async () => ({ items: [registration] }),
      ...api,
    },
    operations: { access: allowAll, ...operations },
  });
}

const probed = (probe: ClusterProbe) => async () => makeReceipt({ output: { probe } });
const button = (name: string) => screen.findByRole('button', { name }, WAIT);

async function giveToken() {
  await userEvent.click(await button('Address and token'));
  await userEvent.type(
    await screen.findByLabelText('Address of the API server', {}, WAIT),
    'https://10.0.0.1:6443',
  );
  await userEvent.type(screen.getByLabelText('Bearer token'), TOKEN);
  await userEvent.click(await button('Look at the cluster'));
}

describe('the button that adds a cluster', () => {
  it('says why to those who may not', async () => {
    show('/clusters', { operations: { access: denyAll } });
    await waitFor(
      async () =>
        expect(await button('Add a cluster')).toHaveAccessibleDescription(
          'Your role does not allow it. Ask the platform.',
        ),
      WAIT,
    );
  });

  it('leads to the page', async () => {
    show('/clusters');
    await userEvent.click(await button('Add a cluster'));
    expect(await screen.findByText('Nothing was looked at yet', {}, WAIT)).toBeInTheDocument();
  });
});

describe('adding a cluster', () => {
  it('shows nothing but the reason to those who may not', async () => {
    show('/clusters/add', { operations: { access: denyAll } });
    expect(await screen.findByText(/Ask the platform/, {}, WAIT)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Look at the cluster' })).not.toBeInTheDocument();
  });

  it('says that no credential can be kept', async () => {
    const unavailable = 'set kubemate.credentials.keys';
    show('/clusters/add', {
      api: { listRegistrations: async () => ({ items: [], unavailable }) },
      operations: { run: probed(ready) },
    });
    expect(await screen.findByText(unavailable, {}, WAIT)).toBeInTheDocument();
    await giveToken();
    await screen.findByText('Ready to be added', {}, WAIT);
    expect(await button('Add the cluster')).toHaveAccessibleDescription(unavailable);
  });

  it('looks first, then names, plans and adds; the token is nowhere on the screen', async () => {
    const run = jest.fn<ReturnType<OperationsApi['run']>, Parameters<OperationsApi['run']>>(
      async ({ name }) =>
        name === 'clusters.probe-cluster'
          ? makeReceipt({ output: { probe: ready } })
          : makeReceipt(),
    );
    show('/clusters/add', {
      operations: { run, plan: async () => makePlan({ summary: 'Add cluster lab at 10.0.0.1' }) },
    });
    expect(await button('Add the cluster')).toHaveAccessibleDescription(
      'Look at the cluster first.',
    );
    await giveToken();
    expect(await screen.findByText('Ready to be added', {}, WAIT)).toBeInTheDocument();
    expect(screen.getByText('v1.37.2, answered in 7 ms')).toBeInTheDocument();
    expect(screen.getByText('cert-manager')).toBeInTheDocument();
    expect(screen.getByText('1 of 1 rights that the portal uses')).toBeInTheDocument();

    const name = screen.getByLabelText(/^Name \*?$/);
    await userEvent.clear(name);
    await userEvent.type(name, 'lab');
    await userEvent.click(await button('Add the cluster'));
    const dialog = await screen.findByRole('dialog', {}, WAIT);
    await within(dialog).findByText('Add cluster lab at 10.0.0.1', {}, WAIT);
    expect(document.body.textContent).not.toContain(TOKEN);
    const save = within(dialog).getByRole('button', { name: 'Add the cluster' });
    await waitFor(() => expect(save).not.toHaveAttribute('aria-disabled'), WAIT);
    await userEvent.click(save);
    expect(await screen.findByRole('heading', { name: 'Laboratory' }, WAIT)).toBeInTheDocument();
    expect(run).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'clusters.register-cluster' }),
      {
        name: 'lab',
        identity: 'impersonate',
        labels: {},
        source: { kind: 'token', server: 'https://10.0.0.1:6443', token: TOKEN },
      },
      expect.objectContaining({ basis: 'basis' }),
    );
  });

  it('explains what failed, with what to do next, and does not save', async () => {
    const failed: ClusterProbe = {
      ...{ outcome: 'failed', server: '10.0.0.1:6443', addresses: ['10.0.0.1'] },
      steps: [
        { step: 'address', ok: true },
        { step: 'tls', ok: true },
        { step: 'version', ok: false, reason: 'the connection was refused' },
      ],
    };
    show('/clusters/add', { operations: { run: probed(failed) } });
    await giveToken();
    expect(await screen.findByText('the connection was refused', {}, WAIT)).toBeInTheDocument();
    expect(screen.getByText(/Check host and port/)).toBeInTheDocument();
    expect(screen.getByText('curl --insecure https://10.0.0.1:6443/version')).toBeInTheDocument();
    expect(screen.getByText(/The rights suffice.*not looked at/)).toBeInTheDocument();
    expect(await button('Add the cluster')).toHaveAccessibleDescription(
      /The cluster cannot be used so/,
    );
  });

  it('trusts a certificate once its fingerprint was compared, and looks again', async () => {
    const certificate = {
      ...{ subject: 'CN=kube-ca', issuer: 'CN=kube-ca', fingerprint: 'AA:BB' },
      ...{ validFrom: '2026-01-01T00:00:00Z', validTo: '2027-01-01T00:00:00Z', authority: true },
    };
    const untrusted: ClusterProbe = {
      ...{ outcome: 'failed', server: '10.0.0.1:6443', addresses: [] },
      steps: [{ step: 'tls', ok: false, reason: 'its certificate authority is not trusted' }],
      tls: {
        trusted: false,
        chain: [certificate],
        names: ['10.0.0.1'],
        pin: { pem: 'PEM', certificate },
      },
    };
    const run = jest.fn<ReturnType<OperationsApi['run']>, Parameters<OperationsApi['run']>>(
      async (_, input) => makeReceipt({ output: { probe: 'trust' in input ? ready : untrusted } }),
    );
    show('/clusters/add', { operations: { run } });
    await giveToken();
    expect(await screen.findByText('AA:BB', {}, WAIT)).toBeInTheDocument();
    await userEvent.click(await button('The fingerprints are the same: trust it'));
    expect(await screen.findByText('Ready to be added', {}, WAIT)).toBeInTheDocument();
    expect(run.mock.lastCall?.[1]).toMatchObject({ trust: 'PEM' });
  });

  it('says in the server’s words what is wrong with a kubeconfig', async () => {
    show('/clusters/add', {
      operations: {
        run: async () => {
          throw new InputError('the kubeconfig is not YAML');
        },
      },
    });
    const field = await screen.findByRole('textbox', { name: 'kubeconfig' }, WAIT);
    await userEvent.click(field);
    await userEvent.paste('{{{');
    await userEvent.click(await button('Look at the cluster'));
    expect(await screen.findByText('the kubeconfig is not YAML', {}, WAIT)).toBeInTheDocument();
  });

  it('forgets what was found when the source changes', async () => {
    show('/clusters/add', { operations: { run: probed(ready) } });
    await giveToken();
    await screen.findByText('Ready to be added', {}, WAIT);
    await userEvent.type(screen.getByLabelText('Bearer token'), 'x');
    expect(await screen.findByText('Nothing was looked at yet', {}, WAIT)).toBeInTheDocument();
  });
});

describe('a cluster that was added', () => {
  it('says how it came, that its credential ends soon, and never the credential', async () => {
    show('/clusters/lab');
    expect(await screen.findByText('Bearer token', {}, WAIT)).toBeInTheDocument();
    expect(screen.getByText(/The credential ends on/)).toBeInTheDocument();
    expect(screen.getAllByText(/user:default\/dana/)).toHaveLength(2);
  });

  it('is edited with what it has', async () => {
    const plan = jest.fn<ReturnType<OperationsApi['plan']>, Parameters<OperationsApi['plan']>>(
      async () => makePlan({ summary: 'Change cluster lab' }),
    );
    show('/clusters/lab', { operations: { plan } });
    await userEvent.click(await button('Manage'));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Edit' }, WAIT));
    await screen.findByText('Change cluster lab', {}, WAIT);
    expect(plan.mock.lastCall?.[1]).toEqual({
      name: 'lab',
      title: 'Laboratory',
      owner: 'group:default/platform',
      identity: 'impersonate',
      labels: { environment: 'test' },
    });
  });

  it('tries another credential only when it is told to', async () => {
    const plan = jest.fn<ReturnType<OperationsApi['plan']>, Parameters<OperationsApi['plan']>>(
      async () => makePlan({ summary: 'Rotate the credential of lab' }),
    );
    show('/clusters/lab', { operations: { plan } });
    await userEvent.click(await button('Manage'));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Rotate the credential' }, WAIT),
    );
    expect(await screen.findByLabelText('Address of the API server', {}, WAIT)).toHaveValue(
      'https://10.0.0.1:6443',
    );
    await userEvent.type(screen.getByLabelText('Bearer token'), TOKEN);
    expect(plan).not.toHaveBeenCalled();
    await userEvent.click(await button('Try it'));
    expect(
      await screen.findByText('Rotate the credential of lab', { selector: 'h3' }, WAIT),
    ).toBeInTheDocument();
    expect(plan).toHaveBeenCalledTimes(1);
  });

  it('is removed once its name was typed', async () => {
    const run = jest.fn(async () => makeReceipt());
    const guard = { kind: 'typed' as const, text: 'lab', why: 'It takes something away on lab' };
    show('/clusters/lab', {
      operations: { run, plan: async () => makePlan({ summary: 'Remove cluster lab', guard }) },
    });
    await userEvent.click(await button('Manage'));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Remove from the portal' }, WAIT),
    );
    const dialog = await screen.findByRole('dialog', {}, WAIT);
    await userEvent.type(await within(dialog).findByRole('textbox', {}, WAIT), 'lab');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove from the portal' }));
    expect(await button('Add a cluster')).toBeInTheDocument();
    expect(run).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'clusters.remove-cluster' }),
      { name: 'lab' },
      expect.objectContaining({ confirm: 'lab' }),
    );
  });

  it('that is left out says why, and can be removed', async () => {
    const problem = '192.0.2.1 is not on this machine';
    show('/clusters', {
      api: { listRegistrations: async () => ({ items: [{ ...registration, problem }] }) },
    });
    expect(
      await screen.findByText('A cluster that was added is not shown', {}, WAIT),
    ).toBeInTheDocument();
    expect(screen.getByText(/lab: 192\.0\.2\.1 is not on this machine/)).toBeInTheDocument();
    expect(await button('Remove lab from the portal')).toBeInTheDocument();
  });
});
