import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { LogEvent, LogsRequest } from '@kubemate/plugin-clusters-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { failStream, openStream } from '../__testUtils__/fakeClustersApi';
import { renderScreen } from '../__testUtils__/renderScreen';
import { LogsPanel } from './LogsPanel';

const target = {
  cluster: 'dev',
  resource: { group: 'batch', version: 'v1', plural: 'cronjobs' },
  namespace: 'shop',
  name: 'night',
};
const spec = { containers: [{ name: 'report', image: 'shop/report:1' }] };
const object = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'night', namespace: 'shop' },
  spec: { jobTemplate: { spec: { template: { spec } } } },
};

function show(events: readonly LogEvent[], at = '/') {
  const asked: LogsRequest[] = [];
  renderScreen(<LogsPanel target={target} object={object} />, {
    at,
    mountPath: '/',
    api: {
      streamLogs: (query, options) => {
        asked.push(query);
        return openStream(events, options?.signal);
      },
    },
  });
  return asked;
}

describe('LogsPanel', () => {
  it('loading: waits for the first line', async () => {
    show([]);
    expect(await screen.findByText('Waiting for the first line')).toBeInTheDocument();
  });

  it('empty: says that nothing was written', async () => {
    show([{ type: 'end' }]);
    expect(await screen.findByText('This container has written nothing.')).toBeInTheDocument();
  });

  it('partial: names the pod that has none', async () => {
    const reason = 'container is waiting to start';
    show([{ type: 'problem', pod: 'night-1', container: 'report', reason }]);
    expect(await screen.findByText(/container is waiting to start/)).toBeInTheDocument();
  });

  it.each([
    [new NotAllowedError('cannot get pods/log'), 'You may not read these logs'],
    [new ServiceUnavailableError('ETIMEDOUT'), 'The stream was interrupted'],
  ])('error: %s', async (error, words) => {
    renderScreen(<LogsPanel target={target} />, { api: { streamLogs: () => failStream(error) } });
    expect(await screen.findByText(new RegExp(words, 'i'))).toBeInTheDocument();
  });

  it('asks for what the address says, and offers the containers of a cron job’s template', async () => {
    const asked = show([], '/?container=report&previous=true');
    expect(await screen.findByRole('checkbox', { name: 'Previous run' })).toBeChecked();
    expect(asked[0]).toMatchObject({ container: 'report', previous: true, follow: false });
    await userEvent.click(screen.getByRole('combobox', { name: /Container/ }));
    expect(screen.getByRole('option', { name: 'report' })).toBeInTheDocument();
  });

  it('reads everything since the time that was chosen, and keeps it in the address', async () => {
    const asked = show([]);
    await userEvent.click(await screen.findByRole('combobox', { name: /Since/ }));
    await userEvent.click(screen.getByRole('option', { name: '1 hour' }));
    expect(await screen.findByRole('combobox', { name: /Since/ })).toHaveTextContent('1 hour');
    expect(asked.at(0)).not.toHaveProperty('sinceSeconds');
    expect(asked.at(-1)).toMatchObject({ sinceSeconds: 3600, tailLines: 100_000 });
  });

  it('reads back to the linked line, and forgets it when another log is chosen', async () => {
    const at = new Date(Date.now() - 600_000).toISOString();
    const asked = show([], `/?line=${encodeURIComponent(`night-1/report@${at}`)}`);
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Previous run' }));
    expect(await screen.findByRole('checkbox', { name: 'Previous run' })).toBeChecked();
    const since = asked.at(0)?.sinceSeconds ?? 0;
    expect(since).toBeGreaterThanOrEqual(600);
    expect(since).toBeLessThan(660);
    expect(asked.at(-1)).not.toHaveProperty('sinceSeconds');
  });
});
