import { ResponseError } from '@backstage/errors';
import { ClustersClient } from './ClustersClient';

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

const notFound = {
  error: { name: 'NotFoundError', message: 'pods "x" not found' },
  response: { statusCode: 404 },
};

/** A client whose server answers `answer` to everything, and the requests it saw. */
function setup(answer: () => Response) {
  const requests: { url: string; init?: RequestInit }[] = [];
  const client = new ClustersClient({
    baseUrl: async () => 'http://localhost/api/clusters',
    fetch: async (input, init) => {
      requests.push({ url: String(input), init });
      return answer();
    },
  });
  return { client, requests };
}

/** A stream of events cut into chunks at will, and whether its reader let go of it. */
function stream(...chunks: (string | Uint8Array)[]) {
  const state = { cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return { response: new Response(body), state };
}

describe('ClustersClient', () => {
  it('writes lists, resource types, numbers and booleans into the query and leaves out what is absent', async () => {
    const { client, requests } = setup(() => json({ items: [] }));
    await client.listRows({
      clusters: ['dev', 'prod'],
      namespaces: [],
      resource: { group: 'apps', version: 'v1', plural: 'deployments' },
      labelSelector: 'app in (a,b)',
      search: undefined,
      limit: 50,
    });
    const { pathname, searchParams } = new URL(requests[0]?.url ?? '');
    expect(pathname).toBe('/api/clusters/rows');
    expect(Object.fromEntries(searchParams)).toEqual({
      clusters: 'dev,prod',
      resource: 'apps/v1/deployments',
      labelSelector: 'app in (a,b)',
      limit: '50',
    });
  });

  it("uses the browser's plugin address where no other is given, without a query where there is none", async () => {
    const seen: string[] = [];
    const client = new ClustersClient({
      fetch: async input => {
        seen.push(String(input));
        return json({ items: [] });
      },
    });
    await client.listClusters();
    expect(seen).toEqual(['plugin://clusters/clusters']);
  });

  it('sends a token only where one is given', async () => {
    const { client, requests } = setup(() => json({ items: [] }));
    await client.listClusters();
    await client.listClusters({ token: 'abc' });
    expect(requests.map(({ init }) => new Headers(init?.headers).get('authorization'))).toEqual([
      null,
      'Bearer abc',
    ]);
  });

  it("fails with the server's own error as the cause", async () => {
    const { client } = setup(() => json(notFound, 404));
    const error = await client
      .getObject({ cluster: 'dev', resource: 'v1/pods', namespace: 'shop', name: 'x' })
      .catch(cause => cause);
    expect(ResponseError.is(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 404, cause: { name: 'NotFoundError' } });
  });

  it('reads events over any cut of the bytes, comments between them, and text outside ASCII', async () => {
    const bytes = new TextEncoder().encode(
      ': ping\n\ndata: {"type":"status","failures":[{"cluster":"边缘"}],"asOf":1}\n\ndata: {"type":"status","failures":[],"asOf":2}\n\n',
    );
    for (let cut = 1; cut < bytes.length; cut += 7) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.slice(0, cut));
          controller.enqueue(bytes.slice(cut));
          controller.close();
        },
      });
      const { client } = setup(() => new Response(body));
      const events = [];
      for await (const event of client.watchRows({ resource: 'v1/pods' })) events.push(event);
      expect(events).toEqual([
        { type: 'status', failures: [{ cluster: '边缘' }], asOf: 1 },
        { type: 'status', failures: [], asOf: 2 },
      ]);
    }
  });

  it('closes the connection when the reader leaves its loop', async () => {
    const { response, state } = stream('data: {"type":"end"}\n\n');
    const { client } = setup(() => response);
    for await (const event of client.streamLogs({
      cluster: 'dev',
      namespace: 'shop',
      resource: 'v1/pods',
      name: 'x',
    })) {
      expect(event).toEqual({ type: 'end' });
      break;
    }
    expect(state.cancelled).toBe(true);
  });

  it('fails with the error that a stream ends with, as a plain request would', async () => {
    const body = {
      ...notFound,
      error: { name: 'NotAllowedError', message: 'no more' },
      response: { statusCode: 403 },
    };
    const { response, state } = stream(`event: error\ndata: ${JSON.stringify(body)}\n\n`);
    const { client } = setup(() => response);
    const read = async () => {
      for await (const event of client.watchRows({ resource: 'v1/pods' }))
        throw new Error(event.type);
    };
    const error = await read().catch(cause => cause);
    expect(ResponseError.is(error)).toBe(true);
    expect(error).toMatchObject({
      statusCode: 403,
      cause: { name: 'NotAllowedError', message: 'no more' },
    });
    expect(state.cancelled).toBe(true);
  });

  it('passes the signal on', async () => {
    const controller = new AbortController();
    const { client, requests } = setup(() => json({ items: [] }));
    await client.listClusters({ signal: controller.signal });
    expect(requests[0]?.init?.signal).toBe(controller.signal);
  });
});
