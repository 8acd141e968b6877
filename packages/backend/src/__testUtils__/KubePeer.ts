import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './freePort';

const run = promisify(execFile);
const READY_MS = 60_000;

const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const bin = process.env.KUBEMATE_PEERS ?? path.join(cache, 'kubemate-peers/bin');

/** Why no real API server can be started here; undefined where one can. `npm test` builds it where Go is there. */
export const whyNoKubePeer = ['etcd', 'kube-apiserver', 'kubectl'].every(name =>
  existsSync(path.join(bin, name)),
)
  ? undefined
  : `there is no kube-apiserver in ${bin}: bash e2e-tests/peers/kube/build.sh`;

/** A certificate for localhost that is its own authority. */
export async function selfSigned(folder: string) {
  const certFile = path.join(folder, 'tls.crt');
  const keyFile = path.join(folder, 'tls.key');
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const options = `-x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext ${names}`;
  await run('openssl', ['req', ...options.split(' '), '-keyout', keyFile, '-out', certFile]);
  return { certFile, keyFile };
}

/** A folder of its own under the system's, and the way to remove it. */
export async function temporaryFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubemate-identity-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

interface KubePeerOptions {
  readonly folder: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string };
  /** The OpenID provider whose tokens it takes, as `oidc:<email>` and `oidc:<group>`; none where absent. */
  readonly issuer?: string;
  /** A kubeconfig of where it tells its audit events, besides its log. */
  readonly auditWebhook?: string;
}

/** A kube-apiserver with its etcd and nothing else: no controllers, no nodes. */
export class KubePeer {
  readonly adminToken = 'admin-token';
  /** Of the user `portal`, without any right at first. */
  readonly portalToken = 'portal-token';
  private readonly processes: ChildProcess[] = [];

  private constructor(
    private readonly options: KubePeerOptions,
    readonly server: string,
  ) {}

  static async start(options: KubePeerOptions): Promise<KubePeer> {
    const [port, etcdPort, peerPort] = await Promise.all([freePort(), freePort(), freePort()]);
    const peer = new KubePeer(options, `https://localhost:${port}`);
    try {
      const etcd = `http://127.0.0.1:${etcdPort}`;
      await peer.writeFiles();
      peer.spawn('etcd', [
        `--data-dir=${peer.file('etcd')}`,
        `--listen-client-urls=${etcd}`,
        `--advertise-client-urls=${etcd}`,
        `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
        '--unsafe-no-fsync',
        '--log-level=error',
      ]);
      peer.spawn('kube-apiserver', [
        `--etcd-servers=${etcd}`,
        `--secure-port=${port}`,
        ...peer.serverFlags(),
      ]);
      await peer.ready();
      return peer;
    } catch (error) {
      await peer.stop();
      throw error;
    }
  }

  /** Output of kubectl with a token's rights. */
  async kubectl(token: string, args: readonly string[]): Promise<string> {
    const { certFile } = this.options.tls;
    const { stdout } = await run(path.join(bin, 'kubectl'), [
      '--kubeconfig=/dev/null',
      `--server=${this.server}`,
      `--certificate-authority=${certFile}`,
      `--token=${token}`,
      ...args,
    ]);
    return stdout;
  }

  /** Creates objects with every right. */
  async create(yaml: string): Promise<void> {
    const file = this.file('objects.yaml');
    await writeFile(file, yaml);
    await this.kubectl(this.adminToken, ['create', '-f', file]);
  }

  /** One line for each request that was answered, as JSON. */
  auditLog(): Promise<string> {
    return readFile(this.file('audit.log'), 'utf8');
  }

  async stop(): Promise<void> {
    // The API server drains for a minute where it is asked to stop.
    await Promise.all(
      this.processes.map(async child => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      }),
    );
  }

  private async writeFiles(): Promise<void> {
    const { issuer, tls } = this.options;
    await run('openssl', ['genrsa', '-out', this.file('sa.key'), '2048']);
    const tokens = `${this.adminToken},admin,admin,"system:masters"\n${this.portalToken},portal,portal,""\n`;
    await writeFile(this.file('tokens.csv'), tokens);
    const policy = {
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      rules: [{ level: 'Metadata' }],
    };
    await writeFile(this.file('audit-policy.json'), JSON.stringify(policy));
    await writeFile(
      this.file('authentication.json'),
      JSON.stringify({
        apiVersion: 'apiserver.config.k8s.io/v1',
        kind: 'AuthenticationConfiguration',
        jwt: [
          {
            issuer: {
              url: issuer,
              audiences: ['kubemate'],
              certificateAuthority: await readFile(tls.certFile, 'utf8'),
            },
            claimMappings: {
              username: { claim: 'email', prefix: 'oidc:' },
              groups: { claim: 'groups', prefix: 'oidc:' },
            },
          },
        ],
      }),
    );
  }

  private serverFlags(): readonly string[] {
    const { tls, issuer, auditWebhook } = this.options;
    const accountKey = this.file('sa.key');
    return [
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      '--endpoint-reconciler-type=none',
      `--cert-dir=${this.file('certs')}`,
      `--tls-cert-file=${tls.certFile}`,
      `--tls-private-key-file=${tls.keyFile}`,
      `--token-auth-file=${this.file('tokens.csv')}`,
      ...(issuer === undefined
        ? []
        : [`--authentication-config=${this.file('authentication.json')}`]),
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${accountKey}`,
      `--service-account-signing-key-file=${accountKey}`,
      '--service-cluster-ip-range=10.0.0.0/16',
      `--audit-policy-file=${this.file('audit-policy.json')}`,
      `--audit-log-path=${this.file('audit.log')}`,
      ...(auditWebhook === undefined
        ? []
        : [
            `--audit-webhook-config-file=${auditWebhook}`,
            '--audit-webhook-batch-max-wait=500ms',
            '--audit-webhook-initial-backoff=500ms',
          ]),
    ];
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + READY_MS;
    for (;;) {
      const ended = this.processes.find(({ exitCode }) => exitCode !== null);
      if (ended) throw new Error(`${ended.spawnfile} ended with ${ended.exitCode}`);
      try {
        await this.kubectl(this.adminToken, ['get', '--raw=/readyz']);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise(resolve => setTimeout(resolve, 250));
      }
    }
  }

  private spawn(name: string, args: readonly string[]): void {
    this.processes.push(spawn(path.join(bin, name), args, { stdio: 'ignore' }));
  }

  private file(name: string): string {
    return path.join(this.options.folder, name);
  }
}
