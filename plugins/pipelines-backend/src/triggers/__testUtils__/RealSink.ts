import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import type { KubeObject } from '@kubemate/kube-common';
import { Upstream } from '@kubemate/upstream-node';
import { LISTENER, triggerObjects } from './describeTriggerCases';
import type { TriggerHost } from './describeTriggerCases';
import { BODY, FAILS } from './celCases';
import { eventOf, TRIGGER_CASES } from './triggerCases';
import type { TriggerCase } from './caseParts';

const run = promisify(execFile);
/** Loopback only: the sink. */
const { fetch: request } = globalThis;
const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const peers = process.env.KUBEMATE_PEERS ?? path.join(cache, 'kubemate-peers/bin');
const bin = path.join(peers, 'triggers-v0.34.0');
const CORE = ['cel', 'github', 'gitlab', 'bitbucket'];
const READY_MS = 30_000;
const EVENT_ID = 'triggers.tekton.dev/triggers-eventid';
/** An event that is stopped is told at this level alone. */
const LOGGING = {
  level: 'debug',
  encoding: 'json',
  outputPaths: ['stdout'],
  errorOutputPaths: ['stderr'],
  encoderConfig: { levelKey: 'level', messageKey: 'msg' },
};

/** The sink of Tekton Triggers and its core interceptors, of `e2e-tests/peers/triggers`, over the objects of all cases in a namespace of a real cluster. */
export class RealSink implements TriggerHost {
  readonly #kubeconfig: string;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'triggers-'));
  readonly #namespace = `compared-${Math.random().toString(36).slice(2, 8)}`;
  readonly #processes: ChildProcess[] = [];
  #port = 0;
  #core: Upstream | undefined;
  #told = '';
  #looking: Promise<Map<string, KubeObject[]>> | undefined;

  private constructor(kubeconfig: string) {
    this.#kubeconfig = kubeconfig;
  }

  static async start(kubeconfig: string): Promise<RealSink> {
    if (!existsSync(path.join(bin, 'sink')))
      throw new Error(`there is no ${bin}: bash e2e-tests/peers/triggers/build.sh`);
    const sink = new RealSink(kubeconfig);
    try {
      await sink.#prepare();
      return sink;
    } catch (error) {
      await sink.close();
      throw error;
    }
  }

