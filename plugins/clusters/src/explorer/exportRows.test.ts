import type { Row } from '@kubemate/kube-common';
import { exportRows } from './exportRows';
import { DEFAULT_RESOURCE } from './explorerState';

const row = (name: string): Row => ({
  cluster: 'dev',
  name,
  uid: name,
  resourceVersion: '1',
  created: 0,
  health: 'ok',
  cells: {},
});

describe('exportRows', () => {
  it('writes every page, and says how far it is', async () => {
    const pages = [
      { items: [row('a'), row('b')], nextCursor: 'c1' },
      { items: [row('c')], nextCursor: undefined },
    ];
    const asked: unknown[] = [];
    const client = {
      listRows: async (query: object) => {
        asked.push(query);
        const page = pages[asked.length - 1] ?? { items: [] };
        return { offset: 0, total: 3, failures: [], asOf: 0, columns: [], ...page };
      },
    };
    const progress: unknown[] = [];
    const text = await exportRows({
      client,
      question: { resource: DEFAULT_RESOURCE, search: 'x' },
      columns: [],
      signal: new AbortController().signal,
      onProgress: step => progress.push(step),
    });
    expect(text.split('\r\n').map(line => line.split(',')[2])).toEqual([
      'name',
      'a',
      'b',
      'c',
      undefined,
    ]);
    expect(asked).toEqual([
      { resource: DEFAULT_RESOURCE, search: 'x', limit: 1000 },
      { resource: DEFAULT_RESOURCE, search: 'x', limit: 1000, cursor: 'c1' },
    ]);
    expect(progress).toEqual([
      { loaded: 2, total: 3 },
      { loaded: 3, total: 3 },
    ]);
  });
});
