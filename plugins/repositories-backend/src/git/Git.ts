import { ServiceUnavailableError } from '@backstage/errors';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { GitLauncher } from './GitLauncher';

export interface GitCall {
  /** The bare repository. */
  readonly repository?: string;
  readonly input?: string | Buffer;
  readonly signal?: AbortSignal;
  /** Of the output; what comes after is not read. */
  readonly maxBytes?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes that are answers, beside 0. */
  readonly accept?: readonly number[];
}

export interface GitAnswer {
  readonly code: number;
  readonly output: Buffer;
  readonly isCut: boolean;
}

/** Git ended with an error; the message is what it said. */
export class GitError extends Error {
  name = 'GitError';
}

const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** Settings that nobody's files can change. */
const SETTINGS = [
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.symlinks=false'],
  ...[
    'protocol.allow=never',
    'safe.directory=*',
    'gc.autoDetach=false',
    'uploadpack.allowFilter=true',
  ],
].flatMap(setting => ['-c', setting]);

/** The environment of every git process: nothing of the portal's own, no prompt, no file of the machine's. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    ...extra,
  };
}

/** Starts git for whoever streams to and from it. It ends with the signal. */
export function spawnGit(
  args: readonly string[],
  options: { signal: AbortSignal; environment?: Readonly<Record<string, string>> },
): ChildProcessWithoutNullStreams {
  return spawn('git', [...SETTINGS, ...args], {
    env: environment(options.environment ?? {}),
    signal: options.signal,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

const launcher = new GitLauncher();

/** Ends the process beside the portal that starts git. It is started again where git is asked for afterwards. */
export const closeGit = (): Promise<void> => launcher.close();

/**
 * Runs git to its end.
 * @throws GitError where it fails, with what it said
 * @throws ServiceUnavailableError where there is no git, or it takes too long
 */
export async function runGit(args: readonly string[], call: GitCall = {}): Promise<GitAnswer> {
  const { repository, input, maxBytes = MAX_BYTES, accept = [] } = call;
  const late = AbortSignal.timeout(TIMEOUT_MS);
  const { code, output, said, isCut, problem } = await launcher.run({
    args: [...SETTINGS, ...(repository === undefined ? [] : ['--git-dir', repository]), ...args],
    env: environment(call.environment ?? {}),
    ...{ input, maxBytes },
    signal: AbortSignal.any([late, ...(call.signal ? [call.signal] : [])]),
  });
  call.signal?.throwIfAborted();
  if (late.aborted) throw new ServiceUnavailableError('Git took too long');
  if (problem?.code === 'ENOENT')
    throw new ServiceUnavailableError('There is no git on the portal’s machine');
  if (problem !== undefined) throw new Error(`Git could not be started: ${problem.message}`);
  if (isCut) return { code: 0, output, isCut };
  if (code !== 0 && !(code !== null && accept.includes(code)))
    throw new GitError(said.trim() || `git ${args[0]} ended with ${code ?? 'a signal'}`);
  return { code, output, isCut };
}

/** What git answers, as text without the line end behind it. */
export async function gitText(args: readonly string[], call: GitCall = {}): Promise<string> {
  const { output } = await runGit(args, call);
  return output.toString('utf8').replace(/\n$/, '');
}
