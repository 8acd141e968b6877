import { tenantSpecSchema } from '@kubemate/plugin-tenants-common';
import { z } from 'zod';
import { isTenantKind } from './kinds';
import type { TenantKind } from './kinds';

const stateSchema = z.enum(['active', 'archived']);

/** A tenant before and after, and which part of the clusters follows. */
export const changeSchema = z.object({
  /** Absent where the tenant is new. */
  before: z
    .object({ spec: tenantSpecSchema, state: stateSchema, revision: z.number().int() })
    .optional(),
  spec: tenantSpecSchema,
  state: stateSchema,
  kinds: z.array(z.custom<TenantKind>(kind => isTenantKind(String(kind)))).optional(),
  clusters: z.array(z.string()).optional(),
});

/** What has to be known of a change by whoever goes on with it. */
export interface BegunChange {
  /** Of the record of its operation. */
  readonly id: string;
  readonly by: string;
  /** Of who has begun it, as they were then. */
  readonly groups: readonly string[];
  readonly at: number;
  readonly change: z.output<typeof changeSchema>;
}
