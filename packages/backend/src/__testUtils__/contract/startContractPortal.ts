import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApiServer, systemClock } from '@kubemate/sandbox';
import { parse } from 'yaml';
import { startPortal } from '../startPortal';
import { ClusterPlace } from './ClusterPlace';
import { ContractWorld } from './ContractWorld';
import { until } from './KubeAdmin';
import type { ClusterUnderTest } from './KubeAdmin';
import { plainProxy } from './plainProxy';
import { sandboxParts } from './sandboxParts';

/** The sandbox lives through its weeks before it starts; on a busy machine that takes long. */
export const START_MS = 240_000;

const root = path.resolve(__dirname, '../../../../..');
const TOKEN = 'contract-token';

export interface ContractPortal {
  readonly world: ContractWorld;
  /** `lab`, an empty cluster of the sandbox's making, and `real` where a real API server runs. */
  readonly places: Readonly<Record<string, ClusterPlace>>;
  /** What the portal has asked the API server of each since they were emptied: `GET /api/v1/nodes`. */
  readonly upstream: Readonly<Record<string, string[]>>;
  stop(): Promise<void>;
}

/** The whole portal on the sandbox, with its people, and further clusters beside it that tests do to as they like. */
export async function startContractPortal(): Promise<ContractPortal> {
  const folder = mkdtempSync(path.join(tmpdir(), 'contract-'));
  const cleanups: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const clusters = await startClusters(cleanups);
    const portal = await startPortal(configIn(folder), sandboxParts(clusters));
    cleanups.push(() => portal.stop());
    const world = new ContractWorld(portal);
    const places: Record<string, ClusterPlace> = {};
    for (const cluster of clusters) {
      const place = new ClusterPlace(cluster);
      await place.open();
      cleanups.push(() => place.close());
      places[cluster.name] = place;
    }
    await allReached(world, ['dev', 'staging', 'prod', ...Object.keys(places)]);
    const upstream = Object.fromEntries(clusters.map(({ name, asked }) => [name, asked]));
    return { world, places, upstream, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startClusters(
  cleanups: (() => unknown)[],
): Promise<readonly (ClusterUnderTest & { asked: string[] })[]> {
  const lab = createApiServer({
    ...{ name: 'lab', clock: systemClock, random: Math.random },
    users: [{ token: TOKEN, user: 'portal', groups: ['system:masters'] }],
  });
  await lab.listen();
  cleanups.push(() => lab.close());
  const found = [{ name: 'lab', server: lab.url, token: TOKEN }];
  const kubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
  if (kubeconfig !== undefined) {
    const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
    const { server } = clusters[0].cluster;
    found.push({ name: 'real', server, token: users[0].user.token });
  }
  const proxied = [];
  for (const cluster of found) {
    const proxy = await plainProxy(cluster.server);
    cleanups.push(() => proxy.close());
    proxied.push({ ...cluster, server: proxy.url, asked: proxy.asked });
  }
  return proxied;
}

function configIn(folder: string) {
  const file = readFileSync(path.join(root, 'app-config.yaml'), 'utf8');
  const { kubemate, kubernetes, permission } = parse(file);
  return {
    auth: { providers: { persona: {} } },
    ...{ kubernetes, permission },
    catalog: {
      rules: [{ allow: ['Component', 'System', 'API', 'Resource', 'Group', 'User'] }],
      processingInterval: { seconds: 5 },
      locations: [
        ...['org', 'shop'].map(name => ({
          ...{ type: 'file', target: path.join(root, `catalog/${name}.yaml`) },
        })),
        {
          ...{ type: 'file', target: path.join(root, 'templates/services/node-service.yaml') },
          rules: [{ allow: ['Template'] }],
        },
      ],
    },
    kubemate: {
      ...kubemate,
      objects: { driver: 'file', folder: path.join(folder, 'objects') },
      repositories: { folder: path.join(folder, 'repositories') },
      exec: { recordings: { directory: path.join(folder, 'recordings') } },
      credentials: { keys: [{ id: 'a', key: randomBytes(32).toString('base64') }] },
    },
  };
}

async function allReached(world: ContractWorld, names: readonly string[]): Promise<void> {
  await until('that the clusters are reached', async () => {
    const { items } = await world.read('platform', 'clusters/clusters');
    const ready = items
      .filter(({ connection }: any) => connection.state === 'ready')
      .map(({ name }: any) => name);
    return names.every(name => ready.includes(name)) || undefined;
  });
}
