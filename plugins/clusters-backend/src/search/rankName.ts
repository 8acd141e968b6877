/**
 * How well a name answers a few letters, from 0 to 1; undefined where it does not. The tiers never overlap: the very
 * name, then a name that starts so, then one with a word that starts so, then one that holds the text, then one that
 * has its letters in order. Within a tier the shorter name is the better guess.
 */
export function rankName(query: string, name: string): number | undefined {
  const wanted = query.toLowerCase();
  const candidate = name.toLowerCase();
  if (wanted === '' || wanted.length > candidate.length) return undefined;
  if (candidate === wanted) return 1;
  const tightness = wanted.length / candidate.length;
  const at = candidate.indexOf(wanted);
  if (at === 0) return 0.8 + 0.19 * tightness;
  if (at > 0) {
    const startsWord = wordStart(candidate, wanted, at);
    return (startsWord ? 0.6 : 0.4) + 0.19 * tightness;
  }
  const spread = subsequence(wanted, candidate);
  return spread === undefined ? undefined : 0.1 + 0.19 * (wanted.length / spread) * tightness;
}

const WORD = /[a-z0-9]/;

/** Whether the text stands at the start of a word: after a hyphen, a dot, a colon. */
function wordStart(candidate: string, wanted: string, first: number): boolean {
  for (let at = first; at >= 0; at = candidate.indexOf(wanted, at + 1)) {
    if (!WORD.test(candidate.charAt(at - 1))) return true;
  }
  return false;
}

/** How many characters the letters of the query take, from the first to the last; undefined where one is missing. */
function subsequence(wanted: string, candidate: string): number | undefined {
  let start = -1;
  let at = -1;
  for (const letter of wanted) {
    at = candidate.indexOf(letter, at + 1);
    if (at < 0) return undefined;
    if (start < 0) start = at;
  }
  return at - start + 1;
}
