import { parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';

/** What tells one Kubernetes object from another in a file. */
export interface ObjectIdentity {
  /** Without the version: `apps`, or empty for the core. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A document among those of a file, and where it stands. */
export interface FoundDocument {
  readonly document: Document;
  readonly start: number;
  readonly end: number;
  /** The file says which namespace; otherwise whatever applies it does. */
  readonly namesNamespace: boolean;
}

/** Undefined where a manifest is not one object. */
export function identityOf(object: unknown): ObjectIdentity | undefined {
  const fields = asRecord(object);
  const metadata = asRecord(fields?.metadata);
  const { apiVersion, kind } = fields ?? {};
  const { name, namespace } = metadata ?? {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string')
    return undefined;
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return { group, kind, name, ...(typeof namespace === 'string' ? { namespace } : {}) };
}

/** Documents of a file that describe the object. A file that is no YAML, or only nearly, describes none. */
export function findDocuments(text: string, object: ObjectIdentity): FoundDocument[] {
  const parsed = parseAllDocuments(text, { logLevel: 'silent' });
  if (!Array.isArray(parsed) || parsed.some(({ errors }) => errors.length > 0)) return [];
  return parsed.flatMap((document, at) => {
    const found = identityOf(toPlain(document));
    const isSame =
      found?.kind === object.kind &&
      found.group === object.group &&
      found.name === object.name &&
      (found.namespace ?? object.namespace) === object.namespace;
    if (!isSame || !document.range) return [];
    const [start, , end] = document.range;
    const namesNamespace = found.namespace !== undefined;
    // Comments before the first document belong to it.
    return [{ document, start: at === 0 ? 0 : start, end, namesNamespace }];
  });
}

/** The file with one document written anew, the others as they were, to the letter. */
export function replaceDocument(text: string, { document, start, end }: FoundDocument): string {
  const before = text.slice(start, end);
  const after = document.toString({
    lineWidth: 0,
    indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*\n\1- /m.test(before),
    flowCollectionPadding: !/\{[^\s{}]/.test(before),
  });
  return text.slice(0, start) + after + text.slice(end);
}

function toPlain(document: Document): unknown {
  try {
    // Aliases can make a small file a large object.
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
