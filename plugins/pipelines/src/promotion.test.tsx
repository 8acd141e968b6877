import type { OperationsApi } from '@kubemate/operations-common';
import type { Gate } from '@kubemate/plugin-pipelines-common';
import { failure, makePlan, makeReceipt } from '@kubemate/ui/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  board,
  evidence,
  gap,
  image,
  promotion,
  release,
  request,
  running,
  transition,
} from './__testUtils__/boards';
import { renderScreen } from './__testUtils__/renderScreen';

const CART = '/pipelines/board/component/default/cart';
const denied = () => failure(403, 'NotAllowedError', 'Viewers see no environments');

describe('the board of all components', () => {
  it('shows which version is where, and how many steps wait', async () => {
    renderScreen('/pipelines/board');
    const row = await screen.findByRole('row', { name: /Cart/ });
    expect(within(row).getByText('2.15.0')).toBeInTheDocument();
    expect(within(row).getByText('2.14.1')).toBeInTheDocument();
    expect(within(row).getByText('1 step waits')).toBeInTheDocument();
    expect(within(row).getByRole('link', { name: 'Cart' })).toHaveAttribute('href', CART);
  });

  it('says where environments come from while there are none', async () => {
    renderScreen('/pipelines/board', {
      promotions: {
        listComponents: async () => ({ items: [], total: 0, environments: [], asOf: 0 }),
      },
    });
    expect(await screen.findByText('No environment is configured')).toBeVisible();
    expect(screen.getByText(/kubemate\.pipelines\.environments/)).toBeVisible();
  });

  it('says who may not, and why', async () => {
    renderScreen('/pipelines/board', {
      promotions: {
        listComponents: async () => {
          throw await denied();
        },
      },
    });
    expect(await screen.findByText('Viewers see no environments')).toBeVisible();
  });
});

