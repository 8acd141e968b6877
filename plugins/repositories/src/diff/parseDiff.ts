/** One line of a comparison; a number is absent on the side where the line is not. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly before?: number;
  readonly after?: number;
  readonly text: string;
}

export interface DiffHunk {
  /** `@@ -1,4 +1,5 @@ function run()` */
  readonly heading: string;
  readonly lines: readonly DiffLine[];
}

export interface DiffFile {
  readonly path: string;
  readonly status: 'added' | 'deleted' | 'changed';
  readonly binary: boolean;
  readonly hunks: readonly DiffHunk[];
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Reads what `git diff` writes. A last file that is cut off has what came of it. */
export function parseDiff(diff: string): DiffFile[] {
  return diff
    .split(/^(?=diff --git )/m)
    .filter(part => part.startsWith('diff --git '))
    .map(parseFile);
}

function parseFile(part: string): DiffFile {
  const lines = part.replace(/\n$/, '').split('\n');
  const first = lines.findIndex(line => line.startsWith('@@ '));
  const head = first < 0 ? lines : lines.slice(0, first);
  const named = (prefix: string) =>
    head.find(line => line.startsWith(prefix))?.slice(prefix.length);
  const [, both = ''] = /^diff --git a\/(.*) b\/\1$/.exec(lines[0] ?? '') ?? [];
  const status = named('new file mode')
    ? 'added'
    : named('deleted file mode')
      ? 'deleted'
      : 'changed';
  return {
    path: unquoted(named('+++ b/') ?? named('--- a/') ?? both),
    status,
    binary: head.some(line => line.startsWith('Binary files ')),
    hunks: first < 0 ? [] : parseHunks(lines.slice(first)),
  };
}

function parseHunks(lines: readonly string[]): DiffHunk[] {
  const hunks: { heading: string; lines: DiffLine[] }[] = [];
  let [before, after] = [0, 0];
  for (const line of lines) {
    const start = HUNK.exec(line);
    if (start) {
      [before, after] = [Number(start[1]), Number(start[2])];
      hunks.push({ heading: line, lines: [] });
      continue;
    }
    const text = line.slice(1);
    const into = hunks.at(-1)?.lines;
    if (line.startsWith('+')) into?.push({ kind: 'added', after: after++, text });
    else if (line.startsWith('-')) into?.push({ kind: 'removed', before: before++, text });
    // The line that says a file ends without a line end is none of the file's.
    else if (!line.startsWith('\\'))
      into?.push({ kind: 'same', before: before++, after: after++, text });
  }
  return hunks;
}

/** Git adds a tab behind a name with a space. */
function unquoted(path: string): string {
  return path.replace(/\t$/, '');
}

/** Two lines beside each other; one is absent where a side has nothing. */
export interface DiffPair {
  readonly left?: DiffLine;
  readonly right?: DiffLine;
}

/** Puts what took the place of what beside each other. */
export function pairLines(lines: readonly DiffLine[]): DiffPair[] {
  const pairs: DiffPair[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++)
      pairs.push({ left: removed[at], right: added[at] });
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (added.length > 0) flush();
      removed.push(line);
    } else if (line.kind === 'added') added.push(line);
    else {
      flush();
      pairs.push({ left: line, right: line });
    }
  }
  flush();
  return pairs;
}
