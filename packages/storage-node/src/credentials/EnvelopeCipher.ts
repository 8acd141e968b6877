import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A key of the configuration. */
export interface CredentialKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** What a text belongs to; it can be read for nothing else. */
export interface Subject {
  readonly id: string;
  readonly name: string;
}

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

const sealedSchema = z.strictObject({ iv: z.base64url(), data: z.base64url(), tag: z.base64url() });
const envelopeSchema = z.strictObject({
  v: z.literal(1),
  /** Id of the key that wraps the data key. */
  key: z.string(),
  wrapped: sealedSchema,
  text: sealedSchema,
});

type Sealed = z.infer<typeof sealedSchema>;

/** The text cannot be read with the keys that there are. The message is for the people who run the portal. */
export class UnreadableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableError';
  }
}

/**
 * Envelope encryption: each text has a random data key (AES-256-GCM), which is wrapped by a key of the configuration. The first key
 * wraps; all of them unwrap, so that keys can be rotated without touching the texts.
 */
export class EnvelopeCipher {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly first: CredentialKey;

  /**
   * `purpose` is what the texts are for: one that was sealed for another opens nowhere else.
   * @throws Error without a key, or with one that is not 32 bytes
   */
  constructor(
    keys: readonly CredentialKey[],
    private readonly purpose = 'cluster-credential',
  ) {
    const [first] = keys;
    if (!first) throw new Error('EnvelopeCipher needs a key');
    for (const { id, key } of keys)
      if (key.length !== KEY_BYTES) throw new Error(`Key ${id} is not of ${KEY_BYTES} bytes`);
    this.first = first;
    this.keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  seal(text: string, subject: Subject): string {
    const dataKey = randomBytes(KEY_BYTES);
    return JSON.stringify({
      v: 1,
      key: this.first.id,
      wrapped: seal(dataKey, { key: this.first.key, aad: aad('key', subject, this.purpose) }),
      text: seal(Buffer.from(text, 'utf8'), {
        key: dataKey,
        aad: aad('text', subject, this.purpose),
      }),
    });
  }

  /** @throws UnreadableError where the key is missing, or the envelope is not the one that was sealed for this subject */
  open(envelope: string, subject: Subject): string {
    const { text, wrapped, key } = parse(envelope);
    const dataKey = this.unwrap({ key, wrapped }, subject);
    return unseal(text, { key: dataKey, aad: aad('text', subject, this.purpose) }).toString('utf8');
  }

  /**
   * The same text with its data key wrapped by the first key; undefined where it is already.
   * @throws UnreadableError
   */
  rewrap(envelope: string, subject: Subject): string | undefined {
    const { text, wrapped, key } = parse(envelope);
    if (key === this.first.id) return undefined;
    const dataKey = this.unwrap({ key, wrapped }, subject);
    // Whoever could swap texts could also swap what is wrapped: it is read before it is believed.
    unseal(text, { key: dataKey, aad: aad('text', subject, this.purpose) });
    return JSON.stringify({
      v: 1,
      key: this.first.id,
      wrapped: seal(dataKey, { key: this.first.key, aad: aad('key', subject, this.purpose) }),
      text,
    });
  }

  private unwrap({ key: id, wrapped }: { key: string; wrapped: Sealed }, subject: Subject): Buffer {
    const key = this.keys.get(id);
    if (!key)
      throw new UnreadableError(
        `its credential was encrypted with key "${id.slice(0, 64)}", which kubemate.credentials.keys does not have`,
      );
    return unseal(wrapped, { key, aad: aad('key', subject, this.purpose) });
  }
}

function seal(plain: Buffer, { key, aad: bound }: { key: Buffer; aad: Buffer }): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(bound);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    iv: iv.toString('base64url'),
    data: data.toString('base64url'),
    tag: cipher.getAuthTag().toString('base64url'),
  };
}

function unseal(
  { iv, data, tag }: Sealed,
  { key, aad: bound }: { key: Buffer; aad: Buffer },
): Buffer {
  try {
    const nonce = Buffer.from(iv, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(bound)
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(data, 'base64url')), decipher.final()]);
  } catch {
    throw new UnreadableError(
      'its credential cannot be decrypted: the key is another one, or the record was changed',
    );
  }
}

/** Binds a ciphertext to its place: moved to another record or another name, it does not open. */
function aad(part: 'key' | 'text', { id, name }: Subject, purpose: string): Buffer {
  return Buffer.from(JSON.stringify(['kubemate', purpose, 1, part, id, name]));
}

function parse(envelope: string): z.infer<typeof envelopeSchema> {
  try {
    return envelopeSchema.parse(JSON.parse(envelope));
  } catch {
    throw new UnreadableError('its credential is stored in a form that is not known');
  }
}