describe('the board of a component', () => {
  it('tells the image, since when and by whom, and the gate with who can clear it', async () => {
    renderScreen(CART);
    const staging = await screen.findByRole('region', { name: 'Staging' });
    expect(within(staging).getByText('2.15.0')).toBeVisible();
    expect(within(staging).getByText('2 of 2 ready')).toBeVisible();
    expect(within(staging).getByText('developer')).toBeVisible();
    const between = screen.getByRole('region', { name: 'Staging to Production' });
    expect(within(between).getByText('Approval · blocked')).toBeVisible();
    expect(within(between).getByText(/nobody has asked yet/)).toBeVisible();
    expect(within(between).getByText(/Cleared by: platform-team/)).toBeVisible();
    expect(within(between).getByText('CACHE_TTL: 60 → 300')).toBeVisible();
    expect(within(between).getByRole('button', { name: 'Ask for approval' })).toBeVisible();
    const promote = within(between).getByRole('button', { name: 'Promote Staging to Production' });
    expect(promote).toHaveAttribute('aria-disabled', 'true');
    expect(promote).toHaveAccessibleDescription('A gate above has to open first');
  });

  it('tells signature, bill of material, vulnerabilities and code quality', async () => {
    renderScreen(CART);
    const images = await screen.findByRole('region', { name: 'Images' });
    expect(within(images).getByText('Signed by release')).toBeVisible();
    expect(within(images).getByText('Bill of material: SPDX')).toBeVisible();
    expect(within(images).getByText(/0 critical, 2 high/)).toBeVisible();
    const quality = screen.getByRole('region', { name: 'Code quality' });
    expect(within(quality).getByText('Quality gate failed')).toBeVisible();
    expect(within(quality).getByText(/new coverage: 61.2, the limit is 80/)).toBeVisible();
    expect(within(quality).getByRole('link', { name: 'shop-cart' })).toHaveAttribute(
      'href',
      'https://sonar.example/dashboard?id=shop-cart',
    );
  });

  it.each([
    [{ state: 'no-server' }, 0],
    [{ state: 'no-server', project: 'shop-cart' }, 1],
  ] as const)('has a card of code quality for %j: %d', async (quality, count) => {
    renderScreen(CART, { promotions: { getEvidence: async () => evidence({ quality }) } });
    await screen.findByRole('region', { name: 'Images' });
    expect(screen.queryAllByRole('region', { name: 'Code quality' })).toHaveLength(count);
  });

  it('says why a signature does not count, on the card and at the gate', async () => {
    const refusals = [
      {
        ...{ reason: 'other-subject' as const, issuer: 'https://login.example.com' },
        subject: 'eve@example.com',
      },
    ];
    const [shown] = evidence().images;
    if (shown?.evidence.state !== 'known') throw new Error('The evidence is known');
    const known = {
      ...shown.evidence,
      signature: { state: 'rejected' as const, keys: [], refusals },
    };
    const gate: Gate = {
      ...{ kind: 'image-signed', state: 'blocked', why: 'rejected', evidence: known },
      clearedBy: { groups: ['group:default/shop-team'] },
    };
    const drawn = board();
    renderScreen(CART, {
      promotions: {
        getBoard: async () => ({
          ...drawn,
          transitions: drawn.transitions.map(each => ({ ...each, gates: [gate] })),
        }),
        getEvidence: async () => evidence({ images: [{ ...shown, evidence: known }] }),
      },
    });
    const why =
      /eve@example\.com has signed, says https:\/\/login\.example\.com, and is nobody whose signature counts/;
    const images = await screen.findByRole('region', { name: 'Images' });
    expect(await within(images).findByText('No signature counts')).toBeVisible();
    expect(within(images).getByText(why)).toBeVisible();
    expect(screen.getAllByText(/None of its signatures counts\. eve@/)[0]).toBeVisible();
  });

  it('says which registry is not configured, and who clears a gate that nothing is known of', async () => {
    const unknown = { state: 'no-registry', registry: 'registry.example' } as const;
    const gate: Gate = {
      kind: 'image-signed',
      state: 'blocked',
      why: 'no-registry',
      evidence: unknown,
      clearedBy: { groups: ['group:default/shop-team'] },
    };
    const shown = board();
    renderScreen(CART, {
      promotions: {
        getBoard: async () => ({
          ...shown,
          transitions: shown.transitions.map(each => ({ ...each, gates: [gate] })),
        }),
      },
    });
    expect((await screen.findAllByText('Signature · blocked'))[0]).toBeVisible();
    expect(screen.getAllByText(/No registry is configured for registry\.example/)[0]).toBeVisible();
    expect(screen.getAllByText(/Cleared by: shop-team/)[0]).toBeVisible();
  });

  it('promotes the very image that is shown', async () => {
    const plan = jest.fn(async () => makePlan({ summary: 'Promote cart to prod' }));
    const run = jest.fn(async () => makeReceipt({ operation: 'pipelines.promote' }));
    renderScreen(CART, {
      promotions: { getBoard: async () => board({ transitions: [transition()] }) },
      operations: { plan: plan as OperationsApi['plan'], run: run as OperationsApi['run'] },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Promote Staging to Production' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('Promote cart to prod')).toBeVisible();
    const input = {
      component: 'component:default/cart',
      from: 'staging',
      to: 'prod',
      image: image('2.15.0').digest,
    };
    expect(plan).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'pipelines.promote' }),
      input,
      expect.anything(),
    );
    const promote = within(dialog).getByRole('button', { name: 'Promote' });
    await waitFor(() => expect(promote).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(promote);
    await waitFor(() =>
      expect(run).toHaveBeenCalledWith(expect.anything(), input, expect.anything()),
    );
  });

  it.each([
    [
      'an environment cannot be told about',
      { environments: [gap({}), running({ name: 'prod', title: 'Production' })] },
      'What Staging runs is not known',
    ],
    [
      'something is on its way',
      {
        environments: [
          running({}),
          running({ name: 'prod', title: 'Production', rollout: 'progressing' as const }),
        ],
      },
      'Something is being rolled out in Production',
    ],
  ])('does not promote where %s, and says so', async (_, given, reason) => {
    renderScreen(CART, { promotions: { getBoard: async () => board(given) } });
    expect(
      await screen.findByRole('button', { name: 'Promote Staging to Production' }),
    ).toHaveAccessibleDescription(reason);
  });

  it('offers nothing where both run the same image', async () => {
    renderScreen(CART, {
      promotions: { getBoard: async () => board({ transitions: [transition({ isSame: true })] }) },
    });
    expect(await screen.findByText('Staging and Production run the same image.')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Promote Staging to Production' }),
    ).not.toBeInTheDocument();
  });

  it('tells an environment that does not answer beside those that do', async () => {
    renderScreen(CART, {
      promotions: {
        getBoard: async () =>
          board({ environments: [gap({}), running({ name: 'prod', title: 'Production' })] }),
      },
    });
    const staging = await screen.findByRole('region', { name: 'Staging' });
    expect(within(staging).getByText('Unreachable')).toBeVisible();
    expect(within(staging).getByText('The cluster does not answer')).toBeVisible();
    const prod = screen.getByRole('region', { name: 'Production' });
    expect(within(prod).getByText('Rolled out')).toBeVisible();
  });

  it('tells a promotion that went back by itself', async () => {
    const lastPromotion = promotion({
      state: 'rolled-back',
      after: image('2.15.0'),
      failure: { cause: 'rollout-timeout', message: '1 of 2 replicas after 10 minutes' },
    });
    renderScreen(CART, {
      promotions: {
        getBoard: async () =>
          board({ environments: [running({ lastPromotion, image: image('2.14.1') })] }),
      },
    });
    expect(await screen.findByText('Rolled back by itself')).toBeVisible();
    expect(screen.getByText(/2\.15\.0 did not stay.*took too long: 1 of 2 replicas/)).toBeVisible();
  });

  it('rolls back to a release that was good', async () => {
    const plan = jest.fn(async () => makePlan({ summary: 'Go back to 2.13.0' }));
    const { address } = renderScreen(CART, {
      operations: { plan: plan as OperationsApi['plan'] },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Roll back Production' }));
    const releases = await screen.findByRole('radiogroup', { name: 'Releases' });
    const [current, earlier] = within(releases).getAllByRole('radio');
    expect(current).toBeDisabled();
    if (earlier === undefined) throw new Error('no release');
    await userEvent.click(earlier);
    expect(await screen.findByText('Go back to 2.13.0')).toBeVisible();
    expect(address()).toBe(`?rollback=prod&release=${release().id}`);
    expect(screen.getByText(/no longer has its pod template/)).toBeVisible();
    expect(plan).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'pipelines.rollback' }),
      expect.objectContaining({ environment: 'prod' }),
      expect.anything(),
    );
  });

  it('opens the plan that a link names, and forgets it when the dialog is closed', async () => {
    const plan = jest.fn(async () => makePlan({ summary: 'Go back to 2.13.0' }));
    const { address } = renderScreen(`${CART}?rollback=prod&release=${release().id}`, {
      operations: { plan: plan as OperationsApi['plan'] },
    });
    const dialog = await screen.findByRole('dialog', { name: /Cart.*Production/ });
    expect(await within(dialog).findByText('Go back to 2.13.0')).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(address()).toBe('');
  });

  it.each([
    ['promote', 'Promote'],
    ['ask', 'Ask for approval'],
  ])('opens by ?%s= what leads into an environment', async (param, label) => {
    renderScreen(`${CART}?${param}=prod`, {
      operations: { plan: (async () => makePlan()) as OperationsApi['plan'] },
    });
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: label })).toBeVisible();
    expect(within(dialog).getByText('Approval · blocked')).toBeVisible();
  });
});

