import { groupByCluster } from './groupByCluster';

const on = (cluster: string | undefined, name = 'x') => ({
  target: { cluster, kind: 'Pod', name },
});

describe('groupByCluster', () => {
  it('says nothing of the cluster where there is one', () => {
    expect(groupByCluster([on('dev'), on('dev')])).toEqual([{ items: [on('dev'), on('dev')] }]);
    expect(groupByCluster([])).toEqual([{ items: [] }]);
  });

  it('keeps together what happens on one cluster', () => {
    const groups = groupByCluster([on('dev', 'a'), on('prod'), on('dev', 'b')]);
    expect(groups.map(({ cluster, items }) => [cluster, items.length])).toEqual([
      ['dev', 2],
      ['prod', 1],
    ]);
  });

  it('puts a cluster that was left out under its own name', () => {
    const away = { target: { kind: 'Cluster', name: 'edge' } };
    expect(groupByCluster([on('dev'), away]).map(({ cluster }) => cluster)).toEqual([
      'dev',
      'edge',
    ]);
  });
});
