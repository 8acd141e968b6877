import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type {
  BackendFeature,
  BackstageUserPrincipal,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { DefaultEventsService, eventsServiceRef } from '@backstage/plugin-events-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import { createKubeService, kubeServiceRef } from '@kubemate/kube-node';
import { OperationsClient } from '@kubemate/operations-common';
import { GIT_SIGN_IN, RepositoriesClient } from '@kubemate/plugin-repositories-common';
import Router from 'express-promise-router';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { BareRepositories } from '../git/BareRepositories';
import { bareRepositoriesRef } from '../git/bareRepositoriesRef';
import { repositoriesPlugin } from '../plugin';

const run = promisify(execFile);

/** `dana` belongs to shop-team, `olga` to payments-team, `vera` only looks, `pat` runs the portal. */
export type Person = 'dana' | 'olga' | 'vera' | 'pat';

const ALLOWED = { result: AuthorizeResult.ALLOW } as const;

const TEAMS: Readonly<Record<string, string>> = {
  dana: 'group:default/shop-team',
  olga: 'group:default/payments-team',
};

/** What the portal takes for its own address; the test's server listens elsewhere. */
export const PORTAL = 'http://portal.example';
const MAX_PUSH = 2 * 1024 * 1024;

/** The portal's sign-in for git, as far as the plugin of repositories sees of it. */
const gitSignIn = createBackendPlugin({
  pluginId: 'auth',
  register(env) {
    env.registerInit({
      deps: { http: coreServices.httpRouter, auth: coreServices.auth },
      async init({ http, auth }) {
        const router = Router();
        router.get(`/${GIT_SIGN_IN.provider}/refresh`, async (request, response) => {
          const token = request.header('authorization')?.replace('Bearer ', '') ?? '';
          const { principal } = await auth.authenticate(token);
          const user = request.header(GIT_SIGN_IN.header) ?? '';
          if (Reflect.get(Object(principal), 'subject') !== 'plugin:repositories')
            response.status(401).json({});
          else response.json({ backstageIdentity: { token: mockCredentials.user.token(user) } });
        });
        http.use(router);
        http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});

/** A portal with the git server, over real HTTP, and with further parts where a test needs them. */
export async function startRepositories({
  features = [],
  config = {},
}: { features?: readonly BackendFeature[]; config?: JsonObject } = {}) {
  const home = mkdtempSync(path.join(tmpdir(), 'repositories-test-'));
  const folder = path.join(home, 'bare');
  const kube = await createKubeService({
    config: mockServices.rootConfig({ data: {} }),
    logger: mockServices.logger.mock(),
  });
  const nameOf = (ref: string) => ref.replace('user:default/', '');
  const log: unknown[] = [];
  const logger = collectingLogger(log);
  const events = DefaultEventsService.create({ logger });
  const backend = await startTestBackend({
    features: [
      ...features,
      repositoriesPlugin,
      gitSignIn,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://app.example' },
          backend: { baseUrl: PORTAL, listen: { host: '127.0.0.1', port: 0 } },
          ...config,
        },
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
      // One for all plugins, as in a portal: that of the test backend tells each only its own.
      createServiceFactory({ service: eventsServiceRef, deps: {}, factory: () => events }),
      createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube }),
      createServiceFactory({
        service: bareRepositoriesRef,
        deps: {},
        factory: () => new BareRepositories({ folder, maxPushBytes: MAX_PUSH }),
      }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          async getUserInfo(credentials) {
            const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
            const team = TEAMS[nameOf(userEntityRef)];
            const ownershipEntityRefs = [userEntityRef, ...(team ? [team] : [])];
            return { userEntityRef, ownershipEntityRefs };
          },
        }),
      }),
      mockServices.permissions.mock({
        authorize: async (requests, options) => {
          const { principal } = (options as { credentials: { principal: BackstageUserPrincipal } })
            .credentials;
          if (principal.type !== 'user') return requests.map(() => ALLOWED);
          const person = nameOf(principal.userEntityRef);
          const may = (name: string) =>
            person === 'pat' ||
            name === 'repositories.read' ||
            name.startsWith('catalog.') ||
            (person !== 'vera' && !name.endsWith('.all'));
          return requests.map(({ permission }) => ({
            result: may(permission.name) ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
          }));
        },
        authorizeConditional: async requests => requests.map(() => ALLOWED),
      }).factory,
    ],
  });
  const origin = `http://127.0.0.1:${backend.server.port()}`;
  const baseUrl = `${origin}/api/repositories`;
  return {
    ...{ home, folder, origin, baseUrl, log },
    tokenOf: (person: Person) => mockCredentials.user.token(`user:default/${person}`),
    /** With the token as the password, as a person gives it to git. */
    cloneUrl(repository: string, person?: Person, token?: string) {
      const url = new URL(`${baseUrl}/git/${repository}.git`);
      if (person) {
        url.username = person;
        url.password = token ?? mockCredentials.user.token(`user:default/${person}`);
      }
      return url.href;
    },
    as(person: Person) {
      const authorization = mockCredentials.user.header(`user:default/${person}`);
      const fetch: typeof globalThis.fetch = (input, init) =>
        globalThis.fetch(input, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), authorization },
        });
      return {
        fetch,
        repositories: new RepositoriesClient({ fetch, baseUrl }),
        operations: new OperationsClient({ fetch, baseUrlOf: () => baseUrl }),
      };
    },
    /** The real git, without a terminal to ask for passwords at. */
    async git(args: readonly string[], cwd = home) {
      try {
        const { stdout, stderr } = await run('git', [...args], {
          cwd,
          env: {
            PATH: process.env.PATH,
            HOME: home,
            GIT_TERMINAL_PROMPT: '0',
            GIT_CONFIG_NOSYSTEM: '1',
            GIT_AUTHOR_NAME: 'Dana',
            GIT_AUTHOR_EMAIL: 'dana@example.com',
            GIT_COMMITTER_NAME: 'Dana',
            GIT_COMMITTER_EMAIL: 'dana@example.com',
          },
        });
        return { code: 0, text: stdout + stderr };
      } catch (error) {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { code, text: stdout + stderr };
      }
    },
    async stop() {
      await backend.stop();
      await kube.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Keeps what is logged, so that a test can look for what must not be. */
function collectingLogger(log: unknown[]): RootLoggerService {
  const note = (...said: unknown[]) => void log.push(said);
  const logger: RootLoggerService = {
    ...{ error: note, warn: note, info: note, debug: note },
    child: () => logger,
  };
  return logger;
}

export type RepositoriesPortal = Awaited<ReturnType<typeof startRepositories>>;
