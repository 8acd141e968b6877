import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../Clock';
import type { RequestUser } from './writes/WriteRequest';

interface Account {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
}

function segment(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Service account tokens: signed with a key of this process, so that nothing is kept per token. */
export class ServiceAccountTokens {
  private readonly key = randomBytes(32);

  constructor(
    private readonly clock: Clock,
    private readonly exists: (account: Account) => boolean,
  ) {}

  issue(account: Account, seconds: number): { token: string; expiresAt: number } {
    const issuedAt = Math.floor(this.clock.now() / 1000);
    const payload = segment({
      aud: ['https://kubernetes.default.svc'],
      exp: issuedAt + seconds,
      iat: issuedAt,
      iss: 'https://kubernetes.default.svc',
      'kubernetes.io': {
        namespace: account.namespace,
        serviceaccount: { name: account.name, uid: account.uid },
      },
      sub: `system:serviceaccount:${account.namespace}:${account.name}`,
    });
    const signed = `${segment({ alg: 'HS256', typ: 'JWT' })}.${payload}`;
    return { token: `${signed}.${this.sign(signed)}`, expiresAt: (issuedAt + seconds) * 1000 };
  }

  /** Whom a token stands for; undefined where it is not ours, has expired, or its account is gone. */
  verify(token: string): RequestUser | undefined {
    const [header = '', payload = '', signature] = token.split('.');
    if (signature === undefined || signature !== this.sign(`${header}.${payload}`))
      return undefined;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const { namespace, serviceaccount } = claims['kubernetes.io'];
    const account: Account = { namespace, name: serviceaccount.name, uid: serviceaccount.uid };
    if (claims.exp * 1000 < this.clock.now() || !this.exists(account)) return undefined;
    return {
      name: claims.sub,
      uid: account.uid,
      groups: [
        'system:serviceaccounts',
        `system:serviceaccounts:${namespace}`,
        'system:authenticated',
      ],
    };
  }

  private sign(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}
