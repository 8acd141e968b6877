import { createHash } from 'node:crypto';
import { canonicalJson } from '@kubemate/plugin-audit-common';
import type { AuditRecord } from '@kubemate/plugin-audit-common';

/** What stands before the first record of a chain. */
export const GENESIS = '0'.repeat(64);

export type UnsealedRecord = Omit<AuditRecord, 'hash'>;

/** A record as it is stored: the text that is hashed, and the hash. */
export interface SealedRecord {
  readonly record: UnsealedRecord;
  readonly text: string;
  readonly hash: string;
}

export function sealRecord(record: UnsealedRecord): SealedRecord {
  const text = canonicalJson(record);
  return { record, text, hash: hashOf(text) };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
