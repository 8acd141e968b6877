/** FNV-1a with a final mix: a 32-bit hash that is the same in every run and on every machine. */
export function hash32(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

// Without vowels and look-alikes, as Kubernetes generates names.
const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The letters Kubernetes allows in generated names, taken from a number. */
export function nameSuffix(value: number, length: number): string {
  let rest = value >>> 0;
  let text = '';
  for (let at = 0; at < length; at++) {
    text += NAME_ALPHABET[rest % NAME_ALPHABET.length];
    rest = Math.floor(rest / NAME_ALPHABET.length) ^ Math.imul(rest, 0x9e3779b1);
    rest >>>= 0;
  }
  return text;
}

/** A small seeded generator (mulberry32). One per purpose, so that one consumer's draws do not move another's. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A generator of its own for each label path under the seed. */
  static of(seed: number, ...labels: readonly string[]): Random {
    return new Random(hash32(labels.join('\u0000'), seed));
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Whole number in [0, end). */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** @throws RangeError for an empty list */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** A suffix such as Kubernetes appends to generated names. */
  suffix(length = 5): string {
    return nameSuffix(Math.floor(this.next() * 2 ** 32), length);
  }
}
