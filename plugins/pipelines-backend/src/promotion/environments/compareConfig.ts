import type { ConfigDifference } from '@kubemate/plugin-pipelines-common';
import type { WorkloadContainer } from './workloads';

const MAX_TEXT = 300;

export interface ConfigSide {
  readonly container: WorkloadContainer;
  readonly replicas: number;
}

/** In what two containers differ, from `before` to `after`, most telling first. */
export function compareConfig(before: ConfigSide, after: ConfigSide): ConfigDifference[] {
  const left = fieldsOf(before);
  const right = fieldsOf(after);
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap(key => {
    const [one, other] = [left.get(key), right.get(key)];
    if (one?.text === other?.text) return [];
    const field = one?.field ?? other?.field;
    if (field === undefined) return [];
    return [
      {
        ...field,
        ...(one === undefined ? {} : { before: cut(one.text) }),
        ...(other === undefined ? {} : { after: cut(other.text) }),
      },
    ];
  });
}

interface Field {
  readonly field: Pick<ConfigDifference, 'what' | 'name'>;
  readonly text: string;
}

function fieldsOf({ container, replicas }: ConfigSide): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  const add = (what: ConfigDifference['what'], name: string, text: string) =>
    fields.set(`${what} ${name}`, { field: { what, name }, text });
  add('image', container.name, container.image);
  add('replicas', 'replicas', String(replicas));
  for (const { name, value, valueFrom } of container.env)
    add('env', name, valueFrom === undefined ? (value ?? '') : JSON.stringify(valueFrom));
  for (const source of container.envFrom) add('envFrom', JSON.stringify(source), 'yes');
  for (const part of ['requests', 'limits'] as const)
    for (const [resource, amount] of Object.entries(container.resources[part]))
      add('resources', `${part}.${resource}`, amount);
  const { command, args } = container;
  if (command !== undefined) add('command', 'command', command.join(' '));
  if (args !== undefined) add('command', 'args', args.join(' '));
  return fields;
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
