import { failure, makePlan, makeReceipt } from '@kubemate/ui/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { detail, pullRequest, renderScreen, repository } from './__testUtils__/renderScreen';
import { ProposeButton } from './proposal/ProposeButton';
import { UpgradesRoutes } from './upgrades/UpgradesRoutes';

const CART = '/repositories/shop-team/cart';
const getRepository = async () => detail();

describe('the list', () => {
  it('shows repositories with what is open in them, and finds by name', async () => {
    renderScreen('/repositories?search=car', {
      api: {
        listRepositories: async () => ({
          items: [repository(), repository({ name: 'search', visibility: 'private' })],
          mayCreate: true,
        }),
      },
    });
    const link = await screen.findByRole('link', { name: 'shop-team/cart' });
    expect(link).toHaveAttribute('href', CART);
    expect(screen.queryByText('shop-team/search')).not.toBeInTheDocument();
  });

  it('says what repositories are for where there is none, and why one may not make any', async () => {
    renderScreen('/repositories', {
      api: { listRepositories: async () => ({ items: [], mayCreate: false }) },
    });
    expect(await screen.findByText('There are no repositories yet')).toBeVisible();
    const [button] = screen.getAllByRole('button', { name: 'Create repository' });
    expect(button).toHaveAccessibleDescription(/repositories\.create/);
  });

  it('says why it could not be read', async () => {
    const error = await failure(503, 'ServiceUnavailableError', 'git is away');
    renderScreen('/repositories', {
      api: {
        listRepositories: async () => {
          throw error;
        },
      },
    });
    expect(await screen.findByText('The repositories could not be read')).toBeVisible();
    expect(screen.getByText(/git is away/)).toBeVisible();
  });

  it('creates one for a group of one’s own, with the plan first', async () => {
    const plan = jest.fn(async () => makePlan({ summary: 'Create repository shop-team/gifts' }));
    renderScreen('/repositories', {
      api: { listRepositories: async () => ({ items: [repository()], mayCreate: true }) },
      operations: { plan },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Create repository' }));
    const dialog = within(await screen.findByRole('dialog'));
    await waitFor(() => expect(dialog.getByLabelText('Owner')).toHaveValue('shop-team'));
    await userEvent.type(dialog.getByLabelText('Name'), 'gifts');
    expect(await dialog.findByText('Create repository shop-team/gifts')).toBeVisible();
    expect(plan).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'repositories.create' }),
      expect.objectContaining({ owner: 'shop-team', name: 'gifts', visibility: 'internal' }),
      expect.anything(),
    );
  });
});

