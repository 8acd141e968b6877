import { readFile } from 'node:fs/promises';
import { AuthenticationError } from '@backstage/errors';
import type { Clock } from '../reflector/Clock';
import type { CredentialMaterial, PortalCredential } from './PortalCredential';

/** As client-go does: the kubelet renews a projected token long before it ends, so a minute late is early enough. */
const REREAD_AFTER_MS = 60_000;

/** A bearer token in a file that something else keeps fresh. */
export function tokenFileCredential(
  file: string,
  { clock, rest = {} }: { clock: Clock; rest?: Pick<CredentialMaterial, 'certificate' | 'key'> },
): PortalCredential {
  let last: { at: number; material: CredentialMaterial } | undefined;
  return {
    async material({ fresh = false } = {}) {
      if (last && !fresh && clock.now() - last.at < REREAD_AFTER_MS) return last.material;
      const token = await readToken(file);
      last = { at: clock.now(), material: { ...rest, authorization: `Bearer ${token}` } };
      return last.material;
    },
  };
}

async function readToken(file: string): Promise<string> {
  let token: string;
  try {
    token = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new AuthenticationError(`cannot read the token file ${file}`, error);
  }
  if (token === '') throw new AuthenticationError(`the token file ${file} is empty`);
  return token;
}
