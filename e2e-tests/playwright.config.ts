import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { parse } from 'yaml';

/** One for each worker: what a journey changes, no other sees. */
const SANDBOX_PORTS = [17007, 17010];
const PEER_PORT = 17008;
const OIDC_PORT = 17009;
const peerKubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
/** Stands in secrets here and is searched for after `npm test`; see scripts/canaries.mjs. */
const canary = process.env.KUBEMATE_TEST_CANARY ?? 'of-the-journeys';
// The portals' logs go there, from the shell.
mkdirSync(path.join(__dirname, 'output'), { recursive: true });

const chromium = {
  executablePath: process.env.KUBEMATE_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** The OpenID provider stands beside the sandbox's personas. */
const OIDC = {
  APP_CONFIG_auth_session_secret: `"${canary}-session"`,
  APP_CONFIG_kubemate_oidc_title: '"Journey SSO"',
  APP_CONFIG_auth_providers_oidc: JSON.stringify({
    development: {
      metadataUrl: `http://localhost:${OIDC_PORT}/.well-known/openid-configuration`,
      clientId: 'kubemate',
      clientSecret: 'kubemate-secret',
      prompt: 'auto',
      additionalScopes: ['offline_access'],
      signIn: { resolvers: [{ resolver: 'emailMatchingUserEntityProfileEmail' }] },
    },
  }),
};

/** Those of the portal, and a plain template to compare with. */
const LOCATIONS = [
  ...parse(readFileSync(path.join(__dirname, '../app-config.yaml'), 'utf8')).catalog.locations,
  { type: 'file', target: './e2e-tests/plain/template.yaml', rules: [{ allow: ['Template'] }] },
];

function oidcProvider(port: number, portalPorts: readonly number[]) {
  const redirectUris = portalPorts.map(
    portalPort => `http://localhost:${portalPort}/api/auth/oidc/handler/frame`,
  );
  return {
    command: `node e2e-tests/peers/oidc/provider.mjs '${JSON.stringify({ port, redirectUris })}'`,
    cwd: '..',
    url: `http://localhost:${port}/.well-known/openid-configuration`,
    reuseExistingServer: process.env.CI === undefined,
  };
}

function portal(port: number, args: string, env: Record<string, string> = {}) {
  return {
    command: `node scripts/start.mjs --port ${port} --verbose ${args} > e2e-tests/output/portal-${port}.log`,
    cwd: '..',
    url: `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
    timeout: 240_000,
    reuseExistingServer: process.env.CI === undefined,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 15_000 },
    env: {
      APP_CONFIG_backend_database_connection: '":memory:"',
      APP_CONFIG_catalog_locations: JSON.stringify(LOCATIONS),
      // Of its own: the anchors of another audit trail would say, and rightly, that this one is not that one.
      APP_CONFIG_kubemate_objects: JSON.stringify({
        driver: 'file',
        folder: `e2e-tests/output/objects/${port}-${process.pid}`,
      }),
      // A database in memory has no folder for a key file, and clusters are added in a journey.
      APP_CONFIG_kubemate_credentials_keys: JSON.stringify([
        { id: 'journeys', key: randomBytes(32).toString('base64') },
      ]),
      APP_CONFIG_kubemate_audit_kubernetes: JSON.stringify([
        { cluster: 'prod', token: `${canary}-audit` },
      ]),
      ...env,
    },
  };
}

const sandboxes = { portals: SANDBOX_PORTS.map(port => `http://localhost:${port}`) };

/**
 * Journeys of `npm test`. `desktop` and `phone` drive portals on the sandbox, see {@link SANDBOX_PORTS}; `peer` drives it on the real API server that
 * `KUBEMATE_PEER_KUBECONFIG` names, and is skipped where there is none.
 */
export default defineConfig({
  testDir: './journeys',
  outputDir: './output/traces',
  fullyParallel: false,
  workers: SANDBOX_PORTS.length,
  forbidOnly: true,
  retries: 2,
  // Machines differ tenfold, and only a journey that fails waits as long as it may.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: { launchOptions: chromium, trace: 'on-first-retry', locale: 'en-US', timezoneId: 'UTC' },
  projects: [
    {
      name: 'peer',
      testMatch: '**/peer/**/*.spec.ts',
      // One cluster, one portal.
      workers: 1,
      use: { baseURL: `http://localhost:${PEER_PORT}`, viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'desktop',
      testIgnore: '**/peer/**',
      grepInvert: /@phone/,
      metadata: sandboxes,
      use: { viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      testMatch: '**/*.screens.spec.ts',
      testIgnore: '**/peer/**',
      grepInvert: /@desktop/,
      metadata: sandboxes,
      use: { viewport: { width: 360, height: 780 }, hasTouch: true },
    },
  ],
  webServer: [
    // First: the portal asks for its metadata when it starts.
    oidcProvider(OIDC_PORT, SANDBOX_PORTS),
    ...SANDBOX_PORTS.map(port => portal(port, '', OIDC)),
    ...(peerKubeconfig === undefined ? [] : [portal(PEER_PORT, `--kubeconfig ${peerKubeconfig}`)]),
  ],
});
