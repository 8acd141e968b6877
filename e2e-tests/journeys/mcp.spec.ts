import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Persona } from './portal';
import { clustersReady, expect, test } from './portal';

const WORKLOAD = {
  cluster: 'staging',
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'catalog',
  name: 'catalog',
};

/** An MCP client signed in as a persona, as an assistant on a person's behalf would be. */
async function mcpClient(baseURL: string, token: string): Promise<Client> {
  const client = new Client({ name: 'journey', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL('/api/mcp-actions/v1', baseURL), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  );
  return client;
}

function contentOf(result: Awaited<ReturnType<Client['callTool']>>): string {
  return JSON.stringify(result.content);
}

test.describe('an MCP client', () => {
  const connect = async (
    fixtures: { as: (persona: Persona) => Promise<{ token: string }>; baseURL: string | undefined },
    persona: Persona,
  ) => mcpClient(fixtures.baseURL ?? '', (await fixtures.as(persona)).token);

  test('finds the operations, plans one, runs it, and leaves a receipt', async ({
    as,
    baseURL,
  }) => {
    const api = await as('platform');
    await clustersReady(api, ['staging']);
    const client = await connect({ as, baseURL }, 'platform');
    const { tools } = await client.listTools();
    const scale = tools.find(({ name }) => name.endsWith('scale-workload'));
    expect(scale?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: false });
    expect(tools.some(({ name }) => name.endsWith('reveal-secret'))).toBe(false);
    const name = scale?.name ?? '';
    const { body } = await api.get('/objects', {
      cluster: 'staging',
      resource: 'apps/v1/deployments',
      namespace: WORKLOAD.namespace,
      name: WORKLOAD.name,
    });
    const replicas = body.spec.replicas + 1;
    const input = { workload: WORKLOAD, replicas };
    const plan = await client.callTool({ name, arguments: { ...input, plan: true } });
    expect(contentOf(plan)).toContain('spec.replicas');
    const run = await client.callTool({ name, arguments: input });
    expect(run.isError).not.toBe(true);
    expect(contentOf(run)).toContain('succeeded');
    const { body: receipts } = await api.get('/operations-receipts');
    expect(receipts.items[0]).toMatchObject({
      operation: 'clusters.scale-workload',
      status: 'succeeded',
      actor: 'user:default/platform',
    });
    await client.close();
  });

  test('finds the operations of tenants and pipelines too, and starts a run as it was planned', async ({
    as,
    baseURL,
    request,
  }) => {
    await clustersReady(await as('platform'), ['dev']);
    const { token } = await as('developer');
    const client = await mcpClient(baseURL ?? '', token);
    const { tools } = await client.listTools();
    const toolOf = (operation: string) =>
      tools.find(({ name }) => name.endsWith(`.${operation}`))?.name ?? `no ${operation}`;
    const names = tools.map(({ name }) => name);
    for (const operation of ['request-quota', 'cancel-run', 'promote', 'request-approval'])
      expect(names).toContain(toolOf(operation));
    const input = {
      ...{ engine: 'tekton', place: 'dev', folder: 'shop', pipeline: 'browser-tests' },
      params: { target: 'https://shop.example' },
    };
    const name = toolOf('start-run');
    const plan = await client.callTool({ name, arguments: { ...input, plan: true } });
    expect(contentOf(plan)).toContain('\\"allowed\\":true');
    const run = await client.callTool({ name, arguments: input });
    expect(contentOf(run)).toContain('succeeded');
    const receipts = await request.get('/api/pipelines/operations-receipts', {
      headers: { authorization: `Bearer ${token}` },
    });
    expect((await receipts.json()).items[0]).toMatchObject({
      operation: 'pipelines.start-run',
      status: 'succeeded',
      actor: 'user:default/developer',
    });
    await client.close();
  });

  test('may do no more than the person it acts for', async ({ as, baseURL }) => {
    await clustersReady(await as('platform'), ['staging']);
    const client = await connect({ as, baseURL }, 'developer');
    const { tools } = await client.listTools();
    // Nodes are not a developer's, so the portal does not offer them.
    expect(tools.some(({ name }) => name.endsWith('drain-node'))).toBe(false);
    const name = tools.find(each => each.name.endsWith('scale-workload'))?.name ?? '';
    const denied = await client.callTool({
      name,
      arguments: { workload: WORKLOAD, replicas: 9 },
    });
    expect(denied.isError).toBe(true);
    expect(contentOf(denied)).toContain('You lack');
    await client.close();
  });
});
