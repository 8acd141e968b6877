/** A shorter name fits into a node in any case. */
const SHORT = 16;
const KEPT = 6;

/** A name as a part that may be cut at its end, and a part that is kept: names that a controller made up differ there. */
export function splitName(name: string): { start: string; end: string } {
  if (name.length <= SHORT) return { start: name, end: '' };
  return { start: name.slice(0, -KEPT), end: name.slice(-KEPT) };
}
