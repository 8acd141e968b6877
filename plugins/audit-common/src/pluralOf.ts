const IRREGULAR: Readonly<Record<string, string>> = {
  endpoints: 'endpoints',
  nodemetrics: 'nodes',
  podmetrics: 'pods',
};

/**
 * The resource that objects of a kind belong to, by the English rule that the built-in kinds and nearly every custom one follow:
 * `NetworkPolicy` → `networkpolicies`. Serves to compare what the portal says (a kind) with what an API server reports (a resource).
 */
export function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return `${word}s`;
}
