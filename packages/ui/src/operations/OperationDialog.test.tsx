import { ConflictError, NotAllowedError } from '@backstage/errors';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { nameOfOperation, sayOperation } from '@kubemate/operations-common';
import type { OperationsApi } from '@kubemate/operations-common';
import { useState } from 'react';
import { scalePlan, scaleReceipt, payments, remove, scale } from '../__testUtils__/scaling';
import { fakeOperations } from '../testUtils/fakeOperations';
import { renderUi } from '../__testUtils__/renderUi';
import { OperationDialog, type OperationDialogProps } from './OperationDialog';

jest.setTimeout(60_000);
const WAIT = { timeout: 15_000 };

function show(
  answers: Partial<OperationsApi>,
  props: Partial<OperationDialogProps<typeof scale>> = {},
) {
  const onClose = jest.fn();
  const onReceipt = jest.fn();
  const all: OperationDialogProps<typeof scale> = {
    operations: fakeOperations(answers),
    contract: scale,
    input: { name: 'payments', replicas: 5 },
    title: 'Scale',
    onClose,
    onReceipt,
    ...props,
  };
  return { ...renderUi(<OperationDialog {...all} />), onClose, onReceipt };
}

const runButton = () => screen.getByRole('button', { name: 'Scale' });

describe('OperationDialog', () => {
  it('loading: says that it works out the plan, and does nothing on a press', async () => {
    const run = jest.fn();
    show({ run });
    expect(runButton()).toHaveAttribute('aria-disabled', 'true');
    expect(runButton()).toHaveAccessibleDescription('Working out what would change');
    await userEvent.click(runButton());
    expect(run).not.toHaveBeenCalled();
  });

  it('empty: says what the form lacks', () => {
    show({}, { input: undefined, inputHint: 'Choose a revision.' });
    expect(screen.getByRole('status')).toHaveTextContent('Choose a revision.');
    expect(runButton()).toHaveAccessibleDescription('Choose a revision.');
  });

  it('ready: shows the sentence, each field, warnings and what is touched', async () => {
    show({ plan: async () => scalePlan({ warnings: ['An autoscaler sets this too'] }) });
    expect(
      await screen.findByRole('heading', { name: /from 2 to 5 replicas/ }, WAIT),
    ).toBeInTheDocument();
    const line = screen.getByText('spec.replicas').closest('li');
    expect(line).toHaveTextContent('spec.replicas25');
    expect(screen.getByText('An autoscaler sets this too')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'What it touches' }));
    expect(screen.getByText('patch deployments/scale')).toBeInTheDocument();
  });

  it('runs on the basis of the plan, closes and tells its receipt', async () => {
    const run = jest.fn(async () => scaleReceipt());
    const { onClose, onReceipt } = show({ plan: async () => scalePlan(), run });
    await screen.findByText('spec.replicas', {}, WAIT);
    await userEvent.click(runButton());
    await waitFor(() => expect(onClose).toHaveBeenCalled(), WAIT);
    expect(run).toHaveBeenCalledWith(
      scale,
      { name: 'payments', replicas: 5 },
      { basis: 'basis-1', idempotencyKey: expect.any(String), waitSeconds: 1 },
    );
    expect(onReceipt).toHaveBeenCalledWith(expect.objectContaining({ id: 'receipt-1' }));
    // What takes its state out of the address as it closes must not undo where the receipt leads.
    const [closed, told] = [onClose, onReceipt].map(({ mock }) => mock.invocationCallOrder[0]);
    expect(closed).toBeLessThan(Number(told));
  });

  it('denied: says why, and the button says it too', async () => {
    const reason = 'You lack patch on deployments/scale in shop on prod. Ask the platform team.';
    show({ plan: async () => scalePlan({ allowed: false, denied: true, reason, diff: [] }) });
    expect(await screen.findByText('You may not do this', {}, WAIT)).toBeInTheDocument();
    expect(runButton()).toHaveAccessibleDescription(reason);
  });

  it('denied: is called by the title of the page, and the domain says its part of the reason', async () => {
    const own = { code: 'notTheirs', values: {}, text: 'It is theirs.' };
    const role = { title: nameOfOperation(scale), permission: 'things.scale' };
    const reason = sayOperation('refusalAnd', {
      first: sayOperation('refusalAsk', { reason: own, whom: 'Sam' }),
      rest: sayOperation('refusalRole', role),
    });
    const denied = { allowed: false, reason: reason.text, said: [reason] };
    show(
      { plan: async () => scalePlan({ ...denied, summary: scale.title }) },
      {
        title: 'Scale it now',
        say: ({ code }) => (code === own.code ? 'It belongs to others.' : undefined),
      },
    );
    expect(
      await screen.findByRole('heading', { name: 'Scale it now', level: 3 }, WAIT),
    ).toBeVisible();
    const said =
      'It belongs to others. Ask Sam. Your role does not allow “Scale it now” (things.scale).';
    expect(screen.getByText(said, { ignore: 'span' })).toBeVisible();
  });

  it('refused: is not called a lack of rights', async () => {
    const reason = 'There is no revision 7';
    show({ plan: async () => scalePlan({ allowed: false, reason, diff: [] }) });
    expect(await screen.findByText('This cannot be done', {}, WAIT)).toBeInTheDocument();
    expect(screen.queryByText('You may not do this')).toBeNull();
    expect(runButton()).toHaveAccessibleDescription(reason);
  });

  it('error: says why there is no plan, and tries again', async () => {
    const plan = jest
      .fn()
      .mockRejectedValueOnce(new Error('edge does not answer'))
      .mockResolvedValue(scalePlan());
    show({ plan });
    expect(await screen.findByRole('alert', {}, WAIT)).toHaveTextContent('edge does not answer');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('spec.replicas', {}, WAIT)).toBeInTheDocument();
  });

  it('plans again when the input changes', async () => {
    const plan = jest.fn(async () => scalePlan());
    function Form() {
      const [replicas, setReplicas] = useState(5);
      return (
        <OperationDialog
          operations={fakeOperations({ plan })}
          contract={scale}
          input={{ name: 'payments', replicas }}
          onClose={() => {}}
        >
          <button type="button" onClick={() => setReplicas(7)}>
            seven
          </button>
        </OperationDialog>
      );
    }
    renderUi(<Form />);
    await userEvent.click(screen.getByRole('button', { name: 'seven' }));
    await waitFor(
      () =>
        expect(plan).toHaveBeenLastCalledWith(
          scale,
          { name: 'payments', replicas: 7 },
          expect.anything(),
        ),
      WAIT,
    );
  });

  it('shows what changed in between and a fresh plan instead of overwriting', async () => {
    const second = scalePlan({
      basis: 'basis-2',
      summary: 'Scale Deployment payments from 3 to 5 replicas',
      diff: [
        {
          target: payments,
          before: 'spec:\n  replicas: 3\n',
          after: 'spec:\n  replicas: 5\n',
          changes: [{ path: 'spec.replicas', before: 3, after: 5 }],
        },
      ],
    });
    const plan = jest.fn().mockResolvedValueOnce(scalePlan()).mockResolvedValue(second);
    const run = jest
      .fn()
      .mockRejectedValueOnce(new ConflictError('spec.replicas is 3 now'))
      .mockResolvedValue(scaleReceipt());
    const { onClose } = show({ plan, run });
    await screen.findByText('spec.replicas', {}, WAIT);
    await userEvent.click(runButton());
    expect(await screen.findByRole('alert', {}, WAIT)).toHaveTextContent(
      /changed this in between.*spec.replicas is 3 now/s,
    );
    expect(
      await screen.findByText('Changed in between: Deployment payments', {}, WAIT),
    ).toBeInTheDocument();
    await userEvent.click(runButton());
    await waitFor(() => expect(onClose).toHaveBeenCalled(), WAIT);
    expect(run.mock.calls.map(call => call[2].basis)).toEqual(['basis-1', 'basis-2']);
    expect(run.mock.calls[0][2].idempotencyKey).not.toBe(run.mock.calls[1][2].idempotencyKey);
  });

  it('sends the same key again where no answer came', async () => {
    const run = jest
      .fn()
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValue(scaleReceipt());
    show({ plan: async () => scalePlan(), run });
    await screen.findByText('spec.replicas', {}, WAIT);
    await userEvent.click(runButton());
    expect(await screen.findByText(/it may have happened/, {}, WAIT)).toBeInTheDocument();
    await userEvent.click(runButton());
    await waitFor(() => expect(run).toHaveBeenCalledTimes(2), WAIT);
    expect(run.mock.calls[0][2].idempotencyKey).toBe(run.mock.calls[1][2].idempotencyKey);
  });

  it('asks for the text of a typed guard before it runs', async () => {
    const run = jest.fn(async () => scaleReceipt());
    const guard = {
      kind: 'typed',
      text: 'payments',
      why: 'It takes something away on prod',
    } as const;
    show({ plan: async () => scalePlan({ guard }), run }, { contract: remove, title: 'Scale' });
    const field = await screen.findByRole('textbox', { name: 'Type “payments” to go on' }, WAIT);
    await userEvent.type(field, 'payment');
    expect(runButton()).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(field, 's{Enter}');
    await waitFor(() => expect(run).toHaveBeenCalled(), WAIT);
    expect(run).toHaveBeenCalledWith(
      expect.anything(),
      expect.anything(),
      expect.objectContaining({ confirm: 'payments' }),
    );
  });

  it('asks for a reason and for approval where another person has to approve', async () => {
    const run = jest.fn(async () => scaleReceipt({ status: 'waiting', results: [] }));
    const guard = { kind: 'approval', expiresInSeconds: 86_400, why: 'It is guarded' } as const;
    show({ plan: async () => scalePlan({ guard }), run });
    const field = await screen.findByRole('textbox', { name: 'Reason' }, WAIT);
    const ask = screen.getByRole('button', { name: 'Ask for approval' });
    expect(ask).toHaveAccessibleDescription('Say why first');
    await userEvent.type(field, 'Black Friday');
    await userEvent.click(ask);
    expect(await screen.findByText('Waits for approval', {}, WAIT)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Withdraw' })).toBeInTheDocument();
  });

  it('partial: follows a running operation and shows the result of each object', async () => {
    const running = scaleReceipt({
      status: 'running',
      progress: { done: 1, total: 3, message: 'waiting for cart-1' },
      results: [],
    });
    const ended = scaleReceipt({
      status: 'partial',
      results: [
        {
          target: { kind: 'Pod', name: 'cart-1' },
          status: 'failed',
          message: 'budget cart allows 0',
        },
        { target: { kind: 'Pod', name: 'cart-2' }, status: 'succeeded' },
      ],
    });
    let end = () => {};
    let streams = 0;
    const run = jest.fn(async () => running);
    show({
      plan: async () => scalePlan(),
      run,
      watch: async function* progress() {
        streams += 1;
        yield { ...running, progress: { done: 2, total: 3, message: 'waiting for cart-2' } };
        await new Promise<void>(resolve => (end = resolve));
        yield ended;
      },
    });
    await screen.findByText('spec.replicas', {}, WAIT);
    await userEvent.click(runButton());
    expect(await screen.findByText(/2 of 3 waiting for cart-2/, {}, WAIT)).toBeInTheDocument();
    // Somebody watches: what takes long must show how far it is. And one stream is enough for it.
    expect(run.mock.calls).toMatchObject([[{}, {}, { waitSeconds: 1 }]]);
    expect(streams).toBe(1);
    expect(screen.getByRole('button', { name: 'Go on in the background' })).toBeInTheDocument();
    end();
    expect(await screen.findByText('budget cart allows 0', {}, WAIT)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeInTheDocument();
  });

  it('shows a refusal at the run, and keeps the form', async () => {
    show({
      plan: async () => scalePlan(),
      run: async () => {
        throw new NotAllowedError('You lack patch on deployments');
      },
    });
    await screen.findByText('spec.replicas', {}, WAIT);
    await userEvent.click(runButton());
    expect(await screen.findByText('You lack patch on deployments', {}, WAIT)).toBeInTheDocument();
  });

  it('gives the focus back to where it was opened from', async () => {
    function Opener() {
      const [open, setOpen] = useState(false);
      return (
        <>
          <button type="button" onClick={() => setOpen(true)}>
            open
          </button>
          {open && (
            <OperationDialog
              operations={fakeOperations()}
              contract={scale}
              input={undefined}
              onClose={() => setOpen(false)}
            />
          )}
        </>
      );
    }
    renderUi(<Opener />);
    const opener = screen.getByRole('button', { name: 'open' });
    await userEvent.click(opener);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(opener).toHaveFocus(), WAIT);
  });
});
