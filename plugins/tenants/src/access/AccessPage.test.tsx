import type { AccessFinding, BindingChain, TenantsApi } from '@kubemate/plugin-tenants-common';
import { failure } from '@kubemate/ui/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../__testUtils__/renderScreen';
import { tenantList } from '../__testUtils__/tenants';

const CHAIN: BindingChain = {
  subject: { kind: 'Group', name: 'kubemate:shop-team' },
  binding: { kind: 'RoleBinding', name: 'kubemate-edit', namespace: 'shop' },
  role: { kind: 'ClusterRole', name: 'edit' },
  rule: { verbs: ['create'], apiGroups: ['apps'], resources: ['deployments'], resourceNames: [] },
  aggregatedFrom: 'system:aggregate-to-edit',
};
const ASKED = '/access?verb=create&resource=deployments.apps&cluster=dev&namespace=shop';
const MYSELF_ONLY = { listTenants: async () => tenantList({ mayAskAboutOthers: false }) };

describe('AccessPage', () => {
  it('draws how a right comes about, from whom it names to the rule', async () => {
    const explainAccess = jest.fn<
      ReturnType<TenantsApi['explainAccess']>,
      Parameters<TenantsApi['explainAccess']>
    >(async () => ({
      allowed: true,
      because: [CHAIN],
      decidedBy: 'review',
      identity: { user: 'kubemate:dana', groups: ['kubemate:shop-team'] },
      others: [],
    }));
    renderScreen(`${ASKED}&subject=user:default/dana`, { api: { explainAccess } });
    expect(
      await screen.findByText('user:dana may create deployments.apps in shop on Development'),
    ).toBeVisible();
    const chain = screen.getByRole('list', { name: 'How the right comes about' });
    expect(
      within(chain)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'Groupkubemate:shop-team',
      'named byRoleBindingkubemate-editin shop',
      'givesClusterRoleeditrule from system:aggregate-to-edit',
      'allowsRulecreatedeployments (apps)',
    ]);
    expect(explainAccess.mock.calls[0]?.[0]).toEqual({
      subject: 'user:default/dana',
      verb: 'create',
      resource: 'deployments.apps',
      cluster: 'dev',
      namespace: 'shop',
    });
  });

  it('says what is missing, what they have instead, and whom to ask', async () => {
    const { rule, aggregatedFrom, ...other } = CHAIN;
    renderScreen(ASKED, {
      api: {
        explainAccess: async () => ({
          allowed: false,
          because: [],
          decidedBy: 'bindings',
          reason: 'No binding gives create on deployments',
          identity: { groups: [] },
          others: [other],
        }),
      },
    });
    expect(await screen.findByText('Denied')).toBeVisible();
    expect(screen.getByText('No binding gives create on deployments')).toBeVisible();
    expect(screen.getByText(/the API server was not asked/)).toBeVisible();
    expect(screen.getByText('kubemate-edit')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Shop' })).toHaveAttribute(
      'href',
      '/tenants/shop?tab=members',
    );
  });

  it('puts the question into the address', async () => {
    const explainAccess = jest.fn<
      ReturnType<TenantsApi['explainAccess']>,
      Parameters<TenantsApi['explainAccess']>
    >(async () => ({
      allowed: true,
      because: [],
      decidedBy: 'review',
      identity: { groups: [] },
      others: [],
    }));
    renderScreen('/access?cluster=dev', { api: { explainAccess } });
    expect(await screen.findByText('Ask a question')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Ask' })).toHaveAccessibleDescription(
      'Choose a verb',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Read Secrets' }));
    await userEvent.type(screen.getByRole('combobox', { name: 'Namespace' }), 'shop');
    await userEvent.click(screen.getByRole('button', { name: 'Ask' }));
    expect(await screen.findByText('You may get secrets in shop on Development')).toBeVisible();
  });

  it('says plainly that somebody may ask about themselves only', async () => {
    renderScreen('/access', { api: MYSELF_ONLY });
    expect(await screen.findByText(/ask about yourself only/)).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Who' })).toHaveValue('Yourself');
  });

  it.each(['matrix', 'findings'])('keeps %s from those who may not ask', async tab => {
    renderScreen(`/access?tab=${tab}&cluster=dev`, { api: MYSELF_ONLY });
    expect(await screen.findByText('You may not ask about others')).toBeVisible();
  });

  it('shows the server’s own reason where it refuses', async () => {
    const error = await failure(403, 'NotAllowedError', 'You cannot ask this about others here');
    renderScreen(ASKED, {
      api: {
        explainAccess: async () => {
          throw error;
        },
      },
    });
    expect(await screen.findByText('You cannot ask this about others here')).toBeVisible();
  });

  it('shows who may do what, each cell the way to why', async () => {
    renderScreen('/access?tab=matrix&cluster=dev&namespace=shop&can=delete', {
      api: {
        accessMatrix: async () => ({
          resources: ['pods', 'secrets'],
          items: [
            { subject: CHAIN.subject, verbs: { pods: ['get', 'delete'] } },
            { subject: { kind: 'User', name: 'kubemate:dana' }, verbs: { pods: ['get'] } },
          ],
          failures: [{ cluster: 'dev', reason: 'Roles could not be read' }],
        }),
      },
    });
    const cell = await screen.findByRole('link', {
      name: 'kubemate:shop-team, pods: Write (get, delete)',
    });
    expect(cell).toHaveTextContent('Write');
    expect(new URLSearchParams(cell.getAttribute('href')?.split('?')[1]).get('verb')).toBe(
      'delete',
    );
    expect(screen.queryByText('kubemate:dana')).not.toBeInTheDocument();
    expect(screen.getByText('Roles could not be read')).toBeVisible();
  });

  it('shows what one subject may do, verb by verb', async () => {
    renderScreen('/access?tab=matrix&cluster=dev&namespace=shop', {
      api: {
        accessMatrix: async () => ({
          resources: ['pods', 'secrets'],
          items: [
            { subject: CHAIN.subject, verbs: { pods: ['get', 'delete'] } },
            { subject: { kind: 'User', name: 'kubemate:dana' }, verbs: { pods: ['get'] } },
          ],
          failures: [],
        }),
      },
    });
    await userEvent.click(await screen.findByRole('link', { name: 'kubemate:shop-team' }));
    const table = await screen.findByRole('table', { name: 'What kubemate:shop-team may do' });
    expect(within(table).getByRole('link', { name: 'delete pods: Allowed' })).toBeVisible();
    expect(within(table).getByRole('link', { name: 'get secrets: Denied' })).toHaveAttribute(
      'href',
      '/access?subject=kubegroup%3Akubemate%3Ashop-team&verb=get&resource=secrets&cluster=dev&namespace=shop',
    );
    await userEvent.click(screen.getByRole('button', { name: 'All subjects' }));
    expect(await screen.findByText('kubemate:dana')).toBeVisible();
  });

  it('shows findings with their evidence on demand', async () => {
    const finding: AccessFinding = {
      kind: 'exec-in-prod',
      severity: 'medium',
      cluster: 'prod',
      chain: CHAIN,
    };
    renderScreen('/access?tab=findings', {
      api: {
        accessFindings: async () => ({
          items: [finding],
          failures: [{ cluster: 'edge', reason: 'It did not answer' }],
        }),
      },
    });
    expect(await screen.findByText('may open terminals in production')).toBeVisible();
    expect(screen.getByText('edge: It did not answer')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Evidence: kubemate:shop-team' }));
    expect(screen.getByRole('list', { name: 'How the right comes about' })).toBeVisible();
    expect(screen.getByText(/bypasses reviews/)).toBeVisible();
  });

  it('never calls clean what it could not look at', async () => {
    renderScreen('/access?tab=findings', {
      api: {
        accessFindings: async () => ({
          items: [],
          failures: [{ cluster: 'edge', reason: 'It did not answer' }],
        }),
      },
    });
    expect(await screen.findByText('Nothing was found where it could be looked')).toBeVisible();
  });
});
