import type { ExecRequest, ExecStreams } from '../../apiserver/hooks';
import type { Cluster } from '../../simulation/Cluster';
import { Shell } from './Shell';

const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'ash',
  '/bin/sh',
  '/bin/bash',
  '/bin/ash',
]);
/** Input without a line end is not kept beyond this. */
const LINE_LIMIT = 4_096;

interface Terminal {
  readonly shell: Shell;
  readonly request: ExecRequest;
  readonly streams: ExecStreams;
}

function show({ request, streams }: Terminal, text: string): void {
  streams.stdout(request.tty ? text.replaceAll('\n', '\r\n') : text);
}

function answer(terminal: Terminal, line: string): number | undefined {
  const result = terminal.shell.run(line);
  if (result.output !== '') show(terminal, result.output);
  if (result.error !== '')
    if (terminal.request.tty) show(terminal, result.error);
    else terminal.streams.stderr(result.error);
  return result.exit;
}

/** Reads lines as a terminal does: echoes, understands backspace, Ctrl-C and Ctrl-D. */
async function interact(terminal: Terminal): Promise<number> {
  const { shell, request, streams } = terminal;
  let line = '';
  if (request.tty) streams.stdout(shell.prompt);
  for await (const chunk of streams.stdin) {
    for (const character of chunk.toString('utf8')) {
      if (character === '\u0004') return 0;
      if (character === '\u0003') {
        line = '';
        show(terminal, `^C\n${shell.prompt}`);
      } else if (character === '\u007f' || character === '\b') {
        if (line !== '' && request.tty) streams.stdout('\b \b');
        line = line.slice(0, -1);
      } else if (character === '\r' || character === '\n') {
        if (request.tty) streams.stdout('\r\n');
        const exit = answer(terminal, line);
        line = '';
        if (exit !== undefined) return exit;
        if (request.tty) streams.stdout(shell.prompt);
      } else if (line.length < LINE_LIMIT) {
        line += character;
        if (request.tty) streams.stdout(character);
      }
    }
  }
  return 0;
}

/** Supplies `kubectl exec`: a small shell that can look around but change nothing. */
export function execHook(cluster: Cluster) {
  return async function exec(request: ExecRequest, streams: ExecStreams): Promise<number> {
    const shell = new Shell(cluster, request);
    const terminal: Terminal = { shell, request, streams };
    const [program = 'sh', option, script] = request.command;
    if (!SHELLS.has(program)) {
      const exit = answer(terminal, request.command.join(' '));
      return exit ?? shell.lastStatus;
    }
    if (option === '-c' && script !== undefined) {
      const exit = answer(terminal, script);
      return exit ?? shell.lastStatus;
    }
    return interact(terminal);
  };
}
