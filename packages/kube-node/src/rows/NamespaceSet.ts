import { createHash } from 'node:crypto';

/**
 * Numbers for namespace names, shared by everything that filters rows, so that "may this viewer see the row" is one bit.
 * Number 0 stands for cluster-scoped objects. A name keeps its number for the life of the process.
 */
export class NamespaceIds {
  private readonly ids = new Map<string, number>([['', 0]]);

  /** The name's number, given out on first use. */
  intern(namespace: string | undefined): number {
    const name = namespace ?? '';
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = this.ids.size;
    this.ids.set(name, id);
    return id;
  }

  /** The name's number if it has one. */
  idOf(namespace: string): number | undefined {
    return this.ids.get(namespace);
  }
}

/** A set of namespace numbers. Fill it before handing it out: views cache its fingerprint. */
export class NamespaceSet {
  private bits: Uint32Array<ArrayBuffer>;
  private digest: string | undefined;

  constructor(ids: Iterable<number> = []) {
    this.bits = new Uint32Array(4);
    for (const id of ids) this.add(id);
  }

  add(id: number): this {
    const word = id >>> 5;
    if (word >= this.bits.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.bits.length * 2));
      grown.set(this.bits);
      this.bits = grown;
    }
    this.bits[word] = (this.bits[word] ?? 0) | (1 << (id & 31));
    this.digest = undefined;
    return this;
  }

  get isEmpty(): boolean {
    return this.bits.every(word => word === 0);
  }

  has(id: number): boolean {
    const word = this.bits[id >>> 5];
    return word !== undefined && (word & (1 << (id & 31))) !== 0;
  }

  intersect(other: NamespaceSet): NamespaceSet {
    const result = new NamespaceSet();
    const length = Math.min(this.bits.length, other.bits.length);
    result.bits = new Uint32Array(Math.max(length, 1));
    for (let i = 0; i < length; i++) result.bits[i] = (this.bits[i] ?? 0) & (other.bits[i] ?? 0);
    return result;
  }

  /** The same text for the same members, and for no others: two viewers with one fingerprint share a view. */
  fingerprint(): string {
    if (this.digest === undefined) {
      let end = this.bits.length;
      while (end > 0 && this.bits[end - 1] === 0) end--;
      this.digest = createHash('sha256').update(this.bits.subarray(0, end)).digest('base64url');
    }
    return this.digest;
  }
}
