import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { RouteTable } from '@kubemate/http-node';
import express from 'express';
import Router from 'express-promise-router';
import fc from 'fast-check';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { addOperationRoutes } from './addOperationRoutes';
import { callerNamed, startReplica } from './__testUtils__/replica';
import { setContract, World } from './__testUtils__/World';

/** `KUBEMATE_FUZZ_CASES=100000` for the long run. */
const CASES = Number(process.env.KUBEMATE_FUZZ_CASES ?? 4_000);

jest.setTimeout(1_800_000);

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function startApp() {
  const replica = await startReplica({ world: new World(['a']) });
  const router = Router();
  const routes = new RouteTable({
    router,
    callerOf: async () => callerNamed('dana'),
    logger: replica.logger,
    clock: replica.clock,
    shutdown: replica.stop.signal,
  });
  addOperationRoutes(routes, {
    ...replica,
    definitions: new Map(replica.world.definitions.map(each => [each.contract.name, each])),
  });
  const app = express();
  app.use(router);
  const { logger } = replica;
  app.use(
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: mockServices.rootLogger.mock(),
    }).notFound(),
  );
  app.use(
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: { ...mockServices.rootLogger.mock(), ...logger } as never,
    }).error(),
  );
  return { replica, app };
}

/** Without sockets: as the HTTP server gives it, after it has parsed the head. */
function send(
  app: express.Express,
  { method, url, headers, body }: Sent,
): Promise<{ status: number; text: string }> {
  const request = new IncomingMessage(new Socket());
  request.method = method;
  request.url = url;
  const bytes = Buffer.from(body);
  request.headers = { ...headers, 'content-length': String(bytes.length) };
  request.push(bytes);
  request.push(null);
  const response = new ServerResponse(request);
  const chunks: Buffer[] = [];
  return new Promise(resolve => {
    response.write = (chunk: unknown) => {
      chunks.push(Buffer.from(chunk as string));
      return true;
    };
    response.end = ((chunk?: unknown) => {
      if (chunk !== undefined) chunks.push(Buffer.from(chunk as string));
      response.emit('finish');
      response.emit('close');
      resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
      return response;
    }) as typeof response.end;
    app(request as express.Request, response as express.Response);
  });
}

const junk = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '\u0000',
    '../',
    '%',
    '%zz',
    '"',
    "'; drop table operations; --",
    '${7*7}',
    '\r\nx: y',
    '5e3',
    'NaN',
    '-0',
    '0x5',
    '9'.repeat(400),
  ),
);
const anything = fc.oneof(
  junk,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, true, -1, 5.5, 1e308, [], {}, [[]], ''),
);

