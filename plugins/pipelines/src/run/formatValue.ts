import type { Value } from '@kubemate/plugin-pipelines-common';

/** A value on lines: an array item by item, an object as `key=value`. A dash stands for nothing. */
export function formatValue(value: Value): string {
  const lines =
    typeof value === 'string'
      ? [value.trimEnd()]
      : Array.isArray(value)
        ? value
        : Object.entries(value).map(([key, text]) => `${key}=${text}`);
  return lines.join('\n') || '—';
}
