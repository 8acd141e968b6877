import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import type { IncomingHttpHeaders } from 'node:http';
import type { Asker } from '../repositories/RepositoryAccess';
import { isAccessToken } from '../tokens/AccessTokens';
import type { AccessTokens } from '../tokens/AccessTokens';
import type { SignInAs } from './SignInAs';

/** Who calls git's protocol, and what their proof is good for. */
export interface GitAsker extends Asker {
  /** Absent where nothing narrows what they may. */
  readonly scope?: 'read' | 'write';
}

/** Reads who calls git's own protocol: an access token or a Backstage token as the password of HTTP Basic, with any name, or as a bearer token. */
export class GitAuth {
  constructor(
    private readonly services: {
      readonly auth: AuthService;
      readonly userInfo: UserInfoService;
      readonly tokens: Pick<AccessTokens, 'find'>;
      readonly signInAs: Pick<SignInAs, 'token'>;
    },
  ) {}

  /** @throws AuthenticationError where the request proves nobody */
  async asker(headers: IncomingHttpHeaders): Promise<GitAsker> {
    const password = tokenOf(headers.authorization);
    if (password === undefined)
      throw new AuthenticationError('Sign in with a token as the password');
    const { token, scope } = await this.#proven(password);
    const credentials = await this.#authenticate(token);
    const viewer = await this.services.userInfo.getUserInfo(credentials);
    return { viewer, credentials, ...(scope === undefined ? {} : { scope }) };
  }

  /** An access token stands for a sign-in of its owner, who may be gone by now. */
  async #proven(password: string): Promise<{ token: string; scope?: 'read' | 'write' }> {
    if (!isAccessToken(password)) return { token: password };
    const { tokens, signInAs } = this.services;
    const found = await tokens.find(password);
    if (found === undefined)
      throw new AuthenticationError('The access token is over, or was taken back');
    return { token: await signInAs.token(found.user), scope: found.scope };
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
