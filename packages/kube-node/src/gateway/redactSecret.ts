import type { KubeObject, ResourceId } from '@kubemate/kube-common';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Whether answers to a request for this type hold secret values. Decided by what was asked for: the answer's `kind` is the server's word. */
export function holdsSecrets({ group, plural }: Pick<ResourceId, 'group' | 'plural'>): boolean {
  return group === '' && plural === 'secrets';
}

/**
 * A Secret with each value replaced by its size, and without what may repeat the values: the last-applied annotation (also of older
 * or foreign tools, hence any that ends so) and managed fields' owners stay out altogether.
 */
export function redactSecret(secret: KubeObject): KubeObject {
  const { data, stringData, ...rest } = secret;
  const { managedFields, ...metadata } = secret.metadata;
  return {
    ...rest,
    metadata: { ...metadata, ...redactedAnnotations(metadata.annotations) },
    ...(data === undefined ? {} : { data: sizes(data, 'base64') }),
    ...(stringData === undefined ? {} : { stringData: sizes(stringData, 'utf8') }),
  };
}

function redactedAnnotations(annotations: Record<string, string> | undefined) {
  if (annotations === undefined) return {};
  const kept = Object.entries(annotations).filter(
    ([key]) => key !== LAST_APPLIED && !key.endsWith('/last-applied-configuration'),
  );
  return { annotations: Object.fromEntries(kept) };
}

function sizes(values: unknown, encoding: 'base64' | 'utf8'): Record<string, string> {
  if (typeof values !== 'object' || values === null) return {};
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const bytes = typeof value === 'string' ? Buffer.byteLength(value, encoding) : 0;
      return [key, `${bytes} byte${bytes === 1 ? '' : 's'}`];
    }),
  );
}

/** Shorter ones are part of too many words; nobody learns a password from them. */
const MIN_VALUE = 4;
const MAX_VALUES = 2_000;
const NOT_VALUES = new Set(['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'op', 'path']);

/**
 * Takes the values that a request wrote to a Secret out of what the API server says of it: sentences about a wrong type or a
 * failed patch quote what they found.
 */
export function secretTextRedactor(body: unknown): (text: string) => string {
  const values = new Set<string>();
  collectValues(body, values);
  // A value may hold another; the longest goes first.
  const ordered = [...values].sort((a, b) => b.length - a.length);
  return text => ordered.reduce((rest, value) => rest.replaceAll(value, '…'), text);
}

function collectValues(node: unknown, values: Set<string>): void {
  if (values.size >= MAX_VALUES) return;
  if (typeof node === 'object' && node !== null) {
    for (const [key, child] of Object.entries(node))
      if (!NOT_VALUES.has(key)) collectValues(child, values);
    return;
  }
  if (typeof node !== 'string' && typeof node !== 'number') return;
  const text = String(node);
  const quoted = JSON.stringify(text).slice(1, -1);
  for (const value of [text, quoted, Buffer.from(text, 'base64').toString('utf8')])
    if (value.length >= MIN_VALUE) values.add(value);
}
