import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');

/** Where `npm test` builds the real systems that tests run against. */
export const PEERS = process.env.KUBEMATE_PEERS ?? path.join(cache, 'kubemate-peers/bin');

/** `tls.crt` and `tls.key` for localhost, which this process trusts from now on as if NODE_EXTRA_CA_CERTS named it. */
export async function makeCertificate(folder: string) {
  const certificate = path.join(folder, 'tls.crt');
  const key = path.join(folder, 'tls.key');
  const kind = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2';
  const names = '-subj /CN=localhost -addext subjectAltName=DNS:localhost';
  const options = `req -x509 ${kind} ${names}`.split(' ');
  await run('openssl', [...options, '-keyout', key, '-out', certificate]);
  const authority = readFileSync(certificate, 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), authority]);
  return { certificate, key, authority };
}

/** The output of kubectl. */
export async function kubectl(
  kubeconfig: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const options = [`--kubeconfig=${kubeconfig}`, ...args];
  const running = run(path.join(PEERS, 'kubectl'), options, { maxBuffer: 64 * 1024 * 1024 });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

/** Ends a process, if it is there, and waits for that. */
export async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Of loopback; nobody else takes it soon. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
