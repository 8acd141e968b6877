import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  EXEC_PROTOCOL,
  EXEC_TICKET_PREFIX,
  execServerMessageSchema,
  execStartedSchema,
  podRoutes,
} from '@kubemate/plugin-clusters-common';
import type { ExecClientMessage, ExecServerMessage } from '@kubemate/plugin-clusters-common';
import request from 'supertest';
import { WebSocket } from 'ws';
import { FakeKubeService } from '../__testUtils__/FakeKubeService';
import { ScriptedExec } from '../__testUtils__/ScriptedExec';
import { startRouter } from '../__testUtils__/startRouter';

const BODY = {
  cluster: 'dev',
  namespace: 'shop',
  pod: 'cart-1',
  container: 'web',
  command: ['sh'],
};
const KIB = 1024;

let directory: string;
const servers: Server[] = [];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'recordings-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await rm(directory, { recursive: true, force: true });
});

/** What a page does with the socket. */
class Browser {
  readonly socket: WebSocket;
  readonly said: ExecServerMessage[] = [];
  readonly closed: Promise<number>;
  output = '';
  stderr = '';
  #wake = () => {};

  constructor(port: number, ticket: string, headers: Record<string, string>) {
    this.socket = new WebSocket(
      `ws://127.0.0.1:${port}/api/clusters/exec/socket`,
      [EXEC_PROTOCOL, `${EXEC_TICKET_PREFIX}${ticket}`],
      { headers },
    );
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        if (data[0] === 1) this.output += data.subarray(1).toString();
        else this.stderr += data.subarray(1).toString();
      } else {
        this.said.push(execServerMessageSchema.parse(JSON.parse(data.toString())));
      }
      this.#wake();
    });
    this.socket.on('error', () => {});
    this.closed = new Promise(resolve => {
      this.socket.on('close', resolve);
    });
  }

  async greet(received = 0): Promise<this> {
    await new Promise(resolve => this.socket.once('open', resolve));
    this.say({ type: 'hello', received });
    return this;
  }

  say(message: ExecClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  async until(test: () => boolean): Promise<void> {
    while (!test())
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
  }
}

async function start(options: { expiresAt?: Date } = {}) {
  const processes: ScriptedExec[] = [];
  const kube = new FakeKubeService();
  const requests: object[] = [];
  kube.openExec = async (asked, viewer) => {
    requests.push({ ...asked, user: viewer.userEntityRef });
    const process = new ScriptedExec();
    processes.push(process);
    return process;
  };
  const router = startRouter(kube, { ...options, recordings: { directory } });
  const server = createServer(router.app);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const http = request(server);
  const open = async (body: object = BODY) => {
    const { status, body: answer } = await http.post('/operations/open-terminal').send(body);
    expect({ status, answer }).toMatchObject({ status: 200 });
    return execStartedSchema.parse(answer.output).session;
  };
  const ticketFor = async (session: string) => {
    const { body } = await http.post(`/exec/sessions/${session}/tickets`).send({});
    return podRoutes.createExecTicket.response.parse(body).ticket;
  };
  const { port } = server.address() as AddressInfo;
  const connect = (ticket: string, headers: Record<string, string> = {}) =>
    new Browser(port, ticket, headers);
  return { ...router, kube, http, processes, requests, open, ticketFor, connect };
}

async function eventually(test: () => boolean): Promise<void> {
  while (!test()) await new Promise(resolve => setTimeout(resolve, 5));
}

const settle = () => new Promise(resolve => setTimeout(resolve, 60));

