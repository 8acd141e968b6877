import { ResponseError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { REPORT, STATUS } from '../__testUtils__/fakeAuditApi';
import { entry } from '../__testUtils__/records';
import { renderScreen } from '../__testUtils__/renderScreen';
import { AuditPage } from './AuditPage';

async function failure(status: number, name: string, message: string) {
  const body = JSON.stringify({ error: { name, message }, response: { statusCode: status } });
  return ResponseError.fromResponse(
    new Response(body, { status, headers: { 'content-type': 'application/json' } }) as Parameters<
      typeof ResponseError.fromResponse
    >[0],
  );
}

describe('AuditPage', () => {
  it('opens a record with its changes and what the API server saw of it', async () => {
    const joined = [
      entry({
        id: 'k',
        kind: 'kubernetes',
        summary: 'patch deployments/scale shop/api',
        kubernetes: { auditId: 'a-1', verb: 'patch', user: 'kubemate:priya' },
      }),
    ];
    renderScreen(<AuditPage />, {
      at: `/audit?record=${entry().id}`,
      api: { getRecord: async () => entry({ joined }) },
    });
    const drawer = await screen.findByRole('dialog', { name: 'Record' });
    expect(await within(drawer).findByText('priya scaled api 2 → 5 in shop · prod')).toBeVisible();
    expect(within(drawer).getByLabelText('Before')).toHaveTextContent('2');
    expect(within(drawer).getByLabelText('After')).toHaveTextContent('5');
    expect(within(drawer).getByText('patch deployments/scale shop/api')).toBeVisible();
    expect(within(drawer).getByText('kubemate:priya · a-1')).toBeVisible();
  });

  it('asks for what the address says, and leaves plain reads out unless told otherwise', async () => {
    const listRecords = jest.fn(async () => ({ items: [entry()], scope: 'all' as const }));
    renderScreen(<AuditPage />, {
      at: '/audit?text=api&cluster=prod&outcome=denied,failed&range=all',
      api: { listRecords },
    });
    await waitFor(() =>
      expect(listRecords).toHaveBeenCalledWith(
        {
          text: 'api',
          cluster: 'prod',
          outcome: 'denied,failed',
          severity: ['medium', 'high'],
          limit: 100,
          cursor: undefined,
        },
        expect.anything(),
      ),
    );
  });

  it('verifies on demand and names the first bad record', async () => {
    const bad = {
      ...REPORT,
      at: Date.now(),
      ok: false,
      chains: [
        {
          ...REPORT.chains[0],
          chain: 'trail' as const,
          ok: false,
          records: 7,
          anchors: 0,
          firstBadSeq: 3,
          problems: [{ seq: 3, kind: 'missing' as const, message: 'Record 3 is missing' }],
        },
      ],
    };
    renderScreen(<AuditPage />, { api: { verify: async () => bad } });
    await userEvent.click(await screen.findByRole('button', { name: 'Verify' }));
    await userEvent.click(screen.getByRole('button', { name: 'Verify now' }));
    expect(await screen.findByText(/Something has been changed/)).toBeVisible();
    expect(screen.getByText(/Record 3 is missing/)).toBeVisible();
    expect(screen.getByText(/^Checked .*\.$/)).toBeVisible();
  });

  it('takes what is shown out as a file', async () => {
    const exportRecords = jest.fn(async () => 'time\n');
    globalThis.URL.createObjectURL = () => 'blob:x';
    globalThis.URL.revokeObjectURL = () => {};
    renderScreen(<AuditPage />, {
      at: '/audit?actor=user:default/priya&range=all',
      api: { exportRecords },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /JSON lines/ }));
    await waitFor(() =>
      expect(exportRecords).toHaveBeenCalledWith({
        actor: 'user:default/priya',
        severity: ['medium', 'high'],
        format: 'jsonl',
      }),
    );
  });

  it('shows others what they may see, without verification, export and findings', async () => {
    renderScreen(<AuditPage />, {
      api: {
        getStatus: async () => ({
          ...STATUS,
          chains: [],
          may: { readAll: false, export: false, verify: false },
        }),
      },
    });
    expect(await screen.findByText(/objects that you may list/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Verify' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Export' })).toBeNull();
    expect(screen.queryByRole('tab', { name: /Findings/ })).toBeNull();
  });

  it('says what to do where nothing matches', async () => {
    renderScreen(<AuditPage />, {
      api: {
        listRecords: async () => ({ items: [], scope: 'all' }),
        getFacets: async () => {
          throw new Error('x');
        },
      },
    });
    expect(await screen.findByText('No records match')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Search all records' })).toBeVisible();
  });

  it('says why there is nothing to read', async () => {
    const denied = await failure(403, 'NotAllowedError', 'You may not read the audit trail');
    renderScreen(<AuditPage />, { api: { listRecords: () => Promise.reject(denied) } });
    expect((await screen.findAllByText('You may not read the audit trail')).length).toBeGreaterThan(
      0,
    );
    const broken = await failure(500, 'Error', 'the database is gone');
    renderScreen(<AuditPage />, { api: { listRecords: () => Promise.reject(broken) } });
    expect(await screen.findByText(/the database is gone/)).toBeVisible();
  });

  it('lists findings, opens their record and marks them read', async () => {
    const notice = {
      id: 'n1',
      rule: 'mass-delete' as const,
      severity: 'high' as const,
      actor: 'user:default/dana',
      count: 12,
      firstAt: 1,
      lastAt: Date.now(),
      recordId: entry().id,
      summary: 'Delete Pod x',
      read: false,
    };
    const readNotices = jest.fn(async () => ({ items: [{ ...notice, read: true }], unread: 0 }));
    renderScreen(<AuditPage />, {
      at: '/audit?tab=findings',
      api: { listNotices: async () => ({ items: [notice], unread: 1 }), readNotices },
    });
    expect(await screen.findByText(/Many deletions/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Mark all as read' }));
    expect(readNotices).toHaveBeenCalledWith(['n1']);
    await userEvent.click(screen.getByRole('button', { name: 'Open record' }));
    expect(await screen.findByRole('dialog', { name: 'Record' })).toBeVisible();
  });
});
