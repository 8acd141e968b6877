import { InputError } from '@backstage/errors';
import type { Cluster } from '../clusters/Cluster';
import type { Viewer } from '../KubeService';
import type { Clock } from '../reflector/Clock';
import { ExecConnection } from './ExecConnection';
import { EXEC_PROTOCOLS } from './execProtocol';
import type { ExecRequest, ExecSession } from './ExecSession';
import { watchExecRight } from './watchExecRight';

const PODS = { group: '', version: 'v1', plural: 'pods' };
const MAX_COMMAND = 64;
const MAX_COMMAND_BYTES = 16 * 1024;

interface ExecContext {
  readonly cluster: Cluster;
  readonly viewer: Viewer;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Starts a command in a container as the viewer.
 * @throws NotAllowedError, NotFoundError, InputError in the API server's words; ServiceUnavailableError
 */
export async function openExec(request: ExecRequest, context: ExecContext): Promise<ExecSession> {
  const { namespace, pod, command } = request;
  checkCommand(command);
  const { cluster, viewer, clock, signal } = context;
  const subresource = command === 'attach' ? 'attach' : 'exec';
  const socket = await cluster.gateway.openSocket(
    {
      target: { resource: PODS, namespace, name: pod, subresource },
      query: queryOf(request),
      protocols: EXEC_PROTOCOLS,
      signal,
    },
    viewer,
  );
  const session = new ExecConnection(socket, clock);
  const { group, plural } = PODS;
  const stopWatching = watchExecRight(
    {
      access: cluster.access,
      onAccessChange: listener => cluster.onAccessChange(listener),
      question: { verb: 'create', group, plural, subresource, namespace, name: pod },
      viewer,
      clock,
    },
    reason => session.finish({ type: 'revoked', reason }),
  );
  const close = () => session.close();
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  void session.ended.then(() => {
    stopWatching();
    signal.removeEventListener('abort', close);
  });
  return session;
}

function checkCommand(command: ExecRequest['command']): void {
  if (command === 'attach') return;
  if (command.length === 0) throw new InputError('command must name a program');
  const bytes = command.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  if (command.length > MAX_COMMAND || bytes > MAX_COMMAND_BYTES)
    throw new InputError('command is too long');
}

/** Output is always wanted; a terminal has one stream for both, and the kubelet refuses a second. */
function queryOf(request: ExecRequest): [string, string][] {
  const { container, command, tty, stdin } = request;
  return [
    ...(command === 'attach' ? [] : command.map((part): [string, string] => ['command', part])),
    ['container', container],
    ['stdin', String(stdin)],
    ['stdout', 'true'],
    ['stderr', String(!tty)],
    ['tty', String(tty)],
  ];
}
