import { screen } from '@testing-library/react';
import { renderScreen } from '../__testUtils__/renderScreen';
import { ObjectTimeline } from './ObjectTimeline';

const target = { cluster: 'prod', kind: 'Deployment', namespace: 'shop', name: 'api' };

describe('ObjectTimeline', () => {
  it('tells what was done to the object, with a link to the whole', async () => {
    const listRecords = jest.fn(async () => ({
      items: [(await import('../__testUtils__/records')).entry()],
      scope: 'all' as const,
    }));
    renderScreen(<ObjectTimeline target={target} />, { api: { listRecords } });
    expect(await screen.findByText('priya scaled api 2 → 5 in shop · prod')).toBeVisible();
    expect(listRecords).toHaveBeenCalledWith(
      expect.objectContaining({
        cluster: ['prod'],
        object: 'Deployment/shop/api',
        severity: ['medium', 'high'],
      }),
      expect.anything(),
    );
    expect(screen.getByRole('link', { name: 'Open in audit' })).toHaveAttribute(
      'href',
      '/audit?cluster=prod&object=Deployment%2Fshop%2Fapi&range=all',
    );
  });

  it('says what will appear where nothing is recorded', async () => {
    renderScreen(<ObjectTimeline target={{ ...target, namespace: undefined }} />, {
      api: { listRecords: async () => ({ items: [], scope: 'own' }) },
    });
    expect(await screen.findByText('Nothing recorded')).toBeVisible();
  });
});