  async send(each: TriggerCase, at: number): Promise<readonly KubeObject[]> {
    const { text, headers } = eventOf(each, at);
    const answer = await request(`http://127.0.0.1:${this.#port}`, {
      ...{ method: 'POST', body: text },
      headers: { 'content-type': 'application/json', ...headers },
    });
    if (answer.status !== 202) throw new Error(`the sink answered ${answer.status}`);
    const { eventID } = await answer.json();
    for (const end = Date.now() + READY_MS; ; await sleep(300)) {
      const runs = (await this.#runs()).get(eventID) ?? [];
      const isOver = this.#isOver(eventID, at);
      const most = Object(each.template).spec?.resourcetemplates?.length ?? 1;
      if (isOver || runs.length >= most) return runs;
      if (Date.now() > end) throw new Error(`nothing came of it: ${this.#told.slice(-2000)}`);
    }
  }

  async evaluate(expression: string): Promise<unknown> {
    const { text, status } = await this.#interceptors().send({
      ...{ method: 'POST', path: '/cel' },
      body: {
        type: 'application/json',
        text: JSON.stringify({
          ...{ body: JSON.stringify(BODY), header: { 'X-Github-Event': ['push'] } },
          extensions: {},
          interceptor_params: { overlays: [{ key: 'v', expression }] },
          context: {
            event_url: '/',
            event_id: 'e',
            trigger_id: `namespaces/${this.#namespace}/triggers/x`,
          },
        }),
      },
    });
    if (status !== 200) throw new Error(`the interceptors answered ${status}`);
    const answer = JSON.parse(text);
    return answer.continue ? answer.extensions.v : FAILS;
  }

  async close(): Promise<void> {
    await this.#core?.close();
    await Promise.all(
      this.#processes.map(async child => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      }),
    );
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** It says of what it cannot make that, and of what it stops: in a group without saying which, of which there is one for each case. */
  #isOver(eventId: string, at: number): boolean {
    const lines = this.#told.split('\n').filter(line => line.includes(eventId));
    const ofTrigger = lines.filter(line => line.includes(`/trigger":"case-${at}"`));
    if (ofTrigger.some(line => /interceptor stopped|"level":"error"/i.test(line))) return true;
    const ofGroups = lines.filter(
      line => line.includes('interceptor stopped') && !line.includes('/trigger":'),
    );
    return ofGroups.length === TRIGGER_CASES.length;
  }

  #interceptors(): Upstream {
    if (this.#core === undefined) throw new Error('the interceptors are not started');
    return this.#core;
  }

  /** By event; asked once for all who wait. */
  #runs(): Promise<Map<string, KubeObject[]>> {
    this.#looking ??= this.#kubectl(['get', 'pipelineruns', '-n', this.#namespace, '-o', 'json'])
      .then(text => {
        const { items }: { items: KubeObject[] } = JSON.parse(text);
        const runs = new Map<string, KubeObject[]>();
        for (const item of items) {
          const event = item.metadata.labels?.[EVENT_ID] ?? '';
          runs.set(event, [...(runs.get(event) ?? []), item]);
        }
        return runs;
      })
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  async #prepare(): Promise<void> {
    const certificate = path.join(this.#folder, 'tls.crt');
    const key = path.join(this.#folder, 'tls.key');
    const names = 'subjectAltName=DNS:localhost';
    const asked = `-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext ${names}`;
    await run('openssl', ['req', ...asked.split(' '), '-keyout', key, '-out', certificate]);
    const [port, interceptorPort, metricsPort] = await Promise.all([
      freePort(),
      freePort(),
      freePort(),
    ]);
    this.#port = port;
    const authority = readFileSync(certificate, 'utf8');
    setDefaultCACertificates([...getCACertificates('default'), authority]);
    const caBundle = Buffer.from(authority).toString('base64');
    const url = `https://localhost:${interceptorPort}`;
    this.#core = new Upstream({ name: 'the interceptors', url, concurrency: 4 });
    const interceptors = CORE.map(name => ({
      ...{ apiVersion: 'triggers.tekton.dev/v1alpha1', kind: 'ClusterInterceptor' },
      metadata: { name, labels: { 'server/type': 'https' } },
      spec: { clientConfig: { caBundle, url: `${url}/${name}` } },
    }));
    await this.#kubectl(['create', 'namespace', this.#namespace]);
    await this.#apply(interceptors);
    await this.#apply(triggerObjects());
    const address = `127.0.0.1:${interceptorPort}`;
    this.#spawn('interceptors', [address, certificate, key]);
    const sink = this.#spawn(
      'sink',
      ['-el-name', LISTENER, '-el-namespace', this.#namespace, '-port', String(port)],
      {
        ...{ NAMESPACE: this.#namespace, NAME: LISTENER, SYSTEM_NAMESPACE: this.#namespace },
        K_LOGGING_CONFIG: JSON.stringify({ 'zap-logger-config': JSON.stringify(LOGGING) }),
        METRICS_PROMETHEUS_PORT: String(metricsPort),
      },
    );
    sink.stdout?.on('data', chunk => {
      this.#told += chunk;
    });
    for (const end = Date.now() + READY_MS; ; await sleep(100)) {
      const live = await request(`http://127.0.0.1:${port}/live`).catch(() => undefined);
      if (live?.ok) return;
      if (sink.exitCode !== null || Date.now() > end)
        throw new Error(`the sink did not start: ${this.#told.slice(-2000)}`);
    }
  }

  async #apply(items: readonly object[]): Promise<void> {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    await this.#kubectl(['apply', '--server-side', '-n', this.#namespace, '-f', '-'], text);
  }

  async #kubectl(args: readonly string[], input?: string): Promise<string> {
    const options = [`--kubeconfig=${this.#kubeconfig}`, ...args];
    const running = run(path.join(peers, 'kubectl'), options, { maxBuffer: 64 * 1024 * 1024 });
    running.child.stdin?.end(input);
    return (await running).stdout;
  }

  #spawn(name: string, args: readonly string[], env: object = {}): ChildProcess {
    const child = spawn(path.join(bin, name), args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { KUBECONFIG: this.#kubeconfig, ...env },
    });
    child.stdout?.resume();
    this.#processes.push(child);
    return child;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