describe('approvals', () => {
  it('approves with a reason the image that was looked at', async () => {
    const plan = jest.fn(async () => makePlan({ summary: 'Approve' }));
    renderScreen('/pipelines/approvals', { operations: { plan: plan as OperationsApi['plan'] } });
    const row = await screen.findByRole('listitem', { name: 'cart 2.15.0, staging to prod' });
    expect(within(row).getByText('“The fix of the checkout”')).toBeVisible();
    await userEvent.click(within(row).getByRole('button', { name: 'Approve' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: 'Approve' })).toHaveAccessibleDescription(
      'Say why, in a few words',
    );
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'Tested');
    await waitFor(() =>
      expect(plan).toHaveBeenLastCalledWith(
        expect.objectContaining({ name: 'pipelines.approve' }),
        { request: request().id, image: image('2.15.0').digest, reason: 'Tested' },
        expect.anything(),
      ),
    );
  });

  it('says why the one who asked may not decide', async () => {
    renderScreen('/pipelines/approvals', {
      promotions: {
        listApprovals: async () => [request({ mayDecide: false, whyNot: 'requester' })],
      },
    });
    expect(
      await screen.findByText('You have asked for it: somebody of platform-team decides.'),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Approve' })).not.toBeInTheDocument();
  });

  it('brings the request into view that a letter names, or says that it waits no more', async () => {
    const scrollIntoView = jest.fn();
    Element.prototype.scrollIntoView = scrollIntoView;
    const at = (id: string) => renderScreen(`/pipelines/approvals?request=${id}`);
    const { unmount } = at(request().id);
    expect(await screen.findByRole('button', { name: 'Approve' })).toBeVisible();
    expect(scrollIntoView).toHaveBeenCalled();
    unmount();
    at('another');
    expect(
      await screen.findByText('The request that you came for does not wait any more'),
    ).toBeVisible();
  });

  it('says that nothing waits', async () => {
    renderScreen('/pipelines/approvals', { promotions: { listApprovals: async () => [] } });
    expect(await screen.findByText('Nothing waits for you')).toBeVisible();
  });
});

