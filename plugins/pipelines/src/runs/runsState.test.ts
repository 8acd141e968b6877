import { NO_FILTER, isFiltered, runsRequest, type RunsState } from './runsState';

const state = (given: Partial<RunsState> = {}): RunsState => ({
  ...{ ...NO_FILTER, sort: '-created' },
  ...given,
});

describe('runsRequest', () => {
  it.each<[string, Partial<RunsState>, object]>([
    ['nothing', {}, {}],
    ['words', { search: ' api ' }, { search: 'api' }],
    ['lists', { places: ['dev'], folders: ['shop'] }, { places: ['dev'], folders: ['shop'] }],
    [
      'phases, without those that do not exist',
      { phases: ['failed', 'x'] },
      { phases: ['failed'] },
    ],
    ['only unknown phases', { phases: ['x'] }, {}],
    ['a range', { range: '1h' }, { since: 6_400_000 }],
    ['a duration', { longer: '5m' }, { minDuration: 300_000 }],
    ['a branch', { branch: 'main' }, { branch: 'main' }],
    ['a sort', { sort: 'duration' }, { sort: 'duration' }],
    ['a sort that does not exist', { sort: 'colour' }, {}],
  ])('asks for %s', (_, given, expected) => {
    expect(runsRequest(state(given), 10_000_000)).toEqual({
      ...{ sort: '-created', limit: 500 },
      ...expected,
    });
  });
});

describe('isFiltered', () => {
  it('is told by any condition, and not by the order', () => {
    expect(isFiltered(state({ sort: 'name' }))).toBe(false);
    expect(isFiltered(state({ range: '7d' }))).toBe(true);
    expect(isFiltered(state({ longer: '1h' }))).toBe(true);
    expect(isFiltered(state({ author: 'dana' }))).toBe(true);
    expect(isFiltered(state({ phases: ['failed'] }))).toBe(true);
  });
});
