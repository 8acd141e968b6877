import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { UrlParam } from './urlParam';

type Shape = Readonly<Record<string, unknown>>;
export type UrlParams<S extends Shape> = { readonly [K in keyof S]: UrlParam<S[K]> };

function read<S extends Shape>(search: URLSearchParams, params: UrlParams<S>): S {
  const entries = Object.entries<UrlParam<unknown>>(params).map(([name, param]) => {
    const text = search.get(name);
    return [name, (text === null ? undefined : param.parse(text)) ?? param.fallback];
  });
  // Each value was made by the parser of its own name.
  return Object.fromEntries(entries) as S;
}

function write(search: URLSearchParams, params: UrlParams<Shape>, patch: Shape): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(patch)) {
    const param = params[name];
    if (param === undefined) continue;
    const text = param.format(value);
    if (text === param.format(param.fallback)) next.delete(name);
    else next.set(name, text);
  }
  return next;
}

export interface UrlStateUpdate {
  /** `push` makes a step that Back undoes; `replace`, the default, does not: for typing and sorting. */
  readonly history?: 'push' | 'replace';
}

/**
 * Typed state that lives in the address. `params` must be a constant outside the component.
 * A change keeps every parameter that it does not name.
 */
export function useUrlState<S extends Shape>(
  params: UrlParams<S>,
): readonly [S, (patch: Partial<S>, update?: UrlStateUpdate) => void] {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => read(search, params), [search, params]);
  const update = useCallback(
    (patch: Partial<S>, { history = 'replace' }: UrlStateUpdate = {}) =>
      setSearch(current => write(current, params, patch), { replace: history === 'replace' }),
    [params, setSearch],
  );
  return [state, update];
}
