import { ConflictError } from '@backstage/errors';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { sayOperation } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { scaleReceipt, payments, scale } from '../__testUtils__/scaling';
import { fakeOperations } from '../testUtils/fakeOperations';
import { renderUi } from '../__testUtils__/renderUi';
import { ActionButton } from './ActionButton';
import { ActionMenu } from './ActionMenu';
import { ApprovalInbox } from './ApprovalInbox';
import { BulkDialog } from './BulkDialog';
import { pluginWordsApiRef } from './operationsApiRefs';
import { ReceiptList } from './ReceiptList';
import { ReceiptToasts } from './ReceiptToasts';
import { ReceiptTray } from './ReceiptTray';
import { formatCountdown, receiptActions } from './receiptStatus';
import { formatValue } from './formatChange';

jest.setTimeout(60_000);
const WAIT = { timeout: 15_000 };

describe('receiptActions', () => {
  const two = [
    { target: payments, status: 'failed' },
    { target: { ...payments, name: 'cart' }, status: 'succeeded' },
  ] as const;
  it.each([
    [{ status: 'succeeded', undoUntil: 2000 }, ['undo']],
    [{ status: 'succeeded', undoUntil: 500 }, []],
    [{ status: 'succeeded', undoUntil: 2000, undoneBy: 'other' }, []],
    [{ status: 'running' }, ['cancel']],
    [{ status: 'waiting' }, ['cancel']],
    [{ status: 'approved' }, ['run', 'cancel']],
    [{ status: 'partial', results: [...two] }, ['resume']],
    [{ status: 'failed' }, []],
    [{ status: 'denied' }, []],
  ] as const)('%j allows %j', (rest, expected) => {
    expect(receiptActions(scaleReceipt({ ...rest } as never), 1000)).toEqual(expected);
  });

  it('counts down in minutes and seconds', () => {
    expect([599_001, 61_000, 900, 0].map(formatCountdown)).toEqual(['10:00', '1:01', '0:01', '']);
  });
});

describe('formatValue', () => {
  it.each([
    [5, '5'],
    ['a\n  b', 'a ⏎ b'],
    [{ a: 1 }, '{"a":1}'],
    ['x'.repeat(300), `${'x'.repeat(159)}…`],
  ])('writes %j as %j', (value, text) => expect(formatValue(value)).toBe(text));
});

describe('ActionButton', () => {
  it('can be reached by keyboard where it is off, and says why', async () => {
    const onClick = jest.fn();
    renderUi(
      <ActionButton disabledReason="You lack patch on nodes" onClick={onClick}>
        Cordon
      </ActionButton>,
    );
    await userEvent.tab();
    const button = screen.getByRole('button', { name: 'Cordon' });
    expect(button).toHaveFocus();
    expect(button).toHaveAccessibleDescription('You lack patch on nodes');
    await userEvent.keyboard('{Enter}');
    expect(onClick).not.toHaveBeenCalled();
  });
});

describe('ActionMenu', () => {
  it('names why an item is off, and chooses only those that are on', async () => {
    const onSelect = jest.fn();
    renderUi(
      <ActionMenu
        anchor={document.body}
        onClose={() => {}}
        label="Actions for payments"
        onSelect={onSelect}
        items={[
          { id: 'scale', label: 'Scale' },
          { id: 'delete', label: 'Delete', disabledReason: 'You lack delete on deployments' },
        ]}
      />,
    );
    const off = screen.getByRole('menuitem', { name: /Delete/ });
    expect(off).toHaveAccessibleDescription('You lack delete on deployments');
    await userEvent.click(off);
    expect(onSelect).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('menuitem', { name: 'Scale' }));
    expect(onSelect).toHaveBeenCalledWith('scale');
  });
});

describe('ReceiptTray and its toasts', () => {
  it('shows what was done, undoes it, and shows the undo', async () => {
    const undo = jest.fn(async () =>
      scaleReceipt({ id: 'receipt-2', summary: 'Undo the scaling', undoOf: 'receipt-1' }),
    );
    const operations = fakeOperations({ undo });
    const tray = new ReceiptTray(operations);
    renderUi(<ReceiptToasts operations={operations} tray={tray} />);
    act(() => tray.add(scaleReceipt({ undoUntil: Date.now() + 600_000 })));
    await userEvent.click(screen.getByRole('button', { name: /^Undo: Scale Deployment payments/ }));
    expect(await screen.findByText('Undo the scaling', {}, WAIT)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Undo: Scale/ })).not.toBeInTheDocument();
  });

  it('says why an undo was refused', async () => {
    const operations = fakeOperations({
      undo: async () => {
        throw new ConflictError('Deployment payments has changed since');
      },
    });
    const tray = new ReceiptTray(operations);
    renderUi(<ReceiptToasts operations={operations} tray={tray} />);
    act(() => tray.add(scaleReceipt({ undoUntil: Date.now() + 600_000 })));
    await userEvent.click(screen.getByRole('button', { name: /^Undo/ }));
    expect(await screen.findByRole('alert', {}, WAIT)).toHaveTextContent('has changed since');
  });

  it('follows what runs until it has ended, and asks again after a broken stream', async () => {
    let tries = 0;
    const operations = fakeOperations({
      watch: async function* broken() {
        tries += 1;
        if (tries === 1) throw new Error('connection lost');
        yield scaleReceipt({ status: 'succeeded' });
      },
    });
    const tray = new ReceiptTray(operations);
    renderUi(<ReceiptToasts operations={operations} tray={tray} />);
    act(() => tray.add(scaleReceipt({ status: 'running' })));
    expect(screen.getByRole('progressbar')).toBeInTheDocument();
    expect(await screen.findByText(/^Done/, {}, WAIT)).toBeInTheDocument();
  });
});

