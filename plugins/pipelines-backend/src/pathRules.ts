import type { Viewer } from '@kubemate/kube-node';
import { z } from 'zod';

const who = z
  .string({ error: 'must be text' })
  .regex(/^(\*|(group|user):[a-z0-9][-a-z0-9]*\/[a-z0-9][-._a-z0-9]*)$/, {
    error: 'must be the ref of a group or user, such as group:default/shop-team, or *',
  });

/** Whom an entry of the configuration names. */
export const peopleSchema = z.array(who, { error: 'must be a list of refs' }).default([]);

/** Where an entry of the configuration holds: what has this name, and what lies below. */
export const rulePathSchema = z.string({ error: 'must be text' }).regex(/^(\/|[^/].*[^/]|[^/])$/, {
  error: 'must be a full name such as shop/storefront, or / for all',
});

interface PathRule {
  readonly path: string;
}

/** Of the entries that hold a name the longest counts; undefined where none does. */
export function ruleOf<R extends PathRule>(rules: readonly R[], fullName: string): R | undefined {
  return rules
    .filter(({ path }) => path === '/' || fullName === path || fullName.startsWith(`${path}/`))
    .reduce<R | undefined>(
      (best, rule) => (best === undefined || depth(rule) > depth(best) ? rule : best),
      undefined,
    );
}

function depth({ path }: PathRule): number {
  return path === '/' ? 0 : path.split('/').length;
}

export function isAmong(
  { userEntityRef, ownershipEntityRefs }: Viewer,
  refs: readonly string[],
): boolean {
  return refs.some(
    ref => ref === '*' || ref === userEntityRef || ownershipEntityRefs.includes(ref),
  );
}
