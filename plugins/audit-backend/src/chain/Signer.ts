import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '@kubemate/plugin-audit-common';

/** A key that signs, by the name that stands in its signatures. */
export interface SigningKey {
  readonly id: string;
  readonly secret: string;
}

/**
 * Signs heads, checkpoints and anchors, so that whoever can write to the database or to the object store cannot make them up. The first key
 * signs; the others are for what was signed before a change of keys.
 */
export class Signer {
  readonly #keys: readonly [SigningKey, ...SigningKey[]];

  constructor(keys: readonly [SigningKey, ...SigningKey[]]) {
    this.#keys = keys;
  }

  /** `<key id>:<HMAC-SHA-256 of the canonical JSON, in hexadecimal>`. */
  sign(value: unknown): string {
    return signWith(this.#keys[0], value);
  }

  isSigned(value: unknown, signature: string): boolean {
    return this.#keys.some(key => {
      const expected = Buffer.from(signWith(key, value));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    });
  }
}

function signWith({ id, secret }: SigningKey, value: unknown): string {
  return `${id}:${createHmac('sha256', secret).update(canonicalJson(value)).digest('hex')}`;
}
