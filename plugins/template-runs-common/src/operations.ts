import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { templateRunPermissions } from './permissions';

/** Everything that changes what runs of templates have made. */
export const templateRunOperations = {
  undo: operationContract({
    name: 'template-runs.undo',
    title: 'Undo a run of a template',
    summary:
      'Takes back what a run of a template has made, step by step, the newest first, as the person who asks. What somebody has changed since stays, unless it is named.',
    effect: 'destroy',
    permission: templateRunPermissions.undo,
    input: z.strictObject({
      run: z.uuid(),
      /** Ids of the items to take back; all that nobody has changed since where absent. */
      items: z.array(z.uuid()).max(2000).optional(),
      /** Texts that the guards of items ask for. */
      confirmed: z.array(z.string().max(300)).max(100).default([]),
    }),
  }),
} as const;
