import { createPermission } from '@backstage/plugin-permission-common';
import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';

export const counterContract = operationContract({
  name: 'counters.count',
  title: 'Count',
  summary: 'Adds one to a counter, and again each time it is run.',
  effect: 'write',
  permission: createPermission({ name: 'counters.count', attributes: { action: 'update' } }),
  bulk: true,
  input: z.strictObject({ name: z.string() }),
});
