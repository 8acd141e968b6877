import { lintYaml } from './lintYaml';
import type { ManifestLint } from './ManifestLint';

const text = 'kind: A\nspec:\n  tasks:\n    - name: one\n      params: []\n---\nkind: B\n';

const lintAt = (...path: (string | number)[]): ManifestLint => ({
  check: manifest =>
    (manifest as { kind: string }).kind === 'A' ? [{ severity: 'error', path, message: 'no' }] : [],
});

describe('lintYaml', () => {
  it.each([
    [['spec', 'tasks', 0, 'name'], 'one'],
    [['spec', 'tasks', 0], 'name: one'],
    [['spec', 'tasks', 0, 'missing', 'deep'], 'name: one'],
    [['nowhere'], 'kind: A'],
  ])('marks %j in the first line of where it stands', (path, marked) => {
    const [problem] = lintYaml(text, lintAt(...path));
    expect(problem).toMatchObject({ code: 'said', severity: 'error', params: { message: 'no' } });
    expect(text.slice(problem?.from, problem?.to)).toBe(marked);
  });

  it('leaves a document that does not parse, and goes on with the next', () => {
    expect(lintYaml(`a: [\n---\n${text}`, lintAt('kind'))).toHaveLength(1);
  });
});
