import { tabKey } from './tabTitles';

describe('tabKey', () => {
  it('knows the portal’s own tabs, and leaves those of others', () => {
    expect(['Overview', 'Dependencies', 'toString', 'CI/CD'].map(tabKey)).toEqual([
      ...['overview', 'dependencies', undefined, undefined],
    ]);
  });
});