/** A valid body with some of its places replaced, renamed, added to or removed. */
const mutated = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(
          'thing',
          'value',
          'labels',
          'mode',
          'thing.name',
          'thing.cluster',
          'labels.x',
          '__proto__',
        ),
        fc.constantFrom('set', 'delete', 'add'),
        anything,
        junk,
      ),
      { maxLength: 3 },
    ),
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 80 }),
    junk,
  )
  .map(([changes, how, at, noise]) => {
    const body: Record<string, unknown> = {
      thing: { name: 'a', cluster: 'dev' },
      value: 5,
      labels: { x: 'y' },
    };
    for (const [place, change, given, name] of changes) {
      // The same one may be put into itself.
      const value: unknown = structuredClone(given);
      const [first = '', second] = place.split('.');
      const holder = (second === undefined ? body : body[first]) as
        Record<string, unknown> | undefined;
      if (typeof holder !== 'object' || holder === null) continue;
      const key = second ?? first;
      if (change === 'delete') delete holder[key];
      else
        Object.defineProperty(holder, change === 'add' ? name : key, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
    }
    const text = JSON.stringify(body);
    if (how === 0) return text.slice(0, at);
    if (how === 1) return text.slice(0, at) + noise + text.slice(at);
    if (how === 2) return JSON.stringify([body]);
    return text;
  });

const mutatedBody = fc.oneof(
  { weight: 5, arbitrary: mutated },
  fc.constant(JSON.stringify({ thing: { name: 'a', cluster: 'dev' }, value: 5 })),
);

const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'plan',
          'basis',
          'confirm',
          'reason',
          'Plan',
          'limit',
          '__proto__',
          'dry run',
        ),
        fc.oneof(fc.constantFrom('true', 'false', 'a', ''), junk),
      ),
      { maxLength: 3 },
    )
    .map(
      pairs =>
        `?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${safeEncode(value)}`).join('&')}`,
    ),
  junk.map(text => `?${encodeURI(Buffer.from(text).toString())}`),
);

const headers = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant('application/json') },
      fc.constantFrom(
        'text/plain',
        'application/json; charset=utf-16',
        'application/json; charset=latin9',
        'multipart/form-data',
        '',
      ),
      junk,
    ),
    fc.option(
      fc.oneof(fc.constantFrom('key-00001', 'short', 'x'.repeat(200), 'a b c d e f g'), junk),
    ),
    fc.option(fc.oneof(fc.constantFrom('gzip', 'br', 'identity', 'deflate'), junk), { freq: 6 }),
    fc.option(junk),
  )
  .map(([type, key, encoding, requestId]) => ({
    'content-type': type,
    ...(key === null ? {} : { 'idempotency-key': key }),
    ...(encoding === null ? {} : { 'content-encoding': encoding }),
    ...(requestId === null ? {} : { 'x-request-id': requestId, 'user-agent': requestId }),
  }));

const path = fc.oneof(
  { weight: 8, arbitrary: fc.constant('/operations/set-value') },
  fc.constantFrom(
    '/operations/set-value/bulk',
    '/operations/set-value/',
    '/operations//set-value',
    '/operations-access',
    '/operations/none',
    '/operations-receipts',
    '/operations-receipts/00000000-0000-4000-8000-000000000001/undo',
    '/operations-receipts/%zz/undo',
    '/operations-receipts/x/decision',
  ),
);
const mixed = fc
  .tuple(
    fc.oneof(
      { weight: 9, arbitrary: fc.constant('POST') },
      fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH'),
    ),
    path,
    query,
    headers,
    mutatedBody,
  )
  .map(([method, where, search, head, body]) => ({
    method,
    url: `${where}${search}`,
    headers: head,
    body,
  }));

/** Whatever the seed, enough of them get through to show that the rest was refused for what it was. */
const plain: fc.Arbitrary<Sent> = fc.constant({
  method: 'POST',
  url: '/operations/set-value',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ thing: { name: 'a', cluster: 'dev' }, value: 5 }),
});
const sent = fc.oneof({ weight: 19, arbitrary: mixed }, plain);

/** Decided here once more, by nothing that the server uses to read a request. */
function isValid({ method, url, headers: head, body }: Sent): boolean {
  const [where, search = ''] = url.split('?');
  const parameters = [...new URLSearchParams(search)];
  const names = parameters.map(([name]) => name);
  const key = head['idempotency-key'];
  return (
    method === 'POST' &&
    /^\/operations\/+set-value\/?$/.test(where ?? '') &&
    names.every(name => ['plan', 'basis', 'confirm', 'reason'].includes(name)) &&
    new Set(names).size === names.length &&
    !parameters.some(([name, value]) => name === 'plan' && value !== 'false') &&
    !names.includes('basis') &&
    (key === undefined || /^[\w.:-]{8,128}$/.test(key)) &&
    setContract.input.safeParse(asJson(body)).success
  );
}

describe('a fuzzed operation', () => {
  it(`never fails on the server, and does nothing for what is not valid: ${CASES} requests`, async () => {
    const { app, replica } = await startApp();
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(sent, async request => {
        const before = replica.world.effects.length;
        const { status, text } = await send(app, request);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const hasHappened = replica.world.effects.length > before;
        const hasBody = status < 400 || status === 404 || text.includes('"message"');
        const isRight = !hasHappened || (isValid(request) && status === 200);
        expect({ request, isServerError: status >= 500, hasBody, isRight }).toMatchObject({
          isServerError: false,
          // What is no route at all has none.
          hasBody: true,
          isRight: true,
        });
      }),
      { numRuns: CASES, endOnFailure: true },
    );
    // Otherwise nothing was tested: some get through, and most do not.
    expect(statuses.get(200)).toBeGreaterThan(CASES / 100);
    expect(statuses.get(400)).toBeGreaterThan(CASES / 10);
    expect(replica.world.effects.length).toBeGreaterThan(0);
  });
});

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function safeEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
