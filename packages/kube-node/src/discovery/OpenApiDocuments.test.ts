import { ClusterConnection } from '../clusters/ClusterConnection';
import { ClusterGateway } from '../gateway/ClusterGateway';
import { json, ScriptedServer } from '../testUtils/ScriptedServer';
import { testDefinition } from '../testUtils/testDefinition';
import { OpenApiDocuments } from './OpenApiDocuments';

const dana = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
const prefixes = { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' };

describe('OpenAPI documents', () => {
  let server: ScriptedServer;
  let connection: ClusterConnection;
  let documents: OpenApiDocuments;
  let hash: string;

  beforeEach(async () => {
    hash = '?hash=A';
    server = await ScriptedServer.start((request, response) => {
      const name = request.url.slice('/openapi/v3/'.length);
      if (name !== '') return json(response, 200, { of: name, hash });
      const names = [
        'apis/apps/v1',
        'api/v1',
        ...Array.from({ length: 30 }, (_, n) => `apis/g${n}/v1`),
      ];
      const entry = (each: string) => [each, { serverRelativeURL: `/openapi/v3/${each}${hash}` }];
      return json(response, 200, { paths: Object.fromEntries(names.map(entry)) });
    });
    connection = new ClusterConnection(testDefinition(server.url));
    documents = new OpenApiDocuments(new ClusterGateway(connection, prefixes));
  });
  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  /** How often the document itself was asked for. */
  const reads = () => server.requests.filter(({ url }) => url !== '/openapi/v3').length;

  it('are kept until the cluster names another hash', async () => {
    const first = await documents.document('apps/v1', dana);
    expect(first).toEqual({ of: 'apis/apps/v1', hash: '?hash=A' });
    expect(await documents.document('apps/v1', dana)).toBe(first);
    hash = '?hash=B';
    expect(await documents.document('apps/v1', dana)).toEqual({ of: 'apis/apps/v1', hash });
    expect(reads()).toBe(2);
    expect(await documents.document('v1', dana)).toMatchObject({ of: 'api/v1' });
  });

  it('are asked for once by many at the same time, and as the viewer', async () => {
    await Promise.all(Array.from({ length: 5 }, () => documents.document('v1', dana)));
    expect(reads()).toBe(1);
    for (const { rawHeaders } of server.requests)
      expect(rawHeaders).toContainEqual(['impersonate-user', 'kubemate:dana']);
  });

  it('are not kept without a hash, nor where reading failed', async () => {
    hash = '';
    await documents.document('v1', dana);
    await documents.document('v1', dana);
    expect(reads()).toBe(2);
    const answer = server.answer;
    hash = '?hash=C';
    server.answer = (request, response) =>
      request.url === '/openapi/v3' ? answer(request, response) : json(response, 500, {});
    await expect(documents.document('v1', dana)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    server.answer = answer;
    await expect(documents.document('v1', dana)).resolves.toMatchObject({ hash });
  });

  it('are not more than a few', async () => {
    for (let index = 0; index < 30; index++) await documents.document(`g${index}/v1`, dana);
    await documents.document('g29/v1', dana);
    expect(reads()).toBe(30);
    await documents.document('g0/v1', dana);
    expect(reads()).toBe(31);
  });

  it('of nothing are not found, and no name leaves its place', async () => {
    await expect(documents.document('none/v1', dana)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(documents.document('constructor', dana)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    server.requests.length = 0;
    for (const name of ['', '..', '../v1', 'apps/v1/x', 'apps/v1?hash=', 'a%2fb', 'apps/'])
      await expect(documents.document(name, dana)).rejects.toMatchObject({ name: 'InputError' });
    expect(server.requests).toEqual([]);
  });
});
