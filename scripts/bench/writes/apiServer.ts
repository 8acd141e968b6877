import { createApiServer, systemClock } from '../../../packages/sandbox/src/index';
import { seededRandom } from '../../../packages/kube-node/src/reflector/testUtils/seededRandom';

/** One Deployment that nothing works on, in an API server of its own process. */
export const DEPLOYMENT = { namespace: 'bench', name: 'api' } as const;
export const ADMIN_TOKEN = 'bench-admin';

/** Says where it listens, on one line of standard output. */
export async function serveApi({ configMaps }: { configMaps: number }): Promise<void> {
  const server = createApiServer({
    name: 'bench',
    clock: systemClock,
    random: seededRandom(7),
    users: [{ token: ADMIN_TOKEN, user: 'bench', groups: ['system:masters'] }],
  });
  await server.listen();
  const post = async (path: string, body: object) => {
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  const { namespace, name } = DEPLOYMENT;
  await post('/api/v1/namespaces', { metadata: { name: namespace } });
  await post(`/apis/apps/v1/namespaces/${namespace}/deployments`, {
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name, image: 'registry.example/api:1' }] },
      },
    },
  });
  for (let at = 0; at < configMaps; at++)
    await post(`/api/v1/namespaces/${namespace}/configmaps`, { metadata: { name: `map-${at}` } });
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
}
