import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { OperationsApi } from '@kubemate/operations-common';
import type {
  ClustersApi,
  HelmRelease,
  HelmRevision,
  RevealedRevision,
} from '@kubemate/plugin-clusters-common';
import { makePlan, makeReceipt } from '@kubemate/ui/testUtils';
import { renderScreen } from '../__testUtils__/renderScreen';
import { HelmRoutes } from './HelmRoutes';

jest.setTimeout(90_000);
const WAIT = { timeout: 20_000 };
const CANARY = 'canary-password-77';

const head = (revision: number, rest: Partial<HelmRevision> = {}): HelmRevision => ({
  ...{ revision, status: 'superseded', chart: 'valkey', chartVersion: `0.${revision}.0` },
  ...{ appVersion: '8.1.4', updated: Date.now() - 60_000, description: 'Upgrade complete' },
  ...rest,
});
const cache: HelmRelease = {
  ...{ cluster: 'prod', namespace: 'shop', name: 'session-cache' },
  ...head(3, { status: 'deployed' }),
};
const telemetry: HelmRelease = {
  ...{ cluster: 'dev', namespace: 'platform', name: 'telemetry' },
  ...head(2, { status: 'failed', chart: 'otel' }),
};
const history = [head(3, { status: 'deployed' }), head(2), head(1)];

function show(
  at: string,
  {
    api = {},
    operations = {},
  }: { api?: Partial<ClustersApi>; operations?: Partial<OperationsApi> } = {},
) {
  return renderScreen(<HelmRoutes />, {
    at,
    mountPath: '/helm',
    api: {
      listHelmReleases: async () => ({ items: [cache, telemetry], failures: [] }),
      getHelmHistory: async () => ({ items: history }),
      ...api,
    },
    operations,
  });
}

const revealed = (revision: number, values: string): RevealedRevision => ({
  ...head(revision),
  ...{ values, allValues: `${values}own: 1\n`, manifest: 'kind: ConfigMap\n', notes: 'Hello' },
});

describe('the list of releases', () => {
  it('shows each with chart, status and revision, and finds by words', async () => {
    show('/helm');
    expect(await screen.findByRole('link', { name: 'session-cache' }, WAIT)).toHaveAttribute(
      'href',
      '/helm/prod/shop/session-cache',
    );
    expect(screen.getByText('valkey 0.3.0')).toBeInTheDocument();
    expect(screen.getByText('Failed')).toBeInTheDocument();
    await userEvent.type(screen.getByRole('searchbox'), 'otel');
    await waitFor(
      () => expect(screen.queryByRole('link', { name: 'session-cache' })).not.toBeInTheDocument(),
      WAIT,
    );
  });

  it('loading', async () => {
    show('/helm', { api: { listHelmReleases: () => new Promise(() => {}) } });
    expect(await screen.findByLabelText('Loading', {}, WAIT)).toBeInTheDocument();
  });

  it('error', async () => {
    const listHelmReleases = async () => {
      throw new Error('down');
    };
    show('/helm', { api: { listHelmReleases } });
    expect(await screen.findByText('down', {}, WAIT)).toBeInTheDocument();
  });

  it('says the reason instead of showing an empty table to those who may read no Secret', async () => {
    const failures = [
      { cluster: 'prod', state: 'denied' as const, reason: 'secrets is forbidden: not for eve' },
    ];
    show('/helm', { api: { listHelmReleases: async () => ({ items: [], failures }) } });
    expect(
      await screen.findByText('secrets is forbidden: not for eve', {}, WAIT),
    ).toBeInTheDocument();
  });

  it('is empty with what to do, and partial with what is missing', async () => {
    const failures = [{ cluster: 'edge', state: 'unreachable' as const, reason: 'no route' }];
    show('/helm', { api: { listHelmReleases: async () => ({ items: [], failures }) } });
    expect(await screen.findByText('No release was found', {}, WAIT)).toBeInTheDocument();
    expect(screen.getByLabelText(/edge:.*no route/)).toBeInTheDocument();
  });
});

