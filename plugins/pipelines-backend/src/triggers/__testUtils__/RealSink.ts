import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '@kubemate/kube-common';
import { Upstream } from '@kubemate/upstream-node';
import { end, freePort, kubectl, makeCertificate, PEERS } from '../../__testUtils__/peerTools';
import type { TriggerCase } from './caseParts';
import { BODY, FAILS } from './celCases';
import { INLINE_LISTENER, LISTENER, triggerObjects } from './describeTriggerCases';
import type { TriggerHost } from './describeTriggerCases';
import { eventOf, TRIGGER_CASES } from './triggerCases';

/** Loopback only: the sink. */
const { fetch: request } = globalThis;
const bin = path.join(PEERS, 'triggers-v0.34.0');
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
  /** Of the sinks, by their listener. */
  readonly #ports = new Map<string, number>();
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
    const eventID = await this.#post(LISTENER, eventOf(each, at));
    for (const late = Date.now() + READY_MS; ; await sleep(300)) {
      const runs = (await this.#runs()).get(eventID) ?? [];
      const isOver = this.#isOver(eventID, at);
      const most = Object(each.template).spec?.resourcetemplates?.length ?? 1;
      if (isOver || runs.length >= most) return runs;
      if (Date.now() > late) throw new Error(`nothing came of it: ${this.#told.slice(-2000)}`);
    }
  }

  async sendInline(count: number): Promise<readonly KubeObject[]> {
    const eventID = await this.#post(INLINE_LISTENER, eventOf({ title: '', made: [] }, 0));
    for (const late = Date.now() + READY_MS; ; await sleep(300)) {
      const runs = (await this.#runs()).get(eventID) ?? [];
      if (runs.length >= count || Date.now() > late) return runs;
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
    await Promise.all(this.#processes.map(end));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The id of the event. */
  async #post(listener: string, { text, headers }: ReturnType<typeof eventOf>): Promise<string> {
    const answer = await request(`http://127.0.0.1:${this.#ports.get(listener)}`, {
      ...{ method: 'POST', body: text },
      headers: { 'content-type': 'application/json', ...headers },
    });
    if (answer.status !== 202) throw new Error(`the sink answered ${answer.status}`);
    return (await answer.json()).eventID;
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
    const { certificate, key, authority } = await makeCertificate(this.#folder);
    const port = await freePort();
    const url = `https://localhost:${port}`;
    this.#core = new Upstream({ name: 'the interceptors', url, concurrency: 4 });
    const caBundle = Buffer.from(authority).toString('base64');
    const interceptors = CORE.map(name => ({
      ...{ apiVersion: 'triggers.tekton.dev/v1alpha1', kind: 'ClusterInterceptor' },
      metadata: { name, labels: { 'server/type': 'https' } },
      spec: { clientConfig: { caBundle, url: `${url}/${name}` } },
    }));
    await this.#kubectl(['create', 'namespace', this.#namespace]);
    await this.#apply([...interceptors, ...triggerObjects()]);
    this.#spawn('interceptors', [`127.0.0.1:${port}`, certificate, key]);
    await Promise.all([LISTENER, INLINE_LISTENER].map(listener => this.#startSink(listener)));
  }

  async #startSink(listener: string): Promise<void> {
    const [port, metricsPort] = await Promise.all([freePort(), freePort()]);
    this.#ports.set(listener, port);
    const options = ['-el-name', listener, '-el-namespace', this.#namespace];
    const sink = this.#spawn('sink', [...options, '-port', String(port)], {
      ...{ NAMESPACE: this.#namespace, NAME: listener, SYSTEM_NAMESPACE: this.#namespace },
      K_LOGGING_CONFIG: JSON.stringify({ 'zap-logger-config': JSON.stringify(LOGGING) }),
      METRICS_PROMETHEUS_PORT: String(metricsPort),
    });
    sink.stdout?.on('data', chunk => {
      this.#told += chunk;
    });
    for (const late = Date.now() + READY_MS; ; await sleep(100)) {
      const live = await request(`http://127.0.0.1:${port}/live`).catch(() => undefined);
      if (live?.ok) return;
      if (sink.exitCode !== null || Date.now() > late)
        throw new Error(`the sink did not start: ${this.#told.slice(-2000)}`);
    }
  }

  async #apply(items: readonly object[]): Promise<void> {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    await this.#kubectl(['apply', '--server-side', '-n', this.#namespace, '-f', '-'], text);
  }

  #kubectl(args: readonly string[], input?: string): Promise<string> {
    return kubectl(this.#kubeconfig, args, input);
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
