import type { DocsEntry } from '@kubemate/plugin-docs-common';
import { parseDocument } from 'yaml';
import { z } from 'zod';

/** What of a `mkdocs.yml` is understood: what its pages are and how they are called. Themes and plugins are MkDocs' own. */
export interface Mkdocs {
  readonly title?: string;
  /** Where the pages are, below the folder of the file. */
  readonly folder: string;
  /** Undefined where all pages are listed by name. */
  readonly entries?: readonly DocsEntry[];
}

type NavItem = string | { [title: string]: string | NavItem[] };

const MAX_DEPTH = 6;
const navItem: z.ZodType<NavItem> = z.lazy(() =>
  z.union([z.string(), z.record(z.string(), z.union([z.string(), z.array(navItem)]))]),
);
const schema = z.looseObject({
  site_name: z.string().optional().catch(undefined),
  docs_dir: z.string().optional().catch(undefined),
  nav: z.array(navItem).optional().catch(undefined),
});

const IS_ADDRESS = /^[a-z][a-z0-9+.-]*:/i;

/** Reads a `mkdocs.yml`; what of it cannot be read is as if it were not there. */
export function readMkdocs(text: string): Mkdocs {
  // Tags such as `!!python/name` of MkDocs' plugins are unknown here, and stand where nothing is read.
  const document = parseDocument(text, { logLevel: 'silent' });
  const parsed = schema.safeParse(toJson(document));
  if (!parsed.success) return { folder: 'docs' };
  const { site_name: title, docs_dir: folder = 'docs', nav } = parsed.data;
  return {
    ...(title !== undefined && { title }),
    folder: folder.replace(/^\.\/?|\/+$/g, ''),
    ...(nav !== undefined && { entries: flatten(nav, 0) }),
  };
}

function toJson(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch {
    return undefined;
  }
}

function flatten(items: readonly NavItem[], level: number): DocsEntry[] {
  if (level > MAX_DEPTH) return [];
  return items.flatMap(item => {
    if (typeof item === 'string')
      return IS_ADDRESS.test(item) ? [] : [{ title: '', level, path: item }];
    return Object.entries(item).flatMap(([title, value]) => {
      if (Array.isArray(value)) return [{ title, level }, ...flatten(value, level + 1)];
      return IS_ADDRESS.test(value) ? [] : [{ title, level, path: value }];
    });
  });
}
