import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { IndexResult, IndexTask } from './indexRun';

const FLAGS = ['--expose-gc', '--max-old-space-size=8192'];

function start(role: string, argument: unknown) {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [...FLAGS, script, role, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', code => reject(new Error(`${role} ended with ${code}`)));
  });
  return { child, first };
}

/** A server process of its own: its garbage collection must not count as the client's time. */
export async function startPodServer(options: { count: number; namespaces: number }) {
  const { child, first } = start('server', options);
  const { port, bytes }: { port: number; bytes: number } = JSON.parse(await first);
  return { origin: `http://127.0.0.1:${port}`, bytes, stop: () => child.kill('SIGKILL') };
}

/** An API server in a process of its own, as in earnest. */
export async function startApi(options: { configMaps: number }) {
  const { child, first } = start('api', options);
  const { url }: { url: string } = JSON.parse(await first);
  return { url, stop: () => child.kill('SIGKILL') };
}

export async function indexInChild(task: IndexTask): Promise<IndexResult> {
  const { child, first } = start('index', task);
  const result: IndexResult = JSON.parse(await first);
  child.kill('SIGKILL');
  return result;
}