describe('a repository', () => {
  it('lists folders first, and draws the README', async () => {
    const readFiles = async (_: unknown, query: { path?: string } = {}) => ({
      ...{ ref: 'main', commit: 'a'.repeat(40), path: query.path ?? '', isCut: false },
      items: [
        { path: 'README.md', kind: 'file' as const, size: 1434 },
        { path: 'apps', kind: 'folder' as const },
      ],
      ...(query.path === 'README.md'
        ? {
            file: {
              ...{ size: 9, encoding: 'utf8' as const, executable: false },
              content: '# The cart\n\n<b onclick="x()">html</b> [how](docs/run.md#first)',
            },
          }
        : {}),
    });
    renderScreen(CART, { api: { getRepository, readFiles } });
    expect(await screen.findByRole('heading', { name: 'The cart' })).toBeVisible();
    const names = within(screen.getByRole('region', { name: 'Files' })).getAllByRole('link');
    expect(names.map(({ textContent }) => textContent)).toEqual(['apps', 'README.md']);
    expect(screen.getByText('1.4 KiB')).toBeVisible();
    expect(document.querySelector('[onclick]')).toBeNull();
    expect(screen.getByRole('link', { name: 'how' })).toHaveAttribute(
      'href',
      `${CART}?path=docs%2Frun.md#first`,
    );
  });

  it('marks the line of the address', async () => {
    const readFiles = async () => ({
      ...{ ref: 'main', commit: 'a'.repeat(40), path: 'a.txt', isCut: false, items: [] },
      file: { size: 9, encoding: 'utf8' as const, executable: false, content: 'one\ntwo\nthree\n' },
    });
    renderScreen(`${CART}?path=a.txt#L2`, { api: { getRepository, readFiles } });
    const line = await screen.findByRole('row', { current: true });
    expect(line).toHaveTextContent('two');
    expect(screen.getByRole('link', { name: 'Line 3' })).toHaveAttribute(
      'href',
      `${CART}?path=a.txt#L3`,
    );
    expect(screen.getAllByRole('row')).toHaveLength(3);
  });

  it('says how the first commit comes while it is empty', async () => {
    renderScreen(CART, { api: { getRepository: async () => detail({ branches: [] }) } });
    expect(await screen.findByText('There is no commit yet')).toBeVisible();
    expect(screen.getByText(/git push -u origin main/)).toBeVisible();
  });

  it('says that there is none, without saying whether it is hidden', async () => {
    const error = await failure(404, 'NotFoundError', 'There is no repository');
    renderScreen(CART, {
      api: {
        getRepository: async () => {
          throw error;
        },
      },
    });
    expect(await screen.findByText('There is no repository shop-team/cart')).toBeVisible();
  });

  it('offers the commands to clone it', async () => {
    renderScreen(CART, { api: { getRepository } });
    await userEvent.click(await screen.findByRole('button', { name: 'Clone' }));
    expect(screen.getByText(/git clone http:\/\/portal\.example/)).toBeVisible();
  });

  it('proposes a branch, and explains where one may not', async () => {
    renderScreen(`${CART}?tab=branches`, {
      api: {
        getRepository: async () =>
          detail({ may: { write: false, merge: false, configure: false, delete: false } }),
      },
    });
    const button = await screen.findByRole('button', { name: 'Open pull request' });
    expect(button).toHaveAccessibleDescription(/Only members of its owner/);
    expect(screen.getByRole('link', { name: 'feature/one' })).toHaveAttribute(
      'href',
      `${CART}?ref=feature%2Fone`,
    );
  });
});

describe('a pull request', () => {
  const at = `${CART}/pulls/7`;

  it('shows what it brings, and merges after its plan', async () => {
    const run = jest.fn(async () => makeReceipt({ operation: 'repositories.merge-pull-request' }));
    renderScreen(at, {
      api: { getRepository, getPullRequest: async () => pullRequest() },
      operations: { plan: async () => makePlan({ summary: 'Merge pull request 7' }), run },
    });
    expect(await screen.findByText('Can be merged into main without conflicts')).toBeVisible();
    const file = within(screen.getByRole('region', { name: 'app.yaml' }));
    expect(file.getByText('+ replicas: 5')).toBeVisible();
    expect(file.getByText('− replicas: 2')).toBeVisible();
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Merge' })).not.toHaveAttribute('aria-disabled'),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Merge' }));
    const dialog = within(await screen.findByRole('dialog'));
    await dialog.findByText('Merge pull request 7');
    await userEvent.click(dialog.getByRole('button', { name: 'Merge' }));
    await waitFor(() => expect(run).toHaveBeenCalled());
  });

  it('names the files in conflict, and keeps Merge off with the reason', async () => {
    const request = pullRequest({ mergeable: 'conflicts', conflicts: ['app.yaml'] });
    renderScreen(at, { api: { getRepository, getPullRequest: async () => request } });
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Merge' })).toHaveAccessibleDescription(
        /conflicts with main/,
      ),
    );
  });

  it('offers nothing where it has ended', async () => {
    const request = pullRequest({
      state: 'merged',
      mergeable: 'ended',
      endedBy: 'user:default/pat',
    });
    renderScreen(at, { api: { getRepository, getPullRequest: async () => request } });
    expect(await screen.findByText(/Merged by/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Merge' })).not.toBeInTheDocument();
  });
});

