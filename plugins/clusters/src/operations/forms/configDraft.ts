import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { Fields } from '../../object/Fields';

/** A value as the form holds it: text, bytes as base64, or of a Secret only the size. */
export type ConfigValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly base64: string }
  | { readonly kind: 'hidden'; readonly size: string };

export interface ConfigEntry {
  readonly key: string;
  /** Absent where the key is new. */
  readonly before?: ConfigValue;
  /** Absent where the key is to be removed. */
  readonly after?: ConfigValue;
}

/** The keys of a ConfigMap or a Secret, by name. A Secret's values never come with it. */
export function readConfig(object: ClusterObject): readonly ConfigEntry[] {
  const fields = new Fields(object);
  const secret = object.kind === 'Secret';
  const entry = (key: string, value: ConfigValue): ConfigEntry => ({
    key,
    before: value,
    after: value,
  });
  const text = fields
    .at('data')
    .entries.map(([key, value]) =>
      entry(
        key,
        secret
          ? { kind: 'hidden', size: value.text ?? '' }
          : { kind: 'text', text: value.text ?? '' },
      ),
    );
  const binary = fields
    .at('binaryData')
    .entries.map(([key, value]) => entry(key, { kind: 'binary', base64: value.text ?? '' }));
  return [...text, ...binary].sort((a, b) => a.key.localeCompare(b.key));
}

export function isChanged({ before, after }: ConfigEntry): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** What the operation is told: only what differs; undefined where nothing does. */
export function configChanges(entries: readonly ConfigEntry[]) {
  const changed = entries.filter(isChanged);
  if (changed.length === 0) return undefined;
  const set: Record<string, string> = {};
  const setBinary: Record<string, string> = {};
  for (const { key, after } of changed) {
    if (after?.kind === 'text') set[key] = after.text;
    if (after?.kind === 'binary') setBinary[key] = after.base64;
  }
  const remove = changed.filter(({ after }) => after === undefined).map(({ key }) => key);
  return { set, setBinary, remove };
}

/** Names that Kubernetes takes for keys. */
export function isConfigKey(text: string): boolean {
  return /^[-._a-zA-Z0-9]{1,253}$/.test(text) && text !== '.' && text !== '..';
}

/** Bytes as text where they are UTF-8 without control characters, else as base64: so a picture survives being looked at. */
export function fromBytes(bytes: Uint8Array): ConfigValue {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // eslint-disable-next-line no-control-regex
    if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) return { kind: 'text', text };
  } catch {
    // Not UTF-8.
  }
  return { kind: 'binary', base64: toBase64(bytes) };
}

const CHUNK = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

export function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

/** How many bytes a value has. */
export function sizeOf(value: ConfigValue): number | string {
  if (value.kind === 'text') return new TextEncoder().encode(value.text).length;
  return value.kind === 'binary' ? fromBase64(value.base64).length : value.size;
}
