import { TEMPLATE_RECORD, templateRecordSchema } from '@kubemate/plugin-repositories-common';
import type { TemplateRecord } from '@kubemate/plugin-repositories-common';
import { parse } from 'yaml';
import { prettifyError } from 'zod';
import { findEntry, readBlob } from '../git/Snapshot';

const MAX_BYTES = 500_000;

/** What a commit says of the template that made it. */
export type FoundRecord =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'found'; readonly record: TemplateRecord; readonly blob: string };

/** Reads the record in a commit, which anybody who may push can have changed. */
export async function readRecord(repository: string, commit: string): Promise<FoundRecord> {
  const entry = await findEntry(repository, { commit, path: TEMPLATE_RECORD });
  if (!entry) return { kind: 'none' };
  const unreadable = (why: string) => ({
    ...{ kind: 'unreadable' as const, reason: `${TEMPLATE_RECORD} ${why}` },
  });
  if (entry.kind !== 'file') return unreadable(`is a ${entry.kind}`);
  if ((entry.size ?? 0) > MAX_BYTES) return unreadable('is too large');
  const text = (await readBlob(repository, entry.object)).toString('utf8');
  const parsed = parseRecord(text);
  if (typeof parsed === 'string') return unreadable(parsed);
  return { kind: 'found', record: parsed, blob: entry.object };
}

/** The record; where it is none, what is wrong with it. */
export function parseRecord(text: string): TemplateRecord | string {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch {
    return 'is no YAML';
  }
  const parsed = templateRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  return `is not as the portal writes it: ${prettifyError(parsed.error).replace(/\s+/g, ' ').slice(0, 300)}`;
}
