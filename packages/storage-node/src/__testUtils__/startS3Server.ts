import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGE = 3;

/**
 * As much of the S3 protocol as the driver speaks, in memory: objects by path, `If-None-Match: *`, and lists in pages so small that
 * a driver that reads only the first is found out. It knows neither signatures nor checksums.
 */
export async function startS3Server() {
  const objects = new Map<string, Buffer>();
  const requests: { method?: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ method: request.method, headers: request.headers });
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, , ...rest] = decodeURIComponent(url.pathname).split('/');
    const key = rest.join('/');
    if (request.method === 'GET' && key === '') return list(url.searchParams, response);
    return object(key, request, response);
  });

  function list(query: URLSearchParams, response: ServerResponse) {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? '';
    const keys = [...objects.keys()].filter(key => key.startsWith(prefix)).sort();
    const page = keys.filter(key => key > after).slice(0, PAGE);
    const last = page.at(-1);
    const more = last !== undefined && last !== keys.at(-1);
    response
      .setHeader('content-type', 'application/xml')
      .end(
        `<ListBucketResult><IsTruncated>${more}</IsTruncated>${
          more ? `<NextContinuationToken>${last}</NextContinuationToken>` : ''
        }${page.map(key => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`,
      );
  }

  async function object(key: string, request: IncomingMessage, response: ServerResponse) {
    const found = objects.get(key);
    if (request.method === 'PUT') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const taken = request.headers['if-none-match'] === '*' && objects.has(key);
      if (taken) return fail(response, 412, 'PreconditionFailed');
      objects.set(key, Buffer.concat(chunks));
      return response.setHeader('etag', '"x"').end();
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      response.statusCode = 204;
      return response.end();
    }
    return found === undefined ? fail(response, 404, 'NoSuchKey') : response.end(found);
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    requests,
    stop: () => new Promise(resolve => server.close(resolve).closeAllConnections()),
  };
}

function fail(response: ServerResponse, status: number, code: string) {
  response.statusCode = status;
  return response
    .setHeader('content-type', 'application/xml')
    .end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
