import {
  DEFAULT_RESOURCE,
  formatExplorerState,
  isFiltered,
  parseExplorerState,
  toRowQuery,
  withResource,
  type ExplorerState,
} from './explorerState';

const full: ExplorerState = {
  resource: { group: 'apps', version: 'v1', plural: 'deployments' },
  clusters: ['dev', 'prod'],
  namespaces: ['shop', 'payments'],
  search: 'cart 1',
  health: ['failed', 'warning'],
  filter: 'ready!=3/3',
  labelSelector: 'team in (shop,payments)',
  sort: '-age',
  columns: ['name', 'ready'],
};

describe('explorer state in the URL', () => {
  it('survives a round trip', () => {
    expect(parseExplorerState(formatExplorerState(full))).toEqual(full);
  });

  it('shows pods without parameters', () => {
    const state = parseExplorerState(new URLSearchParams());
    expect(state.resource).toEqual(DEFAULT_RESOURCE);
    expect(isFiltered(state)).toBe(false);
  });

  it('falls back to pods where the resource type cannot be read', () => {
    expect(parseExplorerState(new URLSearchParams('resource=nonsense')).resource).toEqual(
      DEFAULT_RESOURCE,
    );
  });

  it('leaves out what is at its default and keeps foreign parameters', () => {
    const params = formatExplorerState(
      parseExplorerState(new URLSearchParams()),
      new URLSearchParams('lang=zh&search=old'),
    );
    expect(params.toString()).toBe('lang=zh&resource=pods.v1');
  });

  it('ignores a health it does not know', () => {
    expect(parseExplorerState(new URLSearchParams('health=broken,failed')).health).toEqual([
      'failed',
    ]);
  });
});

describe('toRowQuery', () => {
  it('joins chosen healths with the expression', () => {
    expect(toRowQuery(full)).toEqual({
      resource: full.resource,
      clusters: ['dev', 'prod'],
      namespaces: ['shop', 'payments'],
      search: 'cart 1',
      labelSelector: 'team in (shop,payments)',
      filter: 'health=failed|warning,ready!=3/3',
      sort: '-age',
    });
  });

  it('asks for everything where nothing is chosen', () => {
    expect(toRowQuery(parseExplorerState(new URLSearchParams('search=%20')))).toEqual({
      resource: DEFAULT_RESOURCE,
    });
  });
});

describe('withResource', () => {
  it('keeps the place and drops conditions on the old columns', () => {
    const next = withResource(full, DEFAULT_RESOURCE);
    expect(next).toEqual({
      resource: DEFAULT_RESOURCE,
      clusters: full.clusters,
      namespaces: full.namespaces,
      search: full.search,
      health: full.health,
      filter: '',
      labelSelector: full.labelSelector,
    });
  });
});
