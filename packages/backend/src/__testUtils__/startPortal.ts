import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { JsonObject } from '@backstage/types';
import path from 'node:path';
import { features } from '../features';
import { freePort } from './freePort';
import { OidcBrowser } from './OidcBrowser';

/*
 * Backstage's catalog tells of errors without waiting for it, also on its way out, when nobody is told any more. Jest would put that down to whatever test comes next
 * in the same process.
 */
const { forPlugin } = DefaultEventsService.prototype;
DefaultEventsService.prototype.forPlugin = function quietAtTheEnd(...options): EventsService {
  const service = forPlugin.apply(this, options);
  const publish = service.publish.bind(service);
  return Object.assign(service, {
    publish: (params: Parameters<EventsService['publish']>[0]) =>
      publish(params).catch((error: unknown) => {
        if (!String(error).includes('Service is shutting down')) throw error;
      }),
  });
};

const catalog = path.resolve(__dirname, '../../../../catalog/org.yaml');

/** The portal's server as it is composed for production, on a port of its own and with everything in memory. */
export interface TestPortal {
  readonly url: string;
  /** All that it logged until now, with every field. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

/** Starts it with the company of `catalog/org.yaml`; see {@link peopleKnown}. `parts` where it is not what production is made of. */
export async function startPortal(
  options: {
    port?: number;
    /** In memory where absent. */
    databases?: string;
    auth: JsonObject;
    kubemate: JsonObject;
  } & JsonObject,
  parts: readonly BackendFeature[] = features,
): Promise<TestPortal> {
  const { port = await freePort(), databases, ...config } = options;
  const url = `http://localhost:${port}`;
  const log: string[] = [];
  const backend = createBackend();
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        // A package without a built app: one that was built earlier may be older than the configuration's schema.
        app: { baseUrl: url, packageName: '@kubemate/kube-common' },
        backend: {
          baseUrl: url,
          listen: { host: '127.0.0.1', port },
          database: {
            client: 'better-sqlite3',
            connection: databases === undefined ? ':memory:' : { directory: databases },
          },
        },
        catalog: {
          rules: [{ allow: ['User', 'Group'] }],
          processingInterval: { seconds: 5 },
          locations: [{ type: 'file', target: catalog }],
        },
        ...config,
      },
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => recorder(log),
    }),
  );
  for (const feature of parts) backend.add(feature);
  await backend.start();
  return { url, log, stop: () => backend.stop() };
}

/** Waits until people can sign in at the OpenID provider: the catalog reads its files after the start. */
export async function peopleKnown({ url }: TestPortal): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await new OidcBrowser(url).signIn('developer');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}

function recorder(log: string[]): LoggerService {
  const write = (message: string, fields?: unknown) => {
    const error = fields instanceof Error ? `${fields.stack}` : '';
    log.push(`${message} ${error}${JSON.stringify(fields ?? {})}`);
  };
  return { error: write, warn: write, info: write, debug: write, child: () => recorder(log) };
}
