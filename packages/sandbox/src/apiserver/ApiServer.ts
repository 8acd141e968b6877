import type { Clock } from '../Clock';
import type { LocalClient } from '../LocalClient';
import { HttpListener } from './HttpListener';
import type { TokenUser } from './TokenAuthenticator';
import { createRouter } from './createRouter';
import { createStorage } from './createStorage';
import type { SandboxHooks } from './hooks';

export interface ApiServerOptions {
  /** Name of the cluster, for messages. */
  readonly name: string;
  readonly clock: Clock;
  /** Uniform in [0, 1); decides uids, generated names and the like. */
  readonly random: () => number;
  /** Who may call over HTTP. `system:authenticated` is added to their groups. */
  readonly users: readonly TokenUser[];
  /** Kubernetes version it says it is; default v1.37.2, whose documents it serves. */
  readonly version?: string;
  /** Delay before every answer, for a distant cluster. */
  readonly latencyMs?: number;
  /** Events kept per resource type; a watch from before them gets 410. Default 5000. */
  readonly eventsPerResource?: number;
  /** Objects kept in parsed form beside their JSON text; bounds memory. Default 10000. */
  readonly parsedObjects?: number;
  /** Whether new pods get the volume with their service account's token, as in a real cluster. Default true; false halves the size of a pod. */
  readonly mountTokens?: boolean;
  /** Default one minute, as the real server. */
  readonly bookmarkIntervalMs?: number;
}

/** One sandbox cluster's API server. */
export interface ApiServer {
  /** `http://127.0.0.1:PORT`; throws before `listen`. */
  readonly url: string;
  /** In-process access with all rights. A `status` given on creation is kept. */
  readonly client: LocalClient;
  /** Assign to supply logs, exec and metrics. */
  readonly hooks: SandboxHooks;
  /** @param port - absent or 0: any free one */
  listen(port?: number): Promise<void>;
  close(): Promise<void>;
  /** While true every connection is dropped, as when the network is down; the objects live on. */
  setUnavailable(unavailable: boolean): void;
  /** Forgets the event history: every watch and continue token from before gets 410, as after etcd's compaction. */
  compact(): void;
}

/** Starts nothing yet: call `listen` for HTTP; `client` works at once. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const storage = createStorage(options);
  const hooks: SandboxHooks = {};
  const { router, exec } = createRouter(storage, hooks, options);
  const listener = new HttpListener({
    clock: options.clock,
    latencyMs: options.latencyMs ?? 0,
    handle: incoming => router.handle(incoming),
    upgrade: (request, socket, head) => exec.upgrade(request, socket, head),
  });
  let port: number | undefined;
  return {
    get url() {
      if (port === undefined)
        throw new Error(`sandbox cluster ${options.name} does not listen yet`);
      return `http://127.0.0.1:${port}`;
    },
    client: storage.client,
    hooks,
    async listen(wanted = 0) {
      port = await listener.listen(wanted);
    },
    close: () => listener.close(),
    setUnavailable: unavailable => listener.setUnavailable(unavailable),
    compact: () => storage.cluster.store.compact(),
  };
}
