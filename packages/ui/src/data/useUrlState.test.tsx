import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation, useNavigate } from 'react-router-dom';
import { choiceParam, flagParam, listParam, numberParam, textParam } from './urlParam';
import { useUrlState } from './useUrlState';

const PARAMS = {
  search: textParam(),
  tab: choiceParam(['summary', 'yaml']),
  clusters: listParam(),
  limit: numberParam(100),
  wrap: flagParam(true),
};

function start(path: string) {
  return renderHook(
    () => ({ url: useUrlState(PARAMS), location: useLocation(), navigate: useNavigate() }),
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <MemoryRouter initialEntries={[path]}>{children}</MemoryRouter>
      ),
    },
  ).result;
}

describe('useUrlState', () => {
  it('reads typed values, and the default where there is none or a wrong one', () => {
    const result = start('/?search=web&tab=nonsense&clusters=a,b&limit=abc&wrap=false');
    expect(result.current.url[0]).toEqual({
      search: 'web',
      tab: 'summary',
      clusters: ['a', 'b'],
      limit: 100,
      wrap: false,
    });
  });

  it('leaves defaults out of the address and keeps what it does not know', () => {
    const result = start('/?other=1&search=web');
    act(() => result.current.url[1]({ search: '', clusters: ['x'], limit: 100 }));
    expect(result.current.location.search).toBe('?other=1&clusters=x');
  });

  it('makes a step for Back only when asked', () => {
    const result = start('/');
    act(() => result.current.url[1]({ search: 'a' }));
    act(() => result.current.url[1]({ tab: 'yaml' }, { history: 'push' }));
    act(() => result.current.navigate(-1));
    expect(result.current.url[0].tab).toBe('summary');
    expect(result.current.url[0].search).toBe('a');
  });

  it('keeps the same state object while the address stays the same', () => {
    const result = start('/?search=web');
    const before = result.current.url[0];
    act(() => result.current.url[1]({ search: 'web' }));
    expect(result.current.url[0]).toEqual(before);
  });
});
