import { frameOf } from './frameOf';

const tabs = [
  { id: 'templates', label: 'Templates', href: 'templates' },
  { id: 'tasks', label: 'Tasks', href: 'tasks' },
];

describe('frameOf', () => {
  it.each([
    ['/create/templates', 'templates'],
    ['/create/templates/default/create-tenant', 'templates'],
    ['/create/tasks/42', 'tasks'],
    ['/create/tasks-of-others', undefined],
    ['/create', undefined],
  ])('of %s opens the tab %s', (pathname, activeTab) => {
    const frame = frameOf({ base: '/create/', pathname, titleLink: '/create', tabs });
    expect(frame).toEqual({
      kind: 'header',
      tabs: [
        { id: 'templates', label: 'Templates', to: '/create/templates' },
        { id: 'tasks', label: 'Tasks', to: '/create/tasks' },
      ],
      ...(activeTab && { activeTab }),
    });
  });

  it('leads a page without tabs back to the first page of its plugin, and the first page nowhere', () => {
    const page = { base: '/catalog/default/api/cart', titleLink: '/catalog', tabs: undefined };
    expect(frameOf({ ...page, pathname: '/catalog/default/api/cart' })).toEqual({
      kind: 'below',
      back: '/catalog',
    });
    expect(
      frameOf({ ...page, titleLink: undefined, pathname: '/catalog/default/api/cart' }),
    ).toEqual({ kind: 'below', back: '/catalog' });
    expect(frameOf({ ...page, pathname: '/catalog/' })).toEqual({ kind: 'header', tabs: [] });
  });
});
