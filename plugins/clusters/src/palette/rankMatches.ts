/** How well a text answers what was typed; 0 where it does not. Whole words and starts count more than letters inside; initials count between. */
export function matchScore(text: string, query: string): number {
  const haystack = text.toLowerCase();
  const needle = query.trim().toLowerCase();
  if (needle === '') return 1;
  if (haystack === needle) return 100;
  if (haystack.startsWith(needle)) return 80 - Math.min(20, haystack.length - needle.length);
  const at = haystack.indexOf(needle);
  if (at > 0) return /[^a-z0-9]/.test(haystack.charAt(at - 1)) ? 50 : 30;
  return initials(text).startsWith(needle) ? 40 : 0;
}

/** First letters of the words of a name, as people shorten it: `hpa` for HorizontalPodAutoscaler, `ri` for redis-ingest. */
function initials(text: string): string {
  const words = text.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g) ?? [];
  return words.map(word => word.charAt(0).toLowerCase()).join('');
}

/** Items with a text that answers the query, best first; equals keep their order. */
export function rankMatches<T>(
  items: readonly T[],
  query: string,
  textsOf: (item: T) => readonly string[],
): readonly T[] {
  return items
    .map(item => ({
      item,
      score: Math.max(0, ...textsOf(item).map(text => matchScore(text, query))),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
