import type { AuditRecord } from '@kubemate/plugin-audit-common';
import { deed } from '../translations/en/deed';

const KNOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = deed;

/** About one thing, however many objects they touch. */
const ONE_TARGET = /^(tenants\.|clusters\.drain-node$)/;

/** The text for what a record's operation does, by key; undefined where only its own sentence tells. */
export function deedOf({ action, kind, results = [] }: AuditRecord): string | undefined {
  if (kind !== 'operation') return undefined;
  // The sentence of several objects counts them.
  if (results.length > 1 && !ONE_TARGET.test(action)) return undefined;
  const [plugin = '', name = ''] = action.split('.');
  return KNOWN[plugin]?.[name] === undefined ? undefined : `deed.${action}`;
}
