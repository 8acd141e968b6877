const FARTHEST = 2;

/** The name that was probably meant. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const [first] = names
    .map(each => ({ each, distance: distance(name, each) }))
    .filter(found => found.distance <= Math.min(FARTHEST, Math.floor(name.length / 2)))
    .sort((a, b) => a.distance - b.distance);
  return first?.each;
}

/** Levenshtein's: how many letters have to be changed. */
function distance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > FARTHEST) return Infinity;
  let above = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...from].entries()) {
    const line = [row + 1];
    for (let at = 1; at <= to.length; at++) {
      const changed = (above[at - 1] ?? 0) + (to[at - 1] === letter ? 0 : 1);
      line.push(Math.min(changed, (above[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[to.length] ?? Infinity;
}
