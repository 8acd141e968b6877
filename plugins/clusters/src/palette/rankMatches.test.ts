import { matchScore, rankMatches } from './rankMatches';

describe('rankMatches', () => {
  it('puts whole words before starts, then inner words, initials, and letters inside', () => {
    const texts = ['ipod', 'PeriodicOrderDump', 'a-pod-b', 'podium', 'pod'];
    expect(rankMatches(texts, 'pod', text => [text])).toEqual([
      'pod',
      'podium',
      'a-pod-b',
      'PeriodicOrderDump',
      'ipod',
    ]);
  });

  it.each([
    ['HorizontalPodAutoscaler', 'hpa', true],
    ['redis-ingest', 'ri', true],
    ['CertificateSigningRequest', 'cart', false],
    ['deployments', 'DEPLOY', true],
    ['deployments', 'xyz', false],
    ['deployments', 'tnem', false],
  ])('%s by %s: %s', (text, query, found) => {
    expect(matchScore(text, query) > 0).toBe(found);
  });

  it('takes the best of several texts', () => {
    const kinds = [
      { kind: 'PersistentVolume', short: 'pv' },
      { kind: 'PodDisruptionBudget', short: 'pdb' },
    ];
    expect(rankMatches(kinds, 'pdb', item => [item.kind, item.short])[0]?.short).toBe('pdb');
  });

  it('keeps the order given while nothing is typed', () => {
    expect(rankMatches(['b', 'a'], '', text => [text])).toEqual(['b', 'a']);
  });
});