describe('ReceiptList', () => {
  it('says what was done in the words of its plugin', async () => {
    const summary = { code: 'scale', values: {}, text: 'Scale it' };
    const undo = sayOperation('undoOf', { summary });
    const receipt = scaleReceipt({ summary: undo.text, said: [undo] });
    const say = ({ code }: Phrase) => (code === 'clusters.scale' ? 'Make it larger' : undefined);
    const useSay = () => say;
    renderUi(
      <TestApiProvider apis={[[pluginWordsApiRef, { useSay }]]}>
        <ReceiptList receipts={[receipt]} operations={fakeOperations()} onChange={() => {}} />
      </TestApiProvider>,
    );
    expect(await screen.findByText('Undo: Make it larger', {}, WAIT)).toBeVisible();
  });

  it('opens the results of one', async () => {
    const receipt = scaleReceipt({
      status: 'partial',
      results: [
        { target: payments, status: 'succeeded' },
        { target: { ...payments, name: 'cart' }, status: 'failed', message: 'quota exceeded' },
      ],
    });
    renderUi(
      <ReceiptList receipts={[receipt]} operations={fakeOperations()} onChange={() => {}} />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Details' }));
    expect(await screen.findByText('quota exceeded', {}, WAIT)).toBeInTheDocument();
  });
});

describe('ApprovalInbox', () => {
  it('approves with a note', async () => {
    const decide = jest.fn(async () => scaleReceipt({ status: 'approved' }));
    const onDecided = jest.fn();
    const receipt = scaleReceipt({ status: 'waiting', reason: 'Black Friday' });
    renderUi(
      <ApprovalInbox
        receipts={[receipt]}
        operations={fakeOperations({ decide })}
        onDecided={onDecided}
      />,
    );
    expect(screen.getByText('“Black Friday”')).toBeInTheDocument();
    await userEvent.type(screen.getByRole('textbox', { name: 'Note (optional)' }), 'fine');
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(onDecided).toHaveBeenCalled(), WAIT);
    expect(decide).toHaveBeenCalledWith(receipt, { decision: 'approved', reason: 'fine' });
  });
});

describe('BulkDialog', () => {
  it('leaves out what the person may not change, and shows the result of each', async () => {
    const runBulk = jest.fn(async () =>
      scaleReceipt({
        status: 'partial',
        results: [
          { target: payments, status: 'succeeded' },
          { target: { ...payments, name: 'cart' }, status: 'failed', message: 'quota exceeded' },
        ],
      }),
    );
    const names = ['payments', 'cart', 'secret'];
    const lack = { code: 'lack', values: {}, text: 'You lack patch in payments' };
    renderUi(
      <BulkDialog
        operations={fakeOperations({
          access: async checks =>
            checks.map(({ input }) =>
              input.name === 'secret'
                ? { allowed: false, reason: lack.text, said: [lack] }
                : { allowed: true },
            ),
          plan: async (_, input) => ({
            allowed: true,
            summary: `Scale ${input.name}`,
            touches: [],
            diff: [],
            warnings: [],
            basis: '',
          }),
          runBulk,
        })}
        contract={scale}
        title="Scale"
        say={({ code }) => (code === 'lack' ? 'No right' : undefined)}
        inputs={names.map(name => ({ name, replicas: 2 }))}
        targetOf={({ name }) => ({ ...payments, name })}
        onClose={() => {}}
      />,
    );
    expect(await screen.findByText('No right', {}, WAIT)).toBeInTheDocument();
    await userEvent.click(await screen.findByRole('button', { name: 'Scale (2)' }, WAIT));
    expect(await screen.findByText('quota exceeded', {}, WAIT)).toBeInTheDocument();
    expect(runBulk).toHaveBeenCalledWith(
      scale,
      [
        { name: 'payments', replicas: 2 },
        { name: 'cart', replicas: 2 },
      ],
      expect.anything(),
    );
  });
});
