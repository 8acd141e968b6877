import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '@kubemate/kube-common';
import { startPostgres } from '@kubemate/test-node';
import type { Postgres } from '@kubemate/test-node';
import { Upstream } from '@kubemate/upstream-node';
import { end, freePort, kubectl, makeCertificate, PEERS } from '../../__testUtils__/peerTools';
import type { ResultsServer } from './ResultsServer';

const bin = path.join(PEERS, 'results-v0.18.0');
const ADMIN_TOKEN = 'admin-token';
const READY_MS = 30_000;
const LOG_TYPE = 'results.tekton.dev/v1alpha3.Log';
const READER = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: NAME}
rules:
- {apiGroups: [results.tekton.dev], resources: [records], verbs: [list]}
- {apiGroups: [results.tekton.dev], resources: [logs], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: NAME}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NAME}
subjects: [{kind: ServiceAccount, namespace: default, name: NAME}]
`;

/**
 * The API server of Tekton Results over TLS, of `e2e-tests/peers/results`, with a PostgreSQL of its own and the rights of the cluster that `kubeconfig`
 * names. Records are made by its REST API, logs by its gRPC, as the watcher does; {@link watch} starts the watcher itself.
 */
export class RealResults implements ResultsServer {
  readonly url: string;
  readonly #folder: string;
  readonly #ports: readonly number[];
  readonly #kubeconfig: string;
  readonly #admin: Upstream;
  #database: { postgres: Postgres; url: string } | undefined;
  #token = '';
  #api: ChildProcess | undefined;
  #watcher: ChildProcess | undefined;

  private constructor(kubeconfig: string, ports: readonly number[]) {
    this.#kubeconfig = kubeconfig;
    this.#ports = ports;
    this.#folder = mkdtempSync(path.join(tmpdir(), 'results-'));
    this.url = `https://localhost:${ports[0]}`;
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    this.#admin = new Upstream({ name: 'Results', url: this.url, headers, concurrency: 8 });
  }

  static async start(kubeconfig: string): Promise<RealResults> {
    if (!existsSync(path.join(bin, 'api')))
      throw new Error(`there is no ${bin}: bash e2e-tests/peers/results/build.sh`);
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const results = new RealResults(kubeconfig, ports);
    try {
      await results.#prepare();
      await results.keepLogs(true);
      return results;
    } catch (error) {
      await results.close();
      throw error;
    }
  }

  /** Of a service account that may do what the documentation asks for. */
  get token(): string {
    return this.#token;
  }

  async put(object: KubeObject, { result }: { result: string }): Promise<string> {
    const { uid, namespace } = object.metadata;
    const parent = `${namespace}/results/${result}`;
    await this.#create(`${namespace}/results`, { name: parent }, [200, 409]);
    const name = `${parent}/records/${uid}`;
    const data = { type: `${object.apiVersion}.${object.kind}`, value: base64(object) };
    await this.#create(`${parent}/records`, { name, data });
    return name;
  }

  async putLog(record: string, text: string): Promise<void> {
    const [namespace, , result, , uid] = record.split('/');
    const parent = `${namespace}/results/${result}`;
    const log = randomUUID();
    const value = base64({
      ...{ kind: 'Log', apiVersion: 'results.tekton.dev/v1alpha3' },
      metadata: { name: 'task-log', namespace, uid: log },
      spec: { resource: { kind: 'TaskRun', namespace, name: 'task', uid }, type: 'File' },
    });
    await this.#create(`${parent}/records`, {
      name: `${parent}/records/${log}`,
      data: { type: LOG_TYPE, value },
    });
    await this.#updateLog(`${parent}/logs/${log}`, text);
  }

  async keepLogs(keepsThem: boolean): Promise<void> {
    await end(this.#api);
    const { hostname, port, pathname } = new URL(this.#database?.url ?? '');
    const [serverPort, metricsPort] = this.#ports;
    this.#api = spawn(path.join(bin, 'api'), {
      cwd: this.#folder,
      stdio: 'ignore',
      env: {
        ...{ KUBECONFIG: this.#kubeconfig, K8S_QPS: '1000', K8S_BURST: '1000' },
        ...{ DB_HOST: hostname, DB_PORT: port, DB_NAME: pathname.slice(1), DB_USER: 'test' },
        // PostgreSQL asks nobody for it here, but the server does.
        ...{ DB_PASSWORD: 'none', LOGS_PATH: path.join(this.#folder, 'logs') },
        ...{ LOGS_API: String(keepsThem), LOGS_TYPE: 'File', TLS_PATH: this.#folder },
        ...{ SERVER_PORT: String(serverPort), PROMETHEUS_PORT: String(metricsPort) },
      },
    });
    const { token } = this;
    const headers = { authorization: `Bearer ${token}` };
    const parents = '/apis/results.tekton.dev/v1alpha2/parents';
    for (const late = Date.now() + READY_MS; ; await sleep(100)) {
      const answer = await this.#admin
        .send({ path: `${parents}/-/results/-/records`, headers })
        .catch(() => undefined);
      if (answer?.status === 200) return;
      if (this.#api.exitCode !== null || Date.now() > late)
        throw new Error(`Tekton Results did not start: ${answer?.status} ${answer?.text}`);
    }
  }

  /** Starts the watcher for one namespace. */
  async watch(namespace: string): Promise<void> {
    const settings = ['logging', 'leader-election', 'observability', 'results-retention-policy'];
    for (const name of settings.map(each => `tekton-results-config-${each}`))
      await this.kubectl([
        ...['create', 'configmap', '-n', namespace, name],
        ...(name.endsWith('observability')
          ? ['--from-literal=metrics.backend-destination=none']
          : []),
      ]);
    const [serverPort, , probesPort] = this.#ports;
    const options = [
      ...['-namespace', namespace, '-disable-ha', '-logs_api', '-auth_mode', 'token'],
      ...['-token', ADMIN_TOKEN, '-api_addr', `localhost:${serverPort}`],
    ];
    this.#watcher = spawn(path.join(bin, 'watcher'), options, {
      cwd: this.#folder,
      stdio: 'ignore',
      env: {
        ...{ KUBECONFIG: this.#kubeconfig, SSL_CERT_FILE: this.#file('tls.crt') },
        ...{ SYSTEM_NAMESPACE: namespace, KNATIVE_HEALTH_PROBES_PORT: String(probesPort) },
        METRICS_DOMAIN: 'tekton.dev/results',
        CONFIG_LOGGING_NAME: 'tekton-results-config-logging',
        CONFIG_LEADERELECTION_NAME: 'tekton-results-config-leader-election',
        CONFIG_OBSERVABILITY_NAME: 'tekton-results-config-observability',
      },
    });
  }

  kubectl(args: readonly string[], input?: string): Promise<string> {
    return kubectl(this.#kubeconfig, args, input);
  }

  async close(): Promise<void> {
    await Promise.all([end(this.#watcher), end(this.#api), this.#admin.close()]);
    await this.#database?.postgres.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #prepare(): Promise<void> {
    await makeCertificate(this.#folder);
    copyFileSync(path.join(bin, 'config'), this.#file('config'));
    const postgres = await startPostgres();
    this.#database = { postgres, url: '' };
    const { url } = await postgres.createDatabase();
    this.#database = { postgres, url };
    const name = `results-${randomUUID().slice(0, 8)}`;
    await this.kubectl(['create', 'serviceaccount', '-n', 'default', name]);
    await this.kubectl(['create', '-f', '-'], READER.replaceAll('NAME', name));
    this.#token = (await this.kubectl(['create', 'token', '-n', 'default', name])).trim();
  }

  async #create(below: string, object: object, expected: readonly number[] = [200]) {
    const { status, text } = await this.#admin.send({
      method: 'POST',
      path: `/apis/results.tekton.dev/v1alpha2/parents/${below}`,
      body: { type: 'application/json', text: JSON.stringify(object) },
    });
    if (!expected.includes(status)) throw new Error(`${below}: ${status} ${text}`);
  }

  /** `UpdateLog` of `tekton.results.v1alpha2.Logs`, which REST has not. */
  async #updateLog(name: string, text: string): Promise<void> {
    const session = connect(this.url);
    try {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/tekton.results.v1alpha2.Logs/UpdateLog',
        'content-type': 'application/grpc',
        te: 'trailers',
        authorization: `Bearer ${ADMIN_TOKEN}`,
      });
      const status = once(stream, 'trailers');
      const message = Buffer.concat([field(1, name), field(2, text)]);
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(message.length, 1);
      stream.resume().end(Buffer.concat([prefix, message]));
      const [trailers] = await status;
      if (trailers['grpc-status'] !== '0') throw new Error(`log: ${JSON.stringify(trailers)}`);
    } finally {
      session.close();
    }
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}

/** Of a message of protobuf: text of a numbered field. */
function field(number: number, text: string): Buffer {
  const bytes = Buffer.from(text);
  const size: number[] = [];
  for (let rest = bytes.length; ; rest >>= 7) {
    if (rest < 0x80) {
      size.push(rest);
      break;
    }
    size.push((rest & 0x7f) | 0x80);
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...size]), bytes]);
}

function base64(object: object): string {
  return Buffer.from(JSON.stringify(object)).toString('base64');
}
