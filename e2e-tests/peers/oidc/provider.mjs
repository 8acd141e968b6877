// A real OpenID provider on loopback for tests and journeys: `oidc-provider` with a handful of people, any password, no consent page.
// usage: node provider.mjs '{"port": 7130, "redirectUris": ["http://localhost:7007/api/auth/oidc/handler/frame"]}'
// It prints one line of JSON, { issuer, metadataUrl }, once it listens. With `tls` the issuer is https, as an API server needs it, and the
// same provider answers over plain HTTP as well, for a portal that does not trust the test's certificate authority.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import Provider from 'oidc-provider';

const HOUR = 3600;

/** The sandbox's people, and three whom the portal must not let in. `tokenSeconds` is how long their tokens hold. */
const ACCOUNTS = {
  platform: { email: 'platform@sandbox.example', name: 'Priya Raman', groups: ['platform'] },
  developer: { email: 'developer@sandbox.example', name: 'Daniel Okafor', groups: ['shop'] },
  auditor: { email: 'auditor@sandbox.example', name: 'Astrid Berg', groups: ['audit'] },
  hasty: { email: 'developer@sandbox.example', name: 'Daniel', groups: ['shop'], tokenSeconds: 4 },
  unverified: { email: 'platform@sandbox.example', name: 'Not Priya', verified: false },
  stranger: { email: 'stranger@elsewhere.example', name: 'Sam Stranger' },
};

const options = JSON.parse(process.argv[2] ?? '{}');
const { port = 0, tls, redirectUris = [], untilStdinEnds = false } = options;

const servers = [http.createServer(), ...(tls ? [https.createServer(readTls(tls))] : [])];
const [plainPort, tlsPort] = await Promise.all([
  listen(servers[0], port),
  servers[1] && listen(servers[1], tls.port ?? 0),
]);
const plainUrl = `http://localhost:${plainPort}`;
const issuer = tlsPort === undefined ? plainUrl : `https://localhost:${tlsPort}`;
const handle = createProvider(issuer).callback();
for (const server of servers) server.on('request', handle);
console.log(
  JSON.stringify({ issuer, metadataUrl: `${plainUrl}/.well-known/openid-configuration` }),
);

// So that it ends with the process that started it, however that one ends.
if (untilStdinEnds) process.stdin.on('end', () => process.exit(0)).resume();
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));

function createProvider(name) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'tests', alg: 'RS256', use: 'sig' };
  return new Provider(name, {
    jwks: { keys: [key] },
    cookies: { keys: ['tests'] },
    clients: [
      {
        client_id: 'kubemate',
        client_secret: 'kubemate-secret',
        redirect_uris: redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      groups: ['groups'],
    },
    scopes: ['openid', 'offline_access'],
    // An API server reads the ID token alone.
    conformIdTokenClaims: false,
    pkce: { required: () => false },
    findAccount: (_context, id) => findAccount(id),
    loadExistingGrant,
    issueRefreshToken: async () => true,
    ttl: {
      AccessToken: context => secondsOf(context),
      IdToken: context => secondsOf(context),
      RefreshToken: () => HOUR,
      Session: () => HOUR,
      Grant: () => HOUR,
      Interaction: () => HOUR,
    },
  });
}

function findAccount(id) {
  if (!Object.hasOwn(ACCOUNTS, id)) return undefined;
  const { email, name, groups = [], verified = true } = ACCOUNTS[id];
  return {
    accountId: id,
    claims: () => ({ sub: id, email, email_verified: verified, name, groups }),
  };
}

function secondsOf(context) {
  return ACCOUNTS[context.oidc.account?.accountId]?.tokenSeconds ?? HOUR;
}

/** Grants what is asked, so that nobody meets a page that asks for consent. */
async function loadExistingGrant(context) {
  const { client, session, params, provider } = context.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  await grant.save();
  return grant;
}

function readTls({ certFile, keyFile }) {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

function listen(server, wanted) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => resolve(server.address().port));
  });
}
