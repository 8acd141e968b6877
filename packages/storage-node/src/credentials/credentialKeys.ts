import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError, isError } from '@backstage/errors';
import { z } from 'zod';
import type { CredentialKey } from './EnvelopeCipher';

const KEY_BYTES = 32;
const FILE_NAME = 'credentials.key';

/** Where the keys come from. */
export type KeySource =
  | { readonly from: 'config'; readonly keys: readonly CredentialKey[] }
  /** A file beside the database that is made when first needed; for a portal on one's own machine. */
  | { readonly from: 'file'; readonly file: string }
  | { readonly from: 'nowhere'; readonly reason: string };

const keysSchema = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[\w.-]{1,64}$/, { error: 'must be up to 64 letters, digits, ._-' }),
      key: z.string().transform((text, context) => {
        const key = Buffer.from(text.trim(), 'base64');
        if (key.length !== KEY_BYTES)
          context.addIssue({
            code: 'custom',
            message: `must be ${KEY_BYTES} random bytes in base64, such as openssl rand -base64 32 prints`,
          });
        return key;
      }),
    }),
    { error: 'must be a list of keys with id and key' },
  )
  .min(1, { error: 'must not be empty' })
  .refine(keys => new Set(keys.map(({ id }) => id)).size === keys.length, {
    error: 'must have each id once',
  });

/**
 * Reads `kubemate.credentials.keys`. Without it, a portal that listens on loopback and keeps its database in a folder gets a key file
 * there; every other portal has no key, and keeps no credential.
 *
 * @throws InputError naming the key of a bad entry
 */
export function readKeySource(config: RootConfigService, onLoopback: boolean): KeySource {
  const configured = config.getOptional('kubemate.credentials.keys');
  if (configured !== undefined) {
    const parsed = keysSchema.safeParse(configured);
    if (parsed.success) return { from: 'config', keys: parsed.data };
    const sentences = parsed.error.issues.map(({ path: at, message }) => {
      const place = at.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
      return `kubemate.credentials.keys${place.join('')} ${message}`;
    });
    throw new InputError(sentences.join('; '));
  }
  const folder = databaseFolder(config);
  if (folder !== undefined && onLoopback)
    return { from: 'file', file: path.resolve(folder, FILE_NAME) };
  return {
    from: 'nowhere',
    reason:
      'the portal has no key to encrypt credentials with: an operator must set kubemate.credentials.keys in app-config',
  };
}

/**
 * The key in a file that only its owner may read; made where `create` is set and there is none. Processes that start at once agree on
 * one.
 * @throws InputError where others may read it, or it does not hold a key
 */
export async function keyFromFile(
  file: string,
  { create }: { create: boolean },
): Promise<CredentialKey | undefined> {
  if (create) await makeKeyFile(file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new InputError(
      `others may read the key in ${file}: chmod 600 it, and rotate what it encrypts`,
    );
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new InputError(`${file} does not hold a key`);
  return { id: 'file', key };
}

async function makeKeyFile(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  // Whole or not there: a process that reads while another writes must not see half a key.
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  try {
    await link(draft, file);
  } catch (error) {
    if (!isError(error) || error.code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
}

function databaseFolder(config: RootConfigService): string | undefined {
  if (config.getOptionalString('backend.database.client') !== 'better-sqlite3') return undefined;
  const connection = config.getOptional('backend.database.connection');
  if (typeof connection !== 'object' || connection === null) return undefined;
  const directory: unknown = Reflect.get(connection, 'directory');
  return typeof directory === 'string' ? directory : undefined;
}
