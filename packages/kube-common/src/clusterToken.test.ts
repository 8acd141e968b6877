import { tokenExpiresAt } from './clusterToken';

function jwt(payload: string): string {
  const part = (text: string) => Buffer.from(text).toString('base64url');
  return `${part('{"alg":"RS256"}')}.${part(payload)}.c2ln`;
}

describe('tokenExpiresAt', () => {
  it.each([
    ['seconds', jwt('{"exp":1760000000}'), 1_760_000_000_000],
    [
      'seconds beside characters that base64url writes otherwise',
      jwt('{"n":"???>>>","exp":2}'),
      2000,
    ],
    ['no exp', jwt('{"sub":"dana"}'), undefined],
    ['an exp that is text', jwt('{"exp":"1760000000"}'), undefined],
    ['an exp that no date can say', jwt('{"exp":1e300}'), undefined],
    ['an exp before all time', jwt('{"exp":-1}'), undefined],
    ['a payload that is a list', jwt('[1]'), undefined],
    ['a payload that is null', jwt('null'), undefined],
    ['a payload that is not JSON', jwt('exp'), undefined],
    ['a payload that is not base64', 'a.%%%.c', undefined],
    ['too few parts', 'opaque-token', undefined],
    ['too many parts', `${jwt('{"exp":2}')}.more.parts`, undefined],
  ])('reads %s', (_, token, expected) => {
    expect(tokenExpiresAt(token)).toBe(expected);
  });
});
