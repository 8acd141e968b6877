import type { OperationTarget } from '@kubemate/operations-common';

const LONGEST = 160;

/** A value of a field as one line: text as it is, everything else as JSON, cut where long. */
export function formatValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const line = text.replace(/\s*\n\s*/g, ' ⏎ ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/** `Deployment payments` */
export function formatTarget({ kind, name }: OperationTarget): string {
  return `${kind} ${name}`;
}

/** `shop · prod`; empty for something of the portal's own. */
export function formatPlace({ namespace, cluster }: OperationTarget): string {
  return [namespace, cluster].filter(part => part !== undefined).join(' · ');
}

/** Stable among the targets of one operation. */
export function targetKey({ cluster, apiVersion, kind, namespace, name }: OperationTarget): string {
  return [cluster, apiVersion, kind, namespace, name].join('/');
}
