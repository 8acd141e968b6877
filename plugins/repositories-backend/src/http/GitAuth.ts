import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import type { IncomingHttpHeaders } from 'node:http';
import type { Asker } from '../repositories/RepositoryAccess';

/** Reads who calls git's own protocol: a Backstage token as the password of HTTP Basic, with any name, or as a bearer token. */
export class GitAuth {
  constructor(
    private readonly services: { readonly auth: AuthService; readonly userInfo: UserInfoService },
  ) {}

  /** @throws AuthenticationError where the request proves nobody */
  async asker(headers: IncomingHttpHeaders): Promise<Asker> {
    const token = tokenOf(headers.authorization);
    if (token === undefined) throw new AuthenticationError('Sign in with a token as the password');
    const credentials = await this.#authenticate(token);
    const viewer = await this.services.userInfo.getUserInfo(credentials);
    return { viewer, credentials };
  }

  async #authenticate(token: string): Promise<BackstageCredentials<BackstageUserPrincipal>> {
    const { auth } = this.services;
    const credentials = await auth.authenticate(token).catch(() => undefined);
    if (!credentials || !auth.isPrincipal(credentials, 'user'))
      throw new AuthenticationError('The token is not that of a person, or has expired');
    return credentials;
  }
}

function tokenOf(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const password = pair.slice(pair.indexOf(':') + 1);
  return password === '' ? undefined : password;
}
