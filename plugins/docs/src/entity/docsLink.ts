const IS_ADDRESS = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;
const MARKDOWN = /\.(?:md|markdown)$/i;

/** `b/c.md` seen from `a/x.md` is `a/b/c.md`; undefined where it leads above the documentation. */
export function resolvePath(from: string, target: string): string | undefined {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

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
  if (href.startsWith('#') || IS_ADDRESS.test(href)) return href;
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
