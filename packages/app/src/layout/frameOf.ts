import type { PageLayoutTab } from '@backstage/frontend-plugin-api';

/** What a page of Backstage is drawn into. */
export type Frame =
  | {
      readonly kind: 'header';
      readonly tabs: readonly {
        readonly id: string;
        readonly label: string;
        readonly to: string;
      }[];
      readonly activeTab?: string;
    }
  | { readonly kind: 'below'; readonly back: string };

/** A page whose address has parameters tells no first page of its plugin: that is where the address begins. */
const firstPage = (base: string) => `/${base.split('/')[1] ?? ''}`;
const bare = (path: string) => path.replace(/\/+$/, '');

/** The tabs of a page by their addresses, and which of them is open; or where a page that stands below another leads back to. */
export function frameOf(page: {
  /** The address of the page itself. */
  readonly base: string;
  /** Where the browser is. */
  readonly pathname: string;
  /** The first page of the plugin. */
  readonly titleLink: string | undefined;
  readonly tabs: readonly PageLayoutTab[] | undefined;
}): Frame {
  const { base, pathname, titleLink, tabs } = page;
  const first = titleLink ?? firstPage(base);
  if (tabs === undefined && bare(pathname) !== bare(first)) return { kind: 'below', back: first };
  const shown = (tabs ?? []).map(({ id, label, href }) => ({
    id,
    label,
    to: href.startsWith('/') ? href : `${bare(base)}/${href}`,
  }));
  const active = shown.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return { kind: 'header', tabs: shown, ...(active && { activeTab: active.id }) };
}