describe('a terminal', () => {
  it('starts as the caller, carries input, output and sizes, and says how it ended', async () => {
    const { open, ticketFor, connect, processes, requests } = await start();
    const session = await open({ ...BODY, columns: 100, rows: 30 });
    expect(requests).toEqual([{ ...BODY, tty: true, stdin: true, user: 'user:default/mock' }]);
    const browser = await connect(await ticketFor(session)).greet();
    processes[0]?.print('$ ');
    processes[0]?.print('oops', 'stderr');
    await browser.until(() => browser.stderr !== '');
    expect([browser.output, browser.stderr]).toEqual(['$ ', 'oops']);
    browser.socket.send(Buffer.from('ls\r'));
    browser.say({ type: 'resize', columns: 120, rows: 40 });
    browser.say({ type: 'end-input' });
    await eventually(() => processes[0]?.inputEnded === true);
    expect(processes[0]?.input).toEqual(['ls\r']);
    expect(processes[0]?.sizes).toEqual([
      { columns: 100, rows: 30 },
      { columns: 120, rows: 40 },
    ]);
    processes[0]?.print('bye');
    processes[0]?.end({ type: 'exited', exitCode: 3 });
    expect(await browser.closed).toBe(1000);
    expect(browser.output).toBe('$ bye');
    expect(browser.said).toEqual([
      { type: 'attached', from: 0, lost: 0 },
      { type: 'ended', end: { type: 'exited', exitCode: 3 } },
    ]);
  });

  it('joins the container’s own process where no command is given', async () => {
    const { open, requests } = await start();
    const { command, ...body } = BODY;
    await open(body);
    expect(requests[0]).toMatchObject({ command: 'attach' });
  });

  it('tells a revoked right', async () => {
    const { open, ticketFor, connect, processes } = await start();
    const browser = await connect(await ticketFor(await open())).greet();
    processes[0]?.end({ type: 'revoked', reason: 'you may no longer create pods/exec' });
    await browser.closed;
    expect(browser.said.at(-1)).toEqual({
      type: 'ended',
      end: { type: 'revoked', reason: 'you may no longer create pods/exec' },
    });
  });

  it('goes on where it was when the connection breaks, without losing or repeating a byte', async () => {
    const { open, ticketFor, connect, processes } = await start();
    const session = await open();
    const first = await connect(await ticketFor(session)).greet();
    processes[0]?.print('one ');
    await first.until(() => first.output === 'one ');
    first.socket.terminate();
    await first.closed;
    processes[0]?.print('two ');
    processes[0]?.print('three');
    const second = await connect(await ticketFor(session)).greet(first.output.length);
    await second.until(() => second.output.endsWith('three'));
    expect(second.output).toBe('two three');
    expect(second.said[0]).toEqual({ type: 'attached', from: 4, lost: 0 });
    const reloaded = await connect(await ticketFor(session)).greet(0);
    await reloaded.until(() => reloaded.output.endsWith('three'));
    expect(reloaded.output).toBe('one two three');
    expect(await second.closed).toBe(4409);
  });

  it('waits half a minute for its browser, then ends', async () => {
    const { open, ticketFor, connect, processes, clock, http } = await start();
    const session = await open();
    const browser = await connect(await ticketFor(session)).greet();
    await browser.until(() => browser.said.length > 0);
    clock.advance(60_000);
    browser.socket.terminate();
    await settle();
    clock.advance(29_000);
    await ticketFor(session);
    clock.advance(1_500);
    expect(await processes[0]?.ended).toEqual({ type: 'closed' });
    await settle();
    const ask = () => http.post(`/exec/sessions/${session}/tickets`).send({});
    let { status } = await ask();
    while (status === 200) {
      clock.advance(30_000);
      ({ status } = await ask());
    }
    expect(status).toBe(404);
  });

  it('stops reading the process while the browser lags, and keeps no more than that', async () => {
    const { open, ticketFor, connect, processes } = await start();
    const browser = await connect(await ticketFor(await open())).greet();
    const block = 'x'.repeat(32 * KIB);
    for (let count = 0; count < 64; count++) processes[0]?.print(block);
    await eventually(() => processes[0]?.taken === 256 * KIB);
    await settle();
    expect(processes[0]?.taken).toBe(256 * KIB);
    const total = 64 * 32 * KIB;
    while (browser.output.length < total) {
      const received = browser.output.length;
      browser.say({ type: 'ack', received });
      await browser.until(() => browser.output.length > received);
    }
    expect(browser.output.length).toBe(total);
  });

  it('is limited to five a person', async () => {
    const { open, http, processes } = await start();
    for (let count = 0; count < 5; count++) await open();
    const sixth = await http.post('/operations/open-terminal').send(BODY);
    expect(sixth.status).toBe(409);
    expect(sixth.body.error.message).toContain('5 terminals');
    processes[0]?.end({ type: 'exited', exitCode: 0 });
    await settle();
    await open();
  });

  it('loses its socket with the sign-in behind it, and lives on for the next', async () => {
    const expiresAt = new Date(1_700_000_010_000);
    const { open, ticketFor, connect, clock, processes } = await start({ expiresAt });
    const session = await open();
    const browser = await connect(await ticketFor(session)).greet();
    await browser.until(() => browser.said.length > 0);
    clock.advance(expiresAt.getTime() - clock.now());
    expect(await browser.closed).toBe(4401);
    processes[0]?.print('still here');
    const next = await connect(await ticketFor(session)).greet();
    await next.until(() => next.output === 'still here');
  });
});

