import { ServiceUnavailableError } from '@backstage/errors';
import { keyFromFile, type KeySource } from './credentialKeys';
import { EnvelopeCipher, UnreadableError, type Subject } from './EnvelopeCipher';

/** Seals secrets for a store with the keys of the portal, and opens them again. */
export class SecretVault {
  readonly #source: KeySource;
  readonly #purpose: string;
  #cipher: EnvelopeCipher | undefined;

  constructor(source: KeySource, { purpose }: { purpose: string }) {
    this.#source = source;
    this.#purpose = purpose;
  }

  /** Why no secret can be kept; undefined where one can. */
  get unavailable(): string | undefined {
    return this.#source.from === 'nowhere' ? this.#source.reason : undefined;
  }

  /** @throws ServiceUnavailableError where there is no key: nothing is ever kept in plain text */
  async seal(text: string, subject: Subject): Promise<string> {
    return (await this.cipher({ create: true })).seal(text, subject);
  }

  /** @throws UnreadableError, or ServiceUnavailableError where there is no key */
  async open(envelope: string, subject: Subject): Promise<string> {
    return (await this.cipher({ create: false })).open(envelope, subject);
  }

  /**
   * The cipher itself.
   * @throws ServiceUnavailableError where there is no key, UnreadableError where its file is gone
   */
  async cipher({ create }: { create: boolean }): Promise<EnvelopeCipher> {
    this.#cipher ??= await this.#load(create);
    return this.#cipher;
  }

  async #load(create: boolean): Promise<EnvelopeCipher> {
    const source = this.#source;
    if (source.from === 'config') return new EnvelopeCipher(source.keys, this.#purpose);
    if (source.from === 'nowhere') throw new ServiceUnavailableError(source.reason);
    const key = await keyFromFile(source.file, { create });
    if (!key)
      throw new UnreadableError('its credential was encrypted with a key file that is gone');
    return new EnvelopeCipher([key], this.#purpose);
  }
}