describe('a release', () => {
  const AT = '/helm/prod/shop/session-cache';

  it('that is gone says so, and one that may not be read says why', async () => {
    const getHelmHistory = async () => {
      throw new NotFoundError('no release');
    };
    show(AT, { api: { getHelmHistory } });
    expect(await screen.findByText(/There is no release session-cache/, {}, WAIT)).toBeVisible();
  });

  it('that may not be read says why', async () => {
    const getHelmHistory = async () => {
      throw new NotAllowedError('secrets is forbidden');
    };
    show(AT, { api: { getHelmHistory } });
    expect(await screen.findByText('secrets is forbidden', {}, WAIT)).toBeInTheDocument();
  });

  it('shows values only after they were asked for, and given ones before all', async () => {
    const run = jest.fn<ReturnType<OperationsApi['run']>, Parameters<OperationsApi['run']>>(
      async () => makeReceipt({ output: { revisions: [revealed(3, `password: ${CANARY}\n`)] } }),
    );
    show(`${AT}?tab=manifest`, { operations: { run } });
    expect(await screen.findByText('This may hold secrets', {}, WAIT)).toBeInTheDocument();
    expect(run).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Show the manifest' }));
    expect(await screen.findByText('Hello', {}, WAIT)).toBeInTheDocument();
    expect(run).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'clusters.reveal-helm-release' }),
      {
        release: { cluster: 'prod', namespace: 'shop', name: 'session-cache' },
        revisions: [3],
      },
    );
  });

  it('says why its values cannot be shown', async () => {
    const run = async () => {
      throw new NotAllowedError('Your role does not allow it.');
    };
    show(`${AT}?tab=values`, { operations: { run } });
    await userEvent.click(await screen.findByRole('button', { name: 'Show the values' }, WAIT));
    expect(await screen.findByText('Your role does not allow it.', {}, WAIT)).toBeInTheDocument();
  });

  it('compares two revisions, the newest with the one before', async () => {
    const run = jest.fn<ReturnType<OperationsApi['run']>, Parameters<OperationsApi['run']>>(
      async () =>
        makeReceipt({ output: { revisions: [revealed(2, 'a: 1\n'), revealed(3, 'a: 1\n')] } }),
    );
    show(`${AT}?tab=compare`, { operations: { run } });
    await userEvent.click(await screen.findByRole('button', { name: 'Compare' }, WAIT));
    expect(
      await screen.findByText('Nothing differs between the two.', {}, WAIT),
    ).toBeInTheDocument();
    expect(run.mock.lastCall?.[1]).toMatchObject({ revisions: [2, 3] });
  });

  it('is rolled back to the revision that was chosen, after its plan', async () => {
    const run = jest.fn(async () => makeReceipt());
    const plan = jest.fn<ReturnType<OperationsApi['plan']>, Parameters<OperationsApi['plan']>>(
      async () => makePlan({ summary: 'Roll Helm release session-cache back to revision 1' }),
    );
    show(AT, { operations: { plan, run } });
    await userEvent.click(await screen.findByRole('button', { name: 'Roll back to 1' }, WAIT));
    const dialog = await screen.findByRole('dialog', {}, WAIT);
    await within(dialog).findByText(/back to revision 1/, {}, WAIT);
    const button = within(dialog).getByRole('button', { name: 'Roll back' });
    await waitFor(() => expect(button).not.toHaveAttribute('aria-disabled'), WAIT);
    await userEvent.click(button);
    await waitFor(() => expect(run).toHaveBeenCalledTimes(1), WAIT);
    expect(run).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'clusters.rollback-helm-release' }),
      {
        release: { cluster: 'prod', namespace: 'shop', name: 'session-cache' },
        revision: 1,
      },
      expect.objectContaining({ basis: 'basis' }),
    );
  });
});