describe('the WebSocket of terminals', () => {
  const refused = (browser: Browser) =>
    new Promise<number>(resolve => {
      browser.socket.once('unexpected-response', (_, response) => {
        resolve(response.statusCode ?? 0);
        browser.socket.terminate();
      });
    });

  it('takes a ticket once, within 30 s', async () => {
    const { open, ticketFor, connect, clock } = await start();
    const session = await open();
    const ticket = await ticketFor(session);
    await connect(ticket).greet();
    expect(await refused(connect(ticket))).toBe(401);
    const late = await ticketFor(session);
    clock.advance(30_000);
    expect(await refused(connect(late))).toBe(401);
    expect(await refused(connect(''))).toBe(401);
    expect(await refused(connect('guess'))).toBe(401);
  });

  it('refuses pages of other sites, and paths that are not its own', async () => {
    const { open, ticketFor, connect, http } = await start();
    const session = await open();
    const bad = connect(await ticketFor(session), { origin: 'http://evil.example' });
    expect(await refused(bad)).toBe(403);
    await connect(await ticketFor(session), { origin: 'http://portal.example' }).greet();
    const { port } = new URL(http.get('/').url);
    const other = new WebSocket(`ws://127.0.0.1:${port}/api/other`);
    const status = await new Promise(resolve => {
      other.on('unexpected-response', (_, response) => resolve(response.statusCode));
      other.on('error', () => {});
    });
    expect(status).toBe(404);
  });

  it.each([
    ['text that is no JSON', 'ls'],
    ['an unknown message', '{"type":"sudo"}'],
    ['a number out of range', '{"type":"resize","columns":1e9,"rows":1}'],
    ['a second hello', '{"type":"hello","received":0}'],
  ])('closes at %s', async (_, text) => {
    const { open, ticketFor, connect } = await start();
    const browser = await connect(await ticketFor(await open())).greet();
    browser.socket.send(text);
    expect(await browser.closed).toBe(4400);
  });

  it('closes at input before the hello, and at a message too large', async () => {
    const { open, ticketFor, connect, processes } = await start();
    const rude = connect(await ticketFor(await open()));
    await new Promise(resolve => rude.socket.once('open', resolve));
    rude.socket.send(Buffer.from('rm -rf /\r'));
    expect(await rude.closed).toBe(4400);
    expect(processes[0]?.input).toEqual([]);
    const large = await connect(await ticketFor(await open())).greet();
    large.socket.send(Buffer.alloc(64 * KIB + 1));
    expect(await large.closed).toBe(1009);
  });

  it('ends a connection that answers no pings', async () => {
    const { open, ticketFor, connect, clock } = await start();
    const browser = await connect(await ticketFor(await open())).greet();
    await browser.until(() => browser.said.length > 0);
    browser.socket.pause();
    clock.advance(15_000);
    await settle();
    clock.advance(15_000);
    browser.socket.resume();
    expect(await browser.closed).toBe(1006);
  });
});

describe('what is recorded', () => {
  it('is every keystroke, all output and each size, for the person and for those with the right', async () => {
    const { open, ticketFor, connect, processes, http, kube, clock } = await start();
    kube.deny = ({ resource }) => resource.plural === 'execrecordings';
    const session = await open();
    const browser = await connect(await ticketFor(session)).greet();
    await browser.until(() => browser.said.length > 0);
    clock.advance(1_500);
    browser.socket.send(Buffer.from('ls 中\r'));
    await eventually(() => processes[0]?.input.length === 1);
    const bytes = Buffer.from('文件\r\n');
    processes[0]?.print(bytes.subarray(0, 2));
    processes[0]?.print(bytes.subarray(2));
    browser.say({ type: 'resize', columns: 100, rows: 30 });
    await eventually(() => processes[0]?.sizes.length === 2);
    processes[0]?.end({ type: 'exited', exitCode: 0 });
    await browser.closed;
    await settle();

    const query = 'cluster=dev&namespace=shop';
    const { body: list } = await http.get(`/exec/recordings?${query}`);
    expect(podRoutes.listExecRecordings.response.parse(list)).toEqual(list);
    expect(list).toMatchObject({
      scope: 'own',
      items: [{ id: session, user: 'user:default/mock', end: { type: 'exited', exitCode: 0 } }],
    });
    const { body: cast } = await http.get(`/exec/recordings/${session}`);
    expect(podRoutes.readExecRecording.response.parse(cast)).toEqual(cast);
    const texts = (kind: string) =>
      cast.events.filter((event: string[]) => event[1] === kind).map((event: string[]) => event[2]);
    expect(texts('i')).toEqual(['ls 中\r']);
    expect(texts('o').join('')).toBe('文件\r\n');
    expect(texts('r')).toEqual(['100x30']);
    expect(cast.events[0]).toEqual([1.5, 'i', 'ls 中\r']);

    const [day = ''] = await readdir(directory);
    for (const file of await readdir(path.join(directory, day)))
      expect((await stat(path.join(directory, day, file))).mode & 0o077).toBe(0);
  });

  it('is nobody else’s without the right, not even its existence', async () => {
    const { open, http, kube } = await start();
    const session = await open();
    const [day = ''] = await readdir(directory);
    const file = path.join(directory, day, `${session}.json`);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('user:default/mock', 'user:default/other'));
    const read = () => http.get(`/exec/recordings/${session}`);
    expect((await read()).status).toBe(200);
    kube.deny = ({ resource }) => resource.plural === 'execrecordings';
    expect((await read()).status).toBe(404);
    const { body } = await http.get('/exec/recordings?cluster=dev&namespace=shop');
    expect(body.items).toEqual([]);
    expect((await http.get('/exec/recordings/..%2f..%2fetc')).status).toBe(400);
  });

  it('must be possible, else no terminal opens', async () => {
    const { http, processes } = await start();
    await rm(directory, { recursive: true });
    await writeFile(directory, 'not a folder');
    const { status, body } = await http.post('/operations/open-terminal').send(BODY);
    expect([status, body.error.message]).toEqual([
      503,
      expect.stringContaining('cannot be recorded'),
    ]);
    expect(await processes[0]?.ended).toEqual({ type: 'closed' });
  });
});
