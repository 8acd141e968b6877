/** Whether a branch is one that a pattern of Bitbucket means: `*` is any text, `?` any character, and anything else itself. */
export function matchesGlob(pattern: string, branch: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(branch);
}
