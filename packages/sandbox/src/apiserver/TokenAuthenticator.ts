import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiStatusError } from './ApiStatusError';
import type { Authenticator } from './http/Router';
import type { Attributes } from './rbac/PolicyRule';
import type { RequestUser } from './writes/WriteRequest';

export interface TokenUser {
  readonly token: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid?: string;
}

const ANONYMOUS: RequestUser = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Bearer tokens of the options and of issued service account tokens; without one the caller is anonymous. */
export class TokenAuthenticator implements Authenticator {
  private readonly users: { digest: Buffer; user: RequestUser }[];

  constructor(
    users: readonly TokenUser[],
    private readonly parts: {
      issued(token: string): RequestUser | undefined;
      impersonate(user: RequestUser, request: IncomingMessage, attributes: Attributes): RequestUser;
    },
  ) {
    this.users = users.map(({ token, user, groups, uid }) => ({
      digest: digest(token),
      user: {
        name: user,
        groups: [...groups, 'system:authenticated'],
        ...(uid === undefined ? {} : { uid }),
      },
    }));
  }

  authenticate(request: IncomingMessage, attributes: Attributes): RequestUser {
    return this.parts.impersonate(this.caller(request), request, attributes);
  }

  /** The user of a token, or undefined where it is not valid. */
  reviewToken(token: string): RequestUser | undefined {
    const wanted = digest(token);
    const known = this.users.find(candidate => timingSafeEqual(candidate.digest, wanted));
    return known?.user ?? this.parts.issued(token);
  }

  private caller(request: IncomingMessage): RequestUser {
    const header = request.headers.authorization;
    if (header === undefined) return ANONYMOUS;
    const [scheme = '', token = ''] = header.split(/\s+/);
    const user = scheme.toLowerCase() === 'bearer' ? this.reviewToken(token) : undefined;
    if (user === undefined) throw ApiStatusError.unauthorized();
    return user;
  }
}
