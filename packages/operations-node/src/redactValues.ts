import type { OperationContract } from '@kubemate/operations-common';

/** Shorter ones are part of too many words; nobody learns a password from them. */
const MIN_VALUE = 4;
const MAX_VALUES = 2_000;

/** Takes secrets out of anything that is to be stored: texts inside of it are changed, its shape is not. */
export type Redactor = <T>(value: T) => T;

const unchanged: Redactor = value => value;

type SecretFields = Pick<OperationContract, 'secretFields' | 'plainFields'>;

/**
 * Replaces the values of an input's secret fields wherever they stand in a text, also as base64 or quoted in JSON: an API server's sentence
 * about a wrong value repeats it.
 */
export function redactorFor(
  { secretFields = [], plainFields = [] }: SecretFields,
  inputs: readonly Readonly<Record<string, unknown>>[],
): Redactor {
  const values = new Set<string>();
  const found: Found = { values, plain: new Set(plainFields) };
  for (const input of inputs)
    for (const field of secretFields) collect({ node: input[field], path: field }, found);
  if (values.size === 0) return unchanged;
  // A value may hold another; the longest goes first.
  const ordered = [...values].sort((left, right) => right.length - left.length);
  const redactText = (text: string) =>
    ordered.reduce((rest, value) => rest.replaceAll(value, '…'), text);
  // Only texts are replaced, by texts.
  return <T>(value: T) => mapTexts(value, redactText) as T;
}

interface Found {
  readonly values: Set<string>;
  readonly plain: ReadonlySet<string>;
}

function collect({ node, path }: { node: unknown; path: string }, found: Found): void {
  const { values, plain } = found;
  if (values.size >= MAX_VALUES || plain.has(path)) return;
  if (typeof node === 'object' && node !== null) {
    for (const [key, child] of Object.entries(node))
      collect({ node: child, path: `${path}.${key}` }, found);
    return;
  }
  if (typeof node !== 'string' && typeof node !== 'number') return;
  const text = String(node);
  if (text.length < MIN_VALUE) return;
  values.add(text);
  values.add(JSON.stringify(text).slice(1, -1));
  values.add(Buffer.from(text).toString('base64'));
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  if (decoded.length >= MIN_VALUE && !decoded.includes('\uFFFD')) values.add(decoded);
}

function mapTexts(node: unknown, change: (text: string) => string): unknown {
  if (typeof node === 'string') return change(node);
  if (Array.isArray(node)) return node.map(child => mapTexts(child, change));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [key, mapTexts(child, change)]),
  );
}
