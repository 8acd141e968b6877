import { formatResourceId } from '@kubemate/kube-common';
import type { ResourceId } from '@kubemate/kube-common';
import type { z } from 'zod';

type ClientValue<V, I> = V extends ResourceId
  ? ResourceId | string
  : V extends readonly string[]
    ? readonly string[]
    : // What the server makes an object of is written as the text that it reads.
      V extends object
      ? I
      : V;

/**
 * A route's query as a caller writes it: lists as arrays, numbers and booleans as such, a resource type as text or
 * as its parts, and everything that has a default left out.
 */
export type ClientQuery<S extends z.ZodObject> = {
  readonly [K in keyof z.input<S>]: K extends keyof z.output<S>
    ? ClientValue<z.output<S>[K], z.input<S>[K]>
    : never;
};

/** Writes a query as the text after `?`, or as the empty string. */
export function formatQuery(query: object): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    const text = formatValue(value);
    if (text !== undefined) parameters.set(key, text);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function formatValue(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join(',');
  if (isResourceId(value)) return formatResourceId(value);
  return String(value);
}

function isResourceId(value: unknown): value is ResourceId {
  return typeof value === 'object' && value !== null && 'plural' in value && 'version' in value;
}
