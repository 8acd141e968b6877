import type { ClustersApi, LogEvent } from '@kubemate/plugin-clusters-common';
import { GatewayReads } from './GatewayReads';

const pod = { clusterName: 'prod', namespace: 'shop', podName: 'cart-1', containerName: 'cart' };

function reads(events: readonly LogEvent[]) {
  const asked: unknown[] = [];
  const api: Pick<ClustersApi, 'listEvents' | 'streamLogs'> = {
    async *streamLogs(query) {
      asked.push(query);
      yield* events;
    },
    listEvents: async query => {
      asked.push(query);
      return {
        items: [
          {
            ...{ type: 'Warning', reason: 'BackOff', message: 'Back-off', count: 3, source: '' },
            ...{ firstSeen: 0, lastSeen: 60_000 },
            regarding: { resource: 'v1/pods', kind: 'Pod', namespace: 'shop', name: 'cart-1' },
          },
        ],
        failures: [],
      };
    },
  };
  return { asked, reads: new GatewayReads(api) };
}

describe('GatewayReads', () => {
  it('joins the lines of a container, and does not follow it', async () => {
    const line = (text: string) => ({ pod: 'cart-1', container: 'cart', text });
    const { asked, reads: api } = reads([
      { type: 'lines', lines: [line('one'), line('two')] },
      { type: 'lines', lines: [line('three')] },
      { type: 'end' },
    ]);
    expect(await api.getPodLogs(pod)).toEqual({ text: 'one\ntwo\nthree' });
    expect(asked).toEqual([
      expect.objectContaining({
        cluster: 'prod',
        container: 'cart',
        follow: false,
        name: 'cart-1',
      }),
    ]);
  });

  it('says why there is no log', async () => {
    const { reads: api } = reads([
      { type: 'problem', pod: 'cart-1', reason: 'You may not read it' },
    ]);
    await expect(api.getPodLogs(pod)).rejects.toThrow('You may not read it');
  });

  it('reads events as Backstage shows them', async () => {
    const { reads: api } = reads([]);
    const [event] = await api.getEventsByInvolvedObjectName({
      clusterName: 'prod',
      namespace: 'shop',
      involvedObjectName: 'cart-1',
    });
    expect(event).toMatchObject({
      ...{ type: 'Warning', reason: 'BackOff', count: 3 },
      metadata: { creationTimestamp: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('deletes nothing', async () => {
    await expect(reads([]).reads.deletePod()).rejects.toThrow('on their own page');
  });
});
