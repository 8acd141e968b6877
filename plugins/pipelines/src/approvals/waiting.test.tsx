import type { WaitingInput } from '@kubemate/plugin-pipelines-common';
import { failure, makePlan } from '@kubemate/ui/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../__testUtils__/renderScreen';
import { run } from '../__testUtils__/runs';

const HOUR = 3_600_000;

function waiting(given: Partial<WaitingInput> = {}): WaitingInput {
  return {
    run: run({ phase: 'waiting', trigger: { kind: 'push', by: 'user:default/dana' } }),
    input: {
      ...{ id: 'build-1-approve', message: 'Release the cart?', proceedText: 'Approve' },
      ...{ submitters: ['kubemate:eve', 'group:sre'], params: [] },
    },
    ...{ since: Date.now() - 9 * HOUR, expiresAt: Date.now() + 30 * HOUR, needed: 2, given: 1 },
    answers: [{ by: 'kubemate:mia', decision: 'proceed', reason: 'tested' }],
    mayAnswer: true,
    ...given,
  };
}

const show = (...items: WaitingInput[]) => ({
  api: { listWaiting: async () => ({ items, isCut: false, failures: [] }) },
});

it('has runs that wait in the same inbox as promotions, with all that one decides by', async () => {
  renderScreen('/pipelines/approvals', show(waiting()));
  const row = await screen.findByRole('listitem', {
    name: 'build-1 waits: Release the cart?',
  });
  expect(within(row).getByRole('link', { name: 'build-1' })).toBeVisible();
  const facts = within(row).getByText(/Waits for 9h/);
  expect(facts).toHaveTextContent('started by dana');
  expect(facts).toHaveTextContent('1 of 2 approvals');
  expect(facts).toHaveTextContent('For kubemate:eve, group:sre');
  expect(facts).toHaveTextContent('ends by itself in 29h');
  expect(within(row).getByText('kubemate:mia approved: “tested”')).toBeVisible();
  expect(screen.getByRole('region', { name: 'For you to decide (1)' })).toBeVisible();
});

it('brings what a letter names into view, or says that it waits no more', async () => {
  const scrollIntoView = jest.fn();
  Element.prototype.scrollIntoView = scrollIntoView;
  const { run: build, input } = waiting();
  const at = (id: string) =>
    `/pipelines/approvals?input=${encodeURIComponent(`${build.uid} ${id}`)}`;
  const { unmount } = renderScreen(at(input.id), show(waiting()));
  const row = await screen.findByRole('listitem', { name: /^build-1 waits/ });
  expect(row).toHaveAttribute('aria-current', 'true');
  expect(scrollIntoView).toHaveBeenCalled();
  unmount();
  renderScreen(at('another'), show(waiting()));
  expect(await screen.findByText('What you came for does not wait any more')).toBeVisible();
});

it('answers with the reason, after the plan', async () => {
  const plan = jest.fn(async () =>
    makePlan({
      summary: 'Approve build-1',
      said: [
        {
          ...{ code: 'approveRun', text: 'Approve build-1' },
          values: { run: 'build-1', message: 'Release?' },
        },
      ],
    }),
  );
  renderScreen('/pipelines/approvals', { ...show(waiting()), operations: { plan } });
  const row = await screen.findByRole('listitem', { name: /^build-1 waits/ });
  await userEvent.click(within(row).getByRole('button', { name: 'Approve' }));
  const dialog = await screen.findByRole('dialog', { name: 'Approve: build-1' });
  await userEvent.type(within(dialog).getByLabelText(/^Reason/), 'ok');
  expect(await within(dialog).findByText('Approve build-1: Release?')).toBeVisible();
  await waitFor(() =>
    expect(plan).toHaveBeenLastCalledWith(
      expect.anything(),
      {
        ...{ run: waiting().run.ref, input: 'build-1-approve' },
        ...{ decision: 'proceed', reason: 'ok' },
      },
      expect.anything(),
    ),
  );
});

it.each([
  ['not-approver', 'You are not among those whom the pipeline asks.'],
  ['no-permission', 'Your role does not let you answer runs.'],
  ['answered', 'You have answered.'],
] as const)('says why somebody may not answer: %s', async (whyNot, text) => {
  renderScreen('/pipelines/approvals', show(waiting({ mayAnswer: false, whyNot })));
  const row = await screen.findByRole('listitem', { name: /^build-1 waits/ });
  expect(within(row).getByText(text)).toBeVisible();
  expect(within(row).queryByRole('button')).not.toBeInTheDocument();
});

it('lets who started a run end it, and no more', async () => {
  renderScreen('/pipelines/approvals', show(waiting({ mayAnswer: false, whyNot: 'starter' })));
  const row = await screen.findByRole('listitem', { name: /^build-1 waits/ });
  expect(
    within(row)
      .getAllByRole('button')
      .map(each => each.textContent),
  ).toEqual(['Reject all the same']);
});

it('shows promotions also where the engines cannot be asked', async () => {
  const error = await failure(503, 'ServiceUnavailableError', 'The database is away');
  renderScreen('/pipelines/approvals', { api: { listWaiting: () => Promise.reject(error) } });
  expect(await screen.findByText('The database is away')).toBeVisible();
  expect(screen.getByRole('region', { name: 'For you to decide (1)' })).toBeVisible();
});

it('says that nothing waits only where nothing does', async () => {
  const promotions = { listApprovals: async () => [] };
  renderScreen('/pipelines/approvals', { ...show(waiting()), promotions });
  await screen.findByRole('listitem', { name: /^build-1 waits/ });
  expect(screen.queryByText(/^Nothing/)).not.toBeInTheDocument();
});
