import path from 'node:path';
import { NotFoundError } from '@backstage/errors';
import type { DocsEntry, DocsImage, DocsMatch } from '@kubemate/plugin-docs-common';
import type { DocsFiles } from '../source/DocsFiles';
import { plainMarkdown } from './plainMarkdown';
import { readMkdocs } from './readMkdocs';

const MARKDOWN = /\.(?:md|markdown)$/i;
const TITLE = /^#[ \t]+(.+?)(?:[ \t]+#*)?$/m;
const MAX_MATCHES = 50;
const MAX_EXCERPT = 200;
const MEDIA_TYPES: Readonly<Record<string, DocsImage['mediaType']>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
};

/** The documentation of one entity, in memory: nothing outside of its files can be asked for. */
export class Site {
  readonly title: string;
  readonly entries: readonly DocsEntry[];
  /** Where its pages are, below the place that was read. */
  readonly folder: string;
  readonly bytes: number;
  readonly #pages: ReadonlyMap<string, string>;
  readonly #images: DocsFiles;

  /** @throws NotFoundError where there is no page among the files */
  constructor(files: DocsFiles, { title }: { title: string }) {
    const config = files.get('mkdocs.yml') ?? files.get('mkdocs.yaml');
    const mkdocs = config ? readMkdocs(config.toString('utf8')) : { folder: 'docs' };
    const prefix = mkdocs.folder === '' ? '' : `${mkdocs.folder}/`;
    const own = [...files].flatMap(([name, content]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), content] as const] : [],
    );
    const pages = new Map<string, string>();
    for (const [name, content] of own)
      if (MARKDOWN.test(name)) pages.set(name, content.toString('utf8'));
    if (pages.size === 0)
      throw new NotFoundError(`There is no page in ${prefix === '' ? 'this place' : prefix}`);
    this.folder = mkdocs.folder;
    this.title = mkdocs.title ?? title;
    this.#pages = pages;
    this.#images = new Map(own.filter(([name]) => !MARKDOWN.test(name)));
    this.entries = (mkdocs.entries ?? this.#allEntries()).flatMap(entry => this.#named(entry));
    this.bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * A page by its path; the first one where none is given.
   * @throws NotFoundError
   */
  page(asked: string | undefined): { path: string; title: string; text: string } {
    const first = this.entries.find(entry => entry.path !== undefined)?.path;
    const name = asked ?? (this.#pages.has('index.md') ? 'index.md' : first);
    const text = name === undefined ? undefined : this.#pages.get(name);
    if (name === undefined || text === undefined)
      throw new NotFoundError(`There is no page ${asked ?? 'index.md'}`);
    return { path: name, title: this.#titleOf(name), text: plainMarkdown(text) };
  }

  /** @throws NotFoundError */
  image(name: string): DocsImage {
    const content = this.#images.get(name);
    const mediaType = MEDIA_TYPES[path.extname(name).toLocaleLowerCase('en')];
    if (content === undefined || mediaType === undefined)
      throw new NotFoundError(`There is no image ${name}`);
    return { mediaType, content: content.toString('base64') };
  }

  /** Pages that hold every word, those first whose title does. */
  search(text: string): readonly DocsMatch[] {
    const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const holds = (each: string) => words.every(word => each.toLocaleLowerCase().includes(word));
    const found = [...this.#pages].flatMap(([name, page]) => {
      const title = this.#titleOf(name);
      if (!holds(`${title}\n${page}`)) return [];
      const lines = plainMarkdown(page).split('\n');
      const line =
        lines.find(holds) ?? lines.find(each => each.toLocaleLowerCase().includes(words[0] ?? ''));
      return [{ path: name, title, excerpt: (line ?? '').trim().slice(0, MAX_EXCERPT) }];
    });
    return found
      .sort((a, b) => Number(holds(b.title)) - Number(holds(a.title)))
      .slice(0, MAX_MATCHES);
  }

  #titleOf(name: string): string {
    const [, heading] = TITLE.exec(this.#pages.get(name) ?? '') ?? [];
    if (heading !== undefined) return heading.replace(/[*_`]/g, '');
    const base = path.posix.basename(name).replace(MARKDOWN, '');
    return base.replace(/[-_]/g, ' ').replace(/^./, letter => letter.toLocaleUpperCase());
  }

  /** Where the navigation is not written down: all pages by name, the index before the others. */
  #allEntries(): readonly DocsEntry[] {
    const rank = (name: string) => (/(?:^|\/)index\.md$/i.test(name) ? 0 : 1);
    return [...this.#pages.keys()]
      .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'))
      .map(name => ({ title: '', level: name.split('/').length - 1, path: name }));
  }

  /** An entry with its title; none where its page does not exist. */
  #named(entry: DocsEntry): readonly DocsEntry[] {
    if (entry.path === undefined) return [entry];
    const name = path.posix.normalize(entry.path);
    if (!this.#pages.has(name)) return [];
    return [{ ...entry, path: name, title: entry.title || this.#titleOf(name) }];
  }
}