describe('change freezes', () => {
  it('adds a window once environments and a reason are there', async () => {
    const plan = jest.fn(async () => makePlan({ summary: 'Freeze prod' }));
    renderScreen('/pipelines/freezes', { operations: { plan: plan as OperationsApi['plan'] } });
    expect(await screen.findByText('No change freeze holds or comes')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Add a freeze' }));
    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog).getByRole('button', { name: 'Add a freeze' }),
    ).toHaveAccessibleDescription('Choose the environments');
    await userEvent.click(within(dialog).getByRole('button', { name: /Environments/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Production' }));
    await userEvent.keyboard('{Escape}');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'Sale');
    await waitFor(() =>
      expect(plan).toHaveBeenLastCalledWith(
        expect.objectContaining({ name: 'pipelines.freeze' }),
        expect.objectContaining({ environments: ['prod'], reason: 'Sale' }),
        expect.anything(),
      ),
    );
  });

  it('lists what holds now, with the way to end it', async () => {
    renderScreen('/pipelines/freezes', {
      promotions: {
        listFreezes: async () => [
          {
            id: '5b0f0d3e-0000-4000-8000-000000000005',
            environments: ['prod'],
            components: [],
            startsAt: 0,
            endsAt: Date.now() + 3_600_000,
            reason: 'Sale',
            createdBy: 'user:default/platform',
            createdAt: 0,
            isActive: true,
          },
        ],
      },
    });
    expect(await screen.findByText('Holds now')).toBeVisible();
    expect(await screen.findByText(/Production · every component/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'End the freeze “Sale”' })).toBeVisible();
  });
});

describe('flow', () => {
  it('shows the four keys, and lists what a figure counts', async () => {
    renderScreen('/pipelines/flow');
    const card = await screen.findByRole('region', { name: 'Change failure rate' });
    expect(within(card).getByText('20%')).toBeVisible();
    await userEvent.click(within(card).getByRole('link', { name: '1 promotion' }));
    const counted = await screen.findByRole('region', {
      name: 'Change failure rate: what it counts (1)',
    });
    expect(await within(counted).findByText('cart 2.14.1')).toBeVisible();
    const restore = screen.getByRole('region', { name: 'Time to restore' });
    expect(within(restore).getByText('—')).toBeVisible();
    expect(within(restore).queryByRole('link')).not.toBeInTheDocument();
  });

  it('says who may not', async () => {
    renderScreen('/pipelines/flow', {
      promotions: {
        getFlow: async () => {
          throw await denied();
        },
      },
    });
    expect(await screen.findByText('Viewers see no environments')).toBeVisible();
  });
});

describe('a component that is promoted through git', () => {
  it('shows commits and files between two overlays', async () => {
    renderScreen(CART, {
      promotions: { getBoard: async () => board({ repository: 'shop-team/cart-deploy' }) },
    });
    const [between] = await screen.findAllByRole('heading', { name: /^In git: / });
    expect(between).toBeVisible();
    const [commit] = await screen.findAllByText(/Turn suggestions on/);
    expect(commit).toHaveTextContent('a1b2c3d4');
    expect(screen.getAllByText('settings.env')[0]).toBeVisible();
  });

  it('says why the repository cannot be read', async () => {
    renderScreen(CART, {
      promotions: {
        getBoard: async () => board({ repository: 'shop-team/cart-deploy' }),
        compareOverlays: async () => {
          throw await failure(404, 'NotFoundError', 'There is no repository shop-team/cart-deploy');
        },
      },
    });
    const [reason] = await screen.findAllByText(/There is no repository shop-team/);
    expect(reason).toBeVisible();
  });
});

describe('a promotion in steps', () => {
  const going = promotion({
    ...{ state: 'shifting', finishedAt: undefined, after: image('2.16.0') },
    before: image('2.15.0'),
    canary: {
      ...{ strategy: 'canary', step: 0, weight: 10, since: 1, replicas: 2 },
      ...{ next: 'cart-next', service: 'cart', selector: {}, route: 'cart' },
      steps: [
        { weight: 10, pauseMs: 1000, metrics: [] },
        { weight: 50, pauseMs: 1000, metrics: ['errors'] },
      ],
    },
  });

  it('shows how the requests are shared, and what may be done about it', async () => {
    const plan = jest.fn(async () => makePlan());
    renderScreen(CART, {
      promotions: {
        getBoard: async () => board({ environments: [running({ promotion: going })] }),
      },
      operations: { plan },
    });
    const shares = await screen.findByRole('img', { name: /10 % of the requests go to 2\.16\.0/ });
    expect(shares).toBeVisible();
    expect(screen.getByText(/Step 1 of 2: 10 % → 50 % → 100 %/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Abort' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'Errors rise');
    await waitFor(() =>
      expect(plan).toHaveBeenLastCalledWith(
        expect.objectContaining({ name: 'pipelines.abort-promotion' }),
        { promotion: going.id, reason: 'Errors rise' },
        expect.anything(),
      ),
    );
  });
});
