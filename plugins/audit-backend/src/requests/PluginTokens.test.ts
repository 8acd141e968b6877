import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { PluginTokens } from './PluginTokens';

const keys = generateKeyPair('ES256');

/** Answers the public keys of the plugin `clusters`, as Backstage's backend does. */
async function start() {
  const { publicKey } = await keys;
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
  const server = createServer((req, res) => {
    const isKnown = req.url === '/api/clusters/.backstage/auth/v1/jwks.json';
    res.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ keys: isKnown ? [jwk] : [] }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const getBaseUrl = async (id: string) => `http://127.0.0.1:${port}/api/${id}`;
  return {
    tokens: new PluginTokens({ discovery: { getBaseUrl, getExternalBaseUrl: getBaseUrl } }),
    [Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve())),
  };
}

async function sign(
  given: { typ?: string; sub?: string; expires?: string; forged?: boolean } = {},
) {
  const { typ = 'vnd.backstage.plugin', sub = 'clusters', expires = '1h', forged = false } = given;
  const { privateKey } = forged ? await generateKeyPair('ES256') : await keys;
  return new SignJWT({ obo: 'the token of a person' })
    .setProtectedHeader({ alg: 'ES256', typ, kid: 'k1' })
    .setSubject(sub)
    .setAudience('permission')
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(privateKey);
}

describe('PluginTokens', () => {
  it('knows a token that is addressed to another plugin', async () => {
    await using portal = await start();
    expect(await portal.tokens.check(await sign())).toBe('valid');
  });

  it.each([
    ['signed by somebody else', { forged: true }],
    ['of a plugin that is not there', { sub: 'nobody' }],
    ['with a path for a plugin', { sub: '../auth' }],
    ['that has expired', { expires: '-1h' }],
  ])('vouches for no token %s', async (_, given) => {
    await using portal = await start();
    expect(await portal.tokens.check(await sign(given))).toBe('forged');
  });

  it.each([
    ['a person', async () => sign({ typ: 'vnd.backstage.user' })],
    ['a script', async () => 'static-token'],
  ])('leaves the token of %s to others', async (_, token) => {
    await using portal = await start();
    expect(await portal.tokens.check(await token())).toBe('none');
  });
});