it('proposes an edit of an object, and leads to the pull request', async () => {
  const output = { owner: 'shop-team', name: 'cart', number: 7 };
  const run = jest.fn(async () => makeReceipt({ status: 'succeeded', output }));
  renderScreen('/repositories', {
    api: { getRepository, getPullRequest: async () => pullRequest() },
    operations: { plan: async () => makePlan({ summary: 'Open a pull request' }), run },
    element: (
      <ProposeButton cluster="dev" kind="Deployment" name="cart" before="a: 1" after="a: 2" />
    ),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Open as pull request' }));
  const dialog = within(await screen.findByRole('dialog'));
  await dialog.findByText('Open a pull request');
  await userEvent.click(dialog.getByRole('button', { name: 'Open pull request' }));
  await waitFor(() =>
    expect(run).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'repositories.propose-object' }),
      expect.objectContaining({ cluster: 'dev', before: 'a: 1', after: 'a: 2' }),
      expect.anything(),
    ),
  );
});

describe('a service on another git host, against its template', () => {
  const url = 'https://git.example.com/shop/cart';
  const templated = {
    ...{ owner: 'git.example.com/shop', name: 'cart', url, may: { write: true } },
    ...{ template: 'template:default/node-service', version: '1.0.0', current: '2.0.0' },
    ...{ state: 'behind' as const, behind: 1, changedByHand: 0, since: [] },
    files: [{ path: 'README.md', today: 'differs' as const }],
  };

  it('is asked for by its address, leads there, and is upgraded there', async () => {
    const getTemplatedOnHost = jest.fn(async () => templated);
    const plan = jest.fn(async () => makePlan({ summary: 'Open a pull request for it' }));
    const output = { number: 7, url: `${url}/pulls/7` };
    const run = async () => makeReceipt({ output });
    renderScreen(`/repositories/on-host?${new URLSearchParams({ repository: url })}`, {
      ...{ api: { getTemplatedOnHost }, operations: { plan, run } },
      element: <UpgradesRoutes />,
    });
    const link = await screen.findByRole('link', { name: url });
    expect(link).toHaveAttribute('href', url);
    expect(getTemplatedOnHost).toHaveBeenCalledWith({ repository: url }, expect.anything());
    expect(screen.queryByRole('link', { name: 'README.md' })).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Upgrade' }));
    expect(await screen.findByText('Open a pull request for it')).toBeVisible();
    expect(plan).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'repositories.upgrade-on-host' }),
      { repository: url },
      expect.anything(),
    );
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Open pull request' }));
    const opened = await screen.findByRole('link', { name: /#7$/, hidden: true });
    expect(opened).toHaveAttribute('href', `${url}/pulls/7`);
    expect(screen.queryByText(/marked lines/)).not.toBeInTheDocument();
  });

  it.each([
    [true, /It is a draft, for it has marked lines/],
    [false, /the host has no drafts here/],
  ])(
    'says of an upgrade with marked lines whether the host holds it back (%s)',
    async (isDraft, said) => {
      const output = { number: 7, url: `${url}/pulls/7`, isDraft };
      renderScreen(`/repositories/on-host?${new URLSearchParams({ repository: url })}`, {
        api: { getTemplatedOnHost: async () => templated },
        operations: { plan: async () => makePlan({}), run: async () => makeReceipt({ output }) },
        element: <UpgradesRoutes />,
      });
      await userEvent.click(await screen.findByRole('button', { name: 'Upgrade' }));
      const dialog = within(await screen.findByRole('dialog'));
      const open = await dialog.findByRole('button', { name: 'Open pull request' });
      // It is planned first.
      await waitFor(() => expect(open).not.toHaveAttribute('aria-disabled', 'true'));
      await userEvent.click(open);
      expect(await screen.findByText(said)).toBeInTheDocument();
    },
  );
});
