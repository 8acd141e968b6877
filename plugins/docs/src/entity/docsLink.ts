import { isAddress, resolvePath } from '@kubemate/ui';

const MARKDOWN = /\.(?:md|markdown)$/i;

/** Where a link of a page leads: to another page of the same documentation, to its source, or out. */
export function docsLink(
  href: string,
  page: {
    /** The page on which it stands. */
    readonly path: string;
    /** Where that page's source is. */
    readonly source?: string;
    /** The address of the tab. */
    readonly base: string;
  },
): string {
  if (href.startsWith('#') || isAddress(href)) return href;
  const [target = '', fragment] = href.split('#', 2);
  const path = resolvePath(page.path, decoded(target.split('?')[0] ?? ''));
  const hash = fragment === undefined ? '' : `#${fragment}`;
  if (path !== undefined && MARKDOWN.test(path))
    return `${page.base}?page=${encodeURIComponent(path)}${hash}`;
  return page.source === undefined ? `#${fragment ?? ''}` : new URL(href, page.source).href;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
