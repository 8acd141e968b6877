import { pairLines, parseDiff } from './parseDiff';

const DIFF = `diff --git a/docs/a b.md b/docs/a b.md
index 1..2 100644
--- a/docs/a b.md\t
+++ b/docs/a b.md\t
@@ -1,3 +1,4 @@ title
 same
-old
+new
+more
 end
\\ No newline at end of file
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
index 1..0
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
--- a minus
diff --git a/logo.png b/logo.png
new file mode 100644
index 0..1
Binary files /dev/null and b/logo.png differ
`;

describe('parseDiff', () => {
  it('reads files, hunks and lines with their numbers on both sides', () => {
    const [changed, gone, binary] = parseDiff(DIFF);
    expect(changed).toEqual({
      path: 'docs/a b.md',
      status: 'changed',
      binary: false,
      hunks: [
        {
          heading: '@@ -1,3 +1,4 @@ title',
          lines: [
            { kind: 'same', before: 1, after: 1, text: 'same' },
            { kind: 'removed', before: 2, text: 'old' },
            { kind: 'added', after: 2, text: 'new' },
            { kind: 'added', after: 3, text: 'more' },
            { kind: 'same', before: 3, after: 4, text: 'end' },
          ],
        },
      ],
    });
    expect(gone).toMatchObject({
      path: 'gone.txt',
      status: 'deleted',
      hunks: [{ lines: [{ kind: 'removed', before: 1, text: '-- a minus' }] }],
    });
    expect(binary).toEqual({ path: 'logo.png', status: 'added', binary: true, hunks: [] });
  });

  it('reads nothing from nothing', () => {
    expect(parseDiff('')).toEqual([]);
  });
});

it('puts what was added beside what was removed', () => {
  const [changed] = parseDiff(DIFF);
  const pairs = pairLines(changed?.hunks[0]?.lines ?? []);
  expect(pairs.map(({ left, right }) => [left?.text, right?.text])).toEqual([
    ['same', 'same'],
    ['old', 'new'],
    [undefined, 'more'],
    ['end', 'end'],
  ]);
});
