import { plainMarkdown } from './plainMarkdown';
import { readMkdocs } from './readMkdocs';
import { Site } from './Site';

const files = (texts: Record<string, string>) =>
  new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));

describe('readMkdocs', () => {
  it('reads title, folder and navigation in reading order', () => {
    const text = `
site_name: The cart
docs_dir: ./handbook/
nav:
  - index.md
  - Operations:
      - Runbook: operate/runbook.md
      - Dashboards: https://grafana.example.com
  - Decisions: decisions.md
`;
    expect(readMkdocs(text)).toEqual({
      title: 'The cart',
      folder: 'handbook',
      entries: [
        { title: '', level: 0, path: 'index.md' },
        { title: 'Operations', level: 0 },
        { title: 'Runbook', level: 1, path: 'operate/runbook.md' },
        { title: 'Decisions', level: 0, path: 'decisions.md' },
      ],
    });
  });

  it.each([
    ['tags of plugins', 'site_name: A\nmarkdown_extensions:\n  - emoji: !!python/name:x.y\n', 'A'],
    ['a navigation of another shape', 'site_name: A\nnav: 7\n', 'A'],
    ['nothing', '', undefined],
    ['broken YAML', 'a: [', undefined],
    [
      'an alias bomb',
      `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nnav: [*c,*c,*c,*c,*c,*c]\n`,
      undefined,
    ],
  ])('is not thrown off by %s', (_, text, title) => {
    const mkdocs = readMkdocs(text);
    expect([mkdocs.title, mkdocs.folder, mkdocs.entries]).toEqual([title, 'docs', undefined]);
  });
});

describe('plainMarkdown', () => {
  it('drops front matter and [TOC], and quotes admonitions', () => {
    const text = `---\ntitle: x\n---\n# A\n\n[TOC]\n\n!!! warning "Mind"\n    First.\n\n    Second.\nAfter.\n??? note\n    N.\n`;
    expect(plainMarkdown(text)).toBe(
      '# A\n\n\n> **Mind**\n>\n> First.\n>\n> Second.\n\nAfter.\n> **Note**\n>\n> N.',
    );
  });

  it('leaves other text as it is', () => {
    const text = 'A line\n\n    code, indented\n\n--- \n\nend';
    expect(plainMarkdown(text)).toBe(text);
  });
});

describe('Site', () => {
  const site = new Site(
    files({
      'mkdocs.yml': 'site_name: Cart\nnav:\n  - index.md\n  - How: ./how/run.md\n  - gone.md\n',
      'docs/index.md': '# The *cart*\n\nWhat customers put aside.',
      'docs/how/run.md': 'Restart the pods.\n',
      'docs/img/flow.png': 'png',
      'README.md': '# Not of the documentation',
    }),
    { title: 'cart' },
  );

  it('lists the pages that exist, called as the navigation says or by their heading', () => {
    expect([site.title, site.entries]).toEqual([
      'Cart',
      [
        { title: 'The cart', level: 0, path: 'index.md' },
        { title: 'How', level: 0, path: 'how/run.md' },
      ],
    ]);
  });

  it('answers pages and images of the documentation, and nothing else', () => {
    expect(site.page(undefined)).toMatchObject({ path: 'index.md', title: 'The cart' });
    expect(site.page('how/run.md').title).toBe('Run');
    expect(site.image('img/flow.png')).toEqual({ mediaType: 'image/png', content: 'cG5n' });
    for (const name of ['../README.md', 'README.md', '__proto__', 'gone.md'])
      expect(() => site.page(name)).toThrow('There is no page');
    expect(() => site.image('index.md')).toThrow('There is no image');
  });

  it('finds pages by all words, with the line', () => {
    expect(site.search('RESTART pods')).toEqual([
      { path: 'how/run.md', title: 'Run', excerpt: 'Restart the pods.' },
    ]);
    expect(site.search('restart customers')).toEqual([]);
  });

  it('lists all pages by name where no navigation is written', () => {
    const plain = new Site(
      files({ 'docs/b.md': '# B', 'docs/a/x.md': 'x', 'docs/index.md': 'Hi' }),
      {
        title: 'cart',
      },
    );
    expect(plain.title).toBe('cart');
    expect(plain.entries.map(({ path, title }) => [path, title])).toEqual([
      ['index.md', 'Index'],
      ['a/x.md', 'X'],
      ['b.md', 'B'],
    ]);
  });

  it('says that there is no page', () => {
    expect(() => new Site(files({ 'README.md': '# x' }), { title: 'x' })).toThrow(
      'no page in docs/',
    );
  });
});
