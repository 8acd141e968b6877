import type { Entity } from '@backstage/catalog-model';
import { catalogEntityPermissionResourceRef } from '@backstage/plugin-catalog-node/alpha';
import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod/v3';
import { isRestricted, RESTRICTED } from './restrictedEntity';

/** Everything that is not restricted, and of what is, that which one of the claims may read. The policy asks for it by its name. */
export const isVisibleTo = createPermissionRule({
  name: 'IS_VISIBLE_TO',
  description: 'Allow entities that everybody may see, and those that a claim is a reader of',
  resourceRef: catalogEntityPermissionResourceRef,
  paramsSchema: z.object({
    claims: z.array(z.string()).describe('Entity refs of the person and of their groups'),
  }),
  apply: (entity: Entity, { claims }) =>
    !isRestricted(entity) ||
    claims.some(claim => entity.spec.readers.includes(claim.toLocaleLowerCase('en-US'))),
  toQuery: ({ claims }) => ({
    anyOf: [
      { not: { key: 'spec.visibility', values: [RESTRICTED] } },
      { key: 'spec.readers', values: claims },
    ],
  }),
});
