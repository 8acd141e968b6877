import type { Chain } from '@kubemate/plugin-audit-common';
import { canonicalJson } from '@kubemate/plugin-audit-common';
import type { ObjectStore } from '@kubemate/storage-node';
import type { Head } from '../chain/ChainStore';
import type { Signer } from '../chain/Signer';
import { anchorSchema } from './Anchor';
import type { Anchor } from './Anchor';

/** Objects that cannot be read as an anchor count as one that nobody signed. */
const UNREADABLE = { seq: 0, hash: '', at: 0, signature: '' };

/** Anchors in the object store, one a day and chain. Each is written once: a bucket with object lock makes that certain. */
export class AnchorStore {
  readonly #objects: ObjectStore;
  readonly #signer: Signer;

  constructor({ objects, signer }: { objects: ObjectStore; signer: Signer }) {
    this.#objects = objects;
    this.#signer = signer;
  }

  get location(): string {
    return this.#objects.location;
  }

  /** Anchors the chain for the day of `at`, in UTC; false where that day has an anchor. */
  async write(chain: Chain, { seq, hash, at }: Head & { at: number }): Promise<boolean> {
    const day = new Date(at).toISOString().slice(0, 10);
    const anchor = { chain, seq, hash, at };
    const signature = this.#signer.sign({ what: 'anchor', ...anchor });
    const text = canonicalJson({ ...anchor, signature });
    return await this.#objects.putIfAbsent(keyOf(chain, day), new TextEncoder().encode(text));
  }

  /** When the newest anchor was written, by its signed time. */
  async newestAt(chain: Chain): Promise<number | undefined> {
    let newest: string | undefined;
    for await (const key of this.#objects.list(`audit/anchors/${chain}/`)) newest = key;
    const bytes = newest === undefined ? undefined : await this.#objects.get(newest);
    if (bytes === undefined) return undefined;
    const { at } = parse(chain, new TextDecoder().decode(bytes));
    return at === 0 ? undefined : at;
  }

  async list(chain: Chain): Promise<Anchor[]> {
    const anchors: Anchor[] = [];
    for await (const key of this.#objects.list(`audit/anchors/${chain}/`)) {
      const bytes = await this.#objects.get(key);
      if (bytes !== undefined) anchors.push(parse(chain, new TextDecoder().decode(bytes)));
    }
    return anchors;
  }
}

function keyOf(chain: Chain, day: string): string {
  return `audit/anchors/${chain}/${day}.json`;
}

function parse(chain: Chain, text: string): Anchor {
  try {
    return anchorSchema.parse(JSON.parse(text));
  } catch {
    return { chain, ...UNREADABLE };
  }
}
