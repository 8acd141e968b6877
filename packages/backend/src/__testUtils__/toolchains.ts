import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MINUTES = 60_000;

const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const peers = process.env.KUBEMATE_PEERS ?? path.join(cache, 'kubemate-peers/bin');

/** The kubectl that `npm test` builds; undefined where it has not. */
export const kubectlPeer = ['kubectl'].map(name => path.join(peers, name)).find(existsSync);

/** What tests the code of a service template, as its own README says: packages are kept where each tool keeps them, outside the checkout. */
export const TOOLCHAINS: Readonly<Record<string, { needs: string[]; commands: string[][] }>> = {
  'node-service': {
    needs: ['npm'],
    commands: [
      ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
      ['npm', 'test'],
    ],
  },
  'go-service': {
    needs: ['go'],
    commands: [
      ['go', 'vet', './...'],
      ['go', 'test', './...'],
    ],
  },
  'python-service': {
    needs: ['python3'],
    commands: [
      ['python3', '-m', 'venv', '.venv'],
      ['.venv/bin/pip', 'install', '--quiet', '--requirement', 'requirements-dev.txt'],
      ['.venv/bin/python', '-m', 'pytest'],
    ],
  },
  'java-service': {
    needs: ['mvn', 'javac'],
    commands: [['mvn', '--batch-mode', '--quiet', 'verify']],
  },
};

/** Whether the tools are on this machine. */
export function hasTools(names: readonly string[]): boolean {
  return names.every(
    name => spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0,
  );
}

/** Runs each in turn; an error tells the end of what it wrote. */
export async function runAll(folder: string, commands: readonly string[][]): Promise<string> {
  let output = '';
  for (const [program = '', ...args] of commands) {
    try {
      const { NODE_OPTIONS: _options, NODE_ENV: _env, ...env } = process.env;
      const { stdout, stderr } = await run(program, args, {
        ...{ cwd: folder, env, timeout: 10 * MINUTES, maxBuffer: 50_000_000 },
      });
      output += stdout + stderr;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(' ')}: ${(stdout + stderr).slice(-3_000)}`);
    }
  }
  return output;
}

/** Runs kubectl with something on its standard input. The portal of a test lives on meanwhile, in the same process. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const running = run(String(kubectlPeer), args, { maxBuffer: 50_000_000 });
  running.child.stdin?.end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    throw new Error(`kubectl ${args.join(' ')}: ${(error as { stderr?: string }).stderr}`);
  }
}
