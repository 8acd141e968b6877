import { useStoredList, type StoredList } from '../recent/useStoredList';

/** A named view of the explorer: its address is all it is. */
export interface SavedView {
  readonly name: string;
  /** The address's parameters, without `?`. */
  readonly query: string;
}

const MOST = 100;

export function parseSavedView(item: unknown): SavedView | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { name, query } = item as Record<string, unknown>;
  return typeof name === 'string' && name !== '' && typeof query === 'string'
    ? { name, query }
    : undefined;
}

/** The views with one more; a view of the same name is replaced in its place. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const known = views.some(({ name }) => name === view.name);
  if (known) return views.map(other => (other.name === view.name ? view : other));
  return [...views, view].slice(-MOST);
}

export function withoutView(views: readonly SavedView[], name: string): readonly SavedView[] {
  return views.filter(view => view.name !== name);
}

/** The view under another name, in its place; a view that had that name already gives way. */
export function withNewName(
  views: readonly SavedView[],
  { from, to }: { readonly from: string; readonly to: string },
): readonly SavedView[] {
  if (from === to || !views.some(({ name }) => name === from)) return views;
  return views
    .filter(({ name }) => name !== to)
    .map(view => (view.name === from ? { ...view, name: to } : view));
}

const OPTIONS = { key: 'savedViews', parse: parseSavedView };

/** Explorer views that the signed-in person saved. */
export function useSavedViews(): StoredList<SavedView> {
  return useStoredList(OPTIONS);
}
