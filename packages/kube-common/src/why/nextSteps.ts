import type { NextStep } from '../finding';
import type { KubeObject } from '../kubeObject';

// Names of some kinds may hold any character but a slash, and a person pastes these commands into a shell.
function word(text: string): string {
  return /^[\w.:@/=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `kubectl VERB … -n NAMESPACE`, each argument quoted where a shell would read it otherwise. */
export function kubectl(namespace: string | undefined, ...args: readonly string[]): string {
  const scope = namespace ? ['-n', namespace] : [];
  return ['kubectl', ...scope, ...args].map(word).join(' ');
}

/** A step without a command. */
export function advice(id: string, text: string): NextStep {
  return { id, text };
}

/** A step with the command that does it. */
export function command(id: string, text: string, line: string): NextStep {
  return { id, text, command: line };
}

/** Read the object and its events. */
export function describe({ kind, metadata }: KubeObject, fallback = 'pod'): NextStep {
  return command(
    'describe',
    'Read the object with its events',
    kubectl(metadata.namespace, 'describe', (kind ?? fallback).toLowerCase(), metadata.name),
  );
}

/** Read what a container wrote before it ended. */
export function readLog(
  pod: KubeObject,
  container: string,
  { previous }: { previous: boolean },
): NextStep {
  const { namespace, name } = pod.metadata;
  const line = kubectl(namespace, 'logs', name, '-c', container, '--tail=100');
  return previous
    ? command('read-previous-log', 'Read the log of the run that ended', `${line} --previous`)
    : command('read-log', 'Read the log of the container', line);
}
