import type { ValueChange } from './compareRuns';

export interface CommitRange {
  readonly from: string;
  readonly to: string;
  /** Where the host of the repository shows what lies between; absent where that is not known. */
  readonly url?: string;
}

/** How hosts name a page that compares two commits, by a word of their name. */
const PAGES: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)gitlab\./, '-/compare'],
  [/(^|\.)(github|gitea|codeberg|forgejo)\./, 'compare'],
];

/** What lies between the commits of two runs; undefined where they have the same, or one is not known. */
export function commitRange(source: readonly ValueChange[]): CommitRange | undefined {
  const commit = source.find(({ name }) => name === 'commit');
  if (commit?.a === undefined || commit.b === undefined || commit.a === commit.b) return undefined;
  const range = { from: commit.a, to: commit.b };
  const repository = source.find(({ name }) => name === 'repository');
  if (repository?.b === undefined || repository.a !== repository.b) return range;
  const web = webAddress(repository.b);
  const page = web && PAGES.find(([host]) => host.test(web.hostname))?.[1];
  if (!web || page === undefined) return range;
  const [from, to] = [range.from, range.to].map(encodeURIComponent);
  return { ...range, url: `${web.origin}${web.pathname}/${page}/${from}...${to}` };
}

/** Of `https://host/team/repo.git` and of `git@host:team/repo.git`. */
function webAddress(repository: string): URL | undefined {
  const ssh = /^(?:ssh:\/\/)?git@([^:/]+)[:/](.+)$/.exec(repository);
  const text = ssh === null ? repository : `https://${ssh[1]}/${ssh[2]}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.pathname = url.pathname.replace(/\/$|\.git$/g, '');
  return url;
}
