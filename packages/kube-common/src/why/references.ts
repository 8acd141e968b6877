import type { Finding, Evidence } from '../finding';
import type { KubeObject } from '../kubeObject';
import { finding } from './WhyContext';
import { advice, kubectl } from './nextSteps';

const KINDS: Readonly<Record<string, string>> = {
  configmap: 'ConfigMap',
  secret: 'Secret',
  persistentvolumeclaim: 'PersistentVolumeClaim',
  serviceaccount: 'ServiceAccount',
  'storageclass.storage.k8s.io': 'StorageClass',
  priorityclass: 'PriorityClass',
  'priorityclass.scheduling.k8s.io': 'PriorityClass',
  'runtimeclass.node.k8s.io': 'RuntimeClass',
};

/** What a message of the kubelet, the scheduler or a controller says is not there. */
export interface MissingReference {
  readonly kind: string;
  readonly name: string;
  /** Set where the object exists and lacks this key. */
  readonly key?: string;
}

const NOT_FOUND = /\b([a-z]+(?:\.[a-z0-9.]+)?) "([^"]+)" not found/i;
const NO_KEY = /couldn't find key (\S+) in (ConfigMap|Secret) (?:[^/\s]+\/)?([^\s,]+)/;
const NO_VOLUME_KEY = /references non-existent (config|secret) key: (\S+)/;
const NO_PRIORITY = /no PriorityClass with name (\S+) was found/;

/** Reads the reference that a message complains about; undefined where it complains about something else. */
export function parseMissingReference(message: string): MissingReference | undefined {
  const [, key, kind, name] = NO_KEY.exec(message) ?? [];
  if (key && kind && name) return { kind, name, key };
  const [, volumeKind, volumeKey] = NO_VOLUME_KEY.exec(message) ?? [];
  if (volumeKind && volumeKey) {
    const volume = /for volume "([^"]+)"/.exec(message)?.[1] ?? '';
    return {
      kind: volumeKind === 'config' ? 'ConfigMap' : 'Secret',
      name: volume,
      key: volumeKey,
    };
  }
  const [, priorityClass] = NO_PRIORITY.exec(message) ?? [];
  if (priorityClass) return { kind: 'PriorityClass', name: priorityClass };
  const [, word = '', missing] = NOT_FOUND.exec(message) ?? [];
  const known = KINDS[word.toLowerCase()];
  return known && missing ? { kind: known, name: missing } : undefined;
}

/** A finding that something an object refers to is not there. */
export function missingReference(
  object: KubeObject,
  { kind, name, key }: MissingReference,
  evidence: readonly Evidence[],
): Finding {
  const { namespace } = object.metadata;
  return finding('missing-reference', 'failed', {
    summary: key
      ? `${kind} ${name} has no key ${key}`
      : `${kind} ${name} is referred to and does not exist`,
    ...(key ? { code: 'missing-key' as const } : {}),
    params: { kind, name, ...(key ? { key } : {}) },
    evidence,
    nextSteps: [
      {
        id: 'list-candidates',
        text: `See which ${kind} objects there are`,
        command: kubectl(kind.endsWith('Class') ? undefined : namespace, 'get', kind.toLowerCase()),
      },
      key
        ? advice('add-key', `Add the key ${key}, or correct the reference`)
        : advice('create-or-correct', `Create ${kind} ${name}, or correct the reference`),
    ],
  });
}
