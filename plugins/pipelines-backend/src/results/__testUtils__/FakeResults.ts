import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject } from '@kubemate/kube-common';
import { Environment } from '@marcbachmann/cel-js';
import type { ResultsServer } from './ResultsServer';

const ROOT = '/apis/results.tekton.dev/v1alpha2/parents/';
/** `LOGS_BUFFER_SIZE`, as it is installed. */
const CHUNK = 32 * 1024;
const ORDER = /^(create_time|update_time)(?: (asc|desc))?$/;

interface Stored {
  readonly name: string;
  readonly type: string;
  readonly object: object;
  readonly uid: string;
  readonly create_time: string;
  readonly update_time: string;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    /** Of gRPC. */
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A stand-in for the API server of Tekton Results, held to v0.18.0 by `results.peer.test.ts`: names of
 * records, CEL over `name`, `data_type` and `data`, order, page tokens that hold for one question, pages of 5 to 10000, 401 for all that may not be.
 */
export class FakeResults implements ResultsServer {
  readonly #server = createServer((request, response) => this.#serve(request, response));
  readonly #records: Stored[] = [];
  readonly #logs = new Map<string, string>();
  /** As the portal's token reads it; what is asked without is refused. */
  readonly token = 'results-token';
  #keepsLogs = true;

  static async start(): Promise<FakeResults> {
    const results = new FakeResults();
    await new Promise<void>(resolve => results.#server.listen(0, '127.0.0.1', resolve));
    return results;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async put(object: KubeObject, { result, at }: { result: string; at: string }): Promise<string> {
    const { uid, namespace } = object.metadata;
    const name = `${namespace}/results/${result}/records/${uid}`;
    const type = `${object.apiVersion.replace('/', '/')}.${object.kind}`;
    const times = { create_time: at, update_time: at };
    this.#records.push({ name, type, object, uid: randomUUID(), ...times });
    return name;
  }

  async putLog(record: string, text: string): Promise<void> {
    this.#logs.set(record.replace('/records/', '/logs/'), text);
  }

  async keepLogs(keepsThem: boolean): Promise<void> {
    this.#keepsLogs = keepsThem;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://results');
    const answer = (status: number, body: string | Buffer) => {
      const ofGateway = { 'grpc-metadata-content-type': 'application/grpc' };
      response.writeHead(status, { 'content-type': 'application/json', ...ofGateway });
      response.end(body);
    };
    try {
      if (request.headers.authorization !== `Bearer ${this.token}`)
        throw new Refusal(401, 16, 'permission denied');
      const below = decodeURIComponent(url.pathname.slice(ROOT.length));
      if (!url.pathname.startsWith(ROOT)) throw new Refusal(404, 5, 'Not Found');
      const [parent = '', , result = '', part, uid] = below.split('/');
      if (part === 'logs' && uid !== undefined) answer(200, this.#log(below));
      else if (part === 'records' && uid === undefined)
        answer(200, JSON.stringify(this.#list(parent, result, url)));
      else throw new Refusal(404, 5, 'Not Found');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message } = error;
      answer(status, JSON.stringify({ code, message, details: [] }));
    }
  }

  /** In chunks, with a newline after each. */
  #log(name: string): Buffer {
    if (!this.#keepsLogs) throw new Refusal(404, 5, 'Not Found');
    const text = this.#logs.get(name);
    if (text === undefined) throw new Refusal(404, 5, "Log doesn't exist");
    const bytes = Buffer.from(text);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += CHUNK)
      parts.push(bytes.subarray(at, at + CHUNK), Buffer.from('\n'));
    return Buffer.concat(parts);
  }

  #list(parent: string, result: string, { searchParams: query }: URL) {
    const size = Number(query.get('page_size') ?? 50);
    if (size < 5 || size > 10_000) throw new Refusal(400, 3, `invalid page size (${size})`);
    const filter = query.get('filter') ?? '';
    const orderBy = query.get('order_by') ?? '';
    const start = startOf(query.get('page_token'), { filter, orderBy });
    const found = this.#records
      .filter(({ name }) => {
        const [inParent, , inResult] = name.split('/');
        return (parent === '-' || inParent === parent) && (result === '-' || inResult === result);
      })
      .filter(record => holds(record, filter))
      .sort(byOrder(orderBy));
    const page = found.slice(start, start + size);
    const next = found.length > start + size ? tokenOf({ filter, orderBy, at: start + size }) : '';
    return {
      records: page.map(({ name, type, object, uid, ...times }) => ({
        ...{ name, id: uid, uid, ...times, etag: `${uid}-1` },
        ...{ created_time: times.create_time, updated_time: times.update_time },
        data: { type, value: Buffer.from(JSON.stringify(object)).toString('base64') },
      })),
      // Fields without a value are left out: protojson does so.
      ...(next === '' ? {} : { next_page_token: next }),
    };
  }
}

/** A field that is not there is null in PostgreSQL, and no condition on it holds. */
function holds({ name, type, object }: Stored, filter: string): boolean {
  if (filter === '') return true;
  const env = new Environment({ unlistedVariablesAreDyn: false })
    .registerVariable('name', 'string')
    .registerVariable('data_type', 'string')
    .registerVariable('data', 'dyn');
  const program = env.parse(filter);
  try {
    return program({ name, data_type: type, data: object }) === true;
  } catch (error) {
    if (/no such (key|field)|undefined/i.test(String(error))) return false;
    throw new Refusal(400, 3, `invalid filter: ${error}`);
  }
}

function byOrder(orderBy: string) {
  if (orderBy === '') return (a: Stored, b: Stored) => (a.uid < b.uid ? -1 : 1);
  const [, field, direction = 'asc'] = ORDER.exec(orderBy) ?? [];
  if (field === undefined) throw new Refusal(400, 3, `invalid order by statement: ${orderBy}`);
  const sign = direction === 'desc' ? -1 : 1;
  const keyOf = (record: Stored) =>
    field === 'create_time' ? record.create_time : record.update_time;
  return (a: Stored, b: Stored) => sign * keyOf(a).localeCompare(keyOf(b));
}

interface Position {
  readonly filter: string;
  readonly orderBy: string;
  readonly at: number;
}

function tokenOf(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function startOf(token: string | null, asked: Omit<Position, 'at'>): number {
  if (token === null) return 0;
  const { filter, orderBy, at }: Position = JSON.parse(
    Buffer.from(token, 'base64url').toString('utf8'),
  );
  if (filter !== asked.filter || orderBy !== asked.orderBy)
    throw new Refusal(400, 3, 'the provided filter differs from the value of the previous query');
  return at;
}
