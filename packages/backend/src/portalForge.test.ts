import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  describeForge,
  FORGE_FILES,
  PortalForge,
} from '@kubemate/plugin-pipelines-backend/testUtils';
import type { ForgePeer } from '@kubemate/plugin-pipelines-backend/testUtils';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPortal } from './__testUtils__/startPortal';
import { features } from './features';

jest.setTimeout(180_000);

const place = { owner: 'platform-team', name: 'deploy' };
const owner = { user: 'user:default/platform', groups: ['group:default/platform-team'] };

/** The portal with its real git server; asked as the pipelines plugin asks it. */
async function start(): Promise<ForgePeer> {
  const home = mkdtempSync(path.join(tmpdir(), 'portal-forge-'));
  let services: { auth: AuthService; discovery: DiscoveryService } | undefined;
  const spy = createBackendModule({
    pluginId: 'pipelines',
    moduleId: 'forge-test',
    register(env) {
      env.registerInit({
        deps: { auth: coreServices.auth, discovery: coreServices.discovery },
        init: async given => void (services = given),
      });
    },
  });
  const portal = await startPortal(
    {
      auth: { providers: { persona: {} } },
      permission: { enabled: true },
      kubemate: {
        signIn: 'persona',
        repositories: { folder: path.join(home, 'bare') },
      },
    },
    [...features, spy],
  );
  const tokenOf = async (persona: string): Promise<string> => {
    const headers = { 'x-kubemate-persona': persona };
    const signedIn = await globalThis.fetch(`${portal.url}/api/auth/persona/refresh`, { headers });
    return (await signedIn.json()).backstageIdentity.token;
  };
  const token = await tokenOf('platform');
  const run = async (operation: string, input: object) => {
    const url = `${portal.url}/api/repositories/operations/${operation}`;
    const response = await globalThis.fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...place, ...input }),
    });
    if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
  };
  await run('create', {});
  await run('commit', { message: 'Begin', files: FORGE_FILES });
  if (services === undefined) throw new Error('The portal has no pipelines');
  // By a request of their own: whoever a promotion acts for later was asked for their rights before.
  const credentials = await services.auth.authenticate(await tokenOf('developer'));
  if (!services.auth.isPrincipal(credentials, 'user')) throw new Error('The developer is nobody');
  return {
    ...{ owner, reader: { credentials }, ownerIn: /platform/ },
    forge: new PortalForge({ ...services, fetch: globalThis.fetch }),
    repository: `${place.owner}/${place.name}`,
    missing: `${place.owner}/none`,
    badNames: ['deploy', 'a/b/c', '../deploy', 'Platform/deploy', `${place.owner}/..`],
    merge: number => run('merge-pull-request', { number }),
    protect: protectDefaultBranch => run('change', { protectDefaultBranch }),
    close: async () => {
      await portal.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

describeForge('of the portal itself', start);
