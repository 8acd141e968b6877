/** Which result the keyboard goes to; wraps around. Undefined where the key moves nothing. */
export function paletteMove(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % count,
    ArrowUp: (at - 1 + count) % count,
    PageDown: Math.min(count - 1, at + 8),
    PageUp: Math.max(0, at - 8),
  };
  return Object.hasOwn(moves, key) ? moves[key] : undefined;
}
