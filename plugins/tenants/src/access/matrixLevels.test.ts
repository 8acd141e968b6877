import { levelOf, selectSubjects, strongest } from './matrixLevels';
import { VERBS } from './accessState';

const team = {
  subject: { kind: 'Group' as const, name: 'kubemate:shop-team' },
  verbs: { pods: ['get', 'delete'], secrets: ['get'] },
};
const dana = {
  subject: { kind: 'User' as const, name: 'kubemate:dana' },
  verbs: { pods: ['get'] },
};
const names = (filter: { who?: string; can?: string; on?: string }) =>
  selectSubjects([team, dana], { who: '', can: '', on: '', ...filter }).map(
    ({ subject }) => subject.name,
  );

describe('the matrix', () => {
  it.each([
    [undefined, 'none'],
    [[], 'none'],
    [['get', 'watch'], 'read'],
    [['get', 'create'], 'write'],
    [['patch'], 'write'],
    [[...VERBS], 'all'],
  ])('%j reach %s', (verbs, level) => {
    expect(levelOf(verbs)).toBe(level);
  });

  it('asks about the strongest verb', () => {
    expect(strongest(['get', 'delete'])).toBe('delete');
    expect(strongest([])).toBe('get');
  });

  it('finds who may do something', () => {
    expect(names({})).toHaveLength(2);
    expect(names({ can: 'delete' })).toEqual(['kubemate:shop-team']);
    expect(names({ can: 'get', on: 'secrets' })).toEqual(['kubemate:shop-team']);
    expect(names({ on: 'secrets' })).toEqual(['kubemate:shop-team']);
    expect(names({ can: 'delete', on: 'secrets' })).toEqual([]);
    expect(names({ who: 'DANA' })).toEqual(['kubemate:dana']);
  });
});
