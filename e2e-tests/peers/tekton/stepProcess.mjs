// One step of a TaskRun's pod, run as Tekton's entrypoint runs it, but as a process of this machine.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const RESULT = 1;
const INTERNAL = 3;
const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** @returns {{ options: Record<string, string>, command: string[] }} of the arguments that Tekton's controller writes */
export function readArguments(args) {
  const split = args.indexOf('--');
  const [flags, command] = split < 0 ? [args, []] : [args.slice(0, split), args.slice(split + 1)];
  const options = {};
  flags.forEach((flag, index) => {
    if (!flag.startsWith('-')) return;
    const next = flags[index + 1];
    options[flag.replace(/^-+/, '')] = next === undefined || next.startsWith('-') ? '' : next;
  });
  return { options, command };
}

/** What the pod's init container would write to the file of a script. */
export function scriptOf(pod, file) {
  const places = pod.spec.initContainers?.find(({ name }) => name === 'place-scripts');
  const text = places?.args?.join('') ?? '';
  const from = text.indexOf(`scriptfile="${file}"`);
  const [, content] = /<< '_EOF_'\n([A-Za-z0-9+/=\s]*?)\n_EOF_/.exec(text.slice(from)) ?? [];
  if (from < 0 || content === undefined) throw new Error(`no script ${file}`);
  return Buffer.from(content, 'base64').toString();
}

function durationMs(text = '') {
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    total += Number(amount) * UNITS[unit];
  return total;
}

function readResults(names, folder) {
  return names.split(',').flatMap(key => {
    try {
      return [{ key, value: readFileSync(path.join(folder, key), 'utf8'), type: RESULT }];
    } catch {
      return []; // a result that the step did not write
    }
  });
}

/** What the entrypoint leaves when a step does not run, because one before it failed. */
export function skippedStep() {
  const message = [internal('StartedAt', new Date().toISOString()), internal('Reason', 'Skipped')];
  return { exitCode: 1, message: JSON.stringify(message) };
}

function internal(key, value) {
  return { key, value, type: INTERNAL };
}

/**
 * Runs the step to its end. `/tekton/results` and `/workspace` are folders below `folder`, which the steps of a pod share.
 * @returns {Promise<{ exitCode: number, message: string }>} as the container's state tells it
 */
export async function runStep({ pod, container, folder, onLine, signal }) {
  const results = path.join(folder, 'results');
  const workspace = path.join(folder, 'workspace');
  for (const each of [results, workspace]) mkdirSync(each, { recursive: true });
  const local = text =>
    text.replaceAll('/tekton/results', results).replaceAll('/workspace', workspace);
  const { options, command } = readArguments(container.args ?? []);
  let program = [options.entrypoint, ...command].map(local);
  if (options.entrypoint?.startsWith('/tekton/scripts/')) {
    const file = path.join(folder, path.basename(options.entrypoint));
    writeFileSync(file, local(scriptOf(pod, options.entrypoint)), { mode: 0o755 });
    program = ['sh', file, ...command.map(local)];
  }
  const env = (container.env ?? []).map(({ name, value = '' }) => [name, local(value)]);
  const cwd = local(container.workingDir ?? '/workspace');
  // Outside of what is the pod's own the machine's folders stay as they are.
  const isOurs = cwd.startsWith(workspace);
  if (isOurs) mkdirSync(cwd, { recursive: true });
  const message = [internal('StartedAt', new Date().toISOString())];
  const { exitCode, timedOut } = await runProgram(program, {
    ...{ onLine, signal, cwd: isOurs ? cwd : workspace, limitMs: durationMs(options.timeout) },
    env: { PATH: process.env.PATH, HOME: folder, ...Object.fromEntries(env) },
  });
  if (timedOut) message.push(internal('Reason', 'TimeoutExceeded'));
  const continues = exitCode !== 0 && !timedOut && options.on_error === 'continue';
  if (continues) message.push(internal('ExitCode', String(exitCode)));
  if (options.results) message.push(...readResults(options.results, results));
  return { exitCode: continues ? 0 : exitCode, message: JSON.stringify(message) };
}

function runProgram([program, ...args], { onLine, signal, cwd, env, limitMs }) {
  return new Promise(resolve => {
    let timedOut = false;
    // A group of its own: what the script started ends with it.
    const child = spawn(program, args, { cwd, env, detached: true });
    const kill = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // it has ended meanwhile
      }
    };
    const timer =
      limitMs > 0
        ? setTimeout(() => {
            timedOut = true;
            kill();
          }, limitMs)
        : undefined;
    signal.addEventListener('abort', kill, { once: true });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', data =>
        String(data)
          .split(/(?<=\n)/)
          .forEach(onLine),
      );
    child.on('error', () => resolve({ exitCode: 127, timedOut }));
    child.on('close', code => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      resolve({ exitCode: timedOut ? 1 : (code ?? 137), timedOut });
    });
  });
}
