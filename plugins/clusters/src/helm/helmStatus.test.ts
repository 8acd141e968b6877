import { matchesRelease } from './helmStatus';

const release = {
  ...{ cluster: 'prod', namespace: 'shop', name: 'session-cache', revision: 3 },
  ...{ status: 'deployed' as const, chart: 'valkey', chartVersion: '0.9.2', description: '' },
};

it.each([
  ['', true],
  ['VALKEY', true],
  ['shop session', true],
  ['shop redis', false],
])('finds a release by %j: %s', (text, found) => {
  expect(matchesRelease(release, text)).toBe(found);
});
