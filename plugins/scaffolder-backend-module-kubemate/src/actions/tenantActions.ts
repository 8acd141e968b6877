import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { runOperation, stepReceipts } from '../runOperation';

/** Creates a tenant with one namespace on each of the clusters. */
export function createTenant(actions: ActionsService) {
  return createTemplateAction({
    id: 'kubemate:tenant:create',
    description:
      'Creates a tenant: on each cluster a namespace of its name, the owner’s people as developers, the plan’s quota.',
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().min(1).max(40),
        title: z => z.string().min(1).max(100),
        description: z => z.string().max(500).optional(),
        owner: z => z.string().describe('Entity ref of the group that answers for it'),
        plan: z => z.string().min(1).max(40),
        placements: z =>
          z
            .array(z.object({ cluster: z.string(), environment: z.string() }))
            .min(1)
            .max(100)
            .describe('Clusters, and as which environment each counts'),
      },
      output: { receipts: z => z.array(z.any()).describe('What was done, for undoing it') },
    },
    async handler(ctx) {
      const { name, title, description, owner, plan, placements } = ctx.input;
      const input = {
        ...{ name, title, owner, plan },
        ...(description === undefined ? {} : { description }),
        members: [{ subject: owner, role: 'developer' }],
        placements: placements.map(placement => ({ ...placement, namespaces: [name] })),
      };
      const id = 'tenants:create-tenant';
      const receipt = await runOperation(ctx, { actions, id, input, planField: 'operationPlan' });
      ctx.output('receipts', stepReceipts([receipt]));
    },
  });
}

/** Asks for another plan; somebody else decides. */
export function requestQuota(actions: ActionsService) {
  return createTemplateAction({
    id: 'kubemate:tenant:request-quota',
    description: 'Asks for another plan for a tenant. Somebody else decides.',
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().min(1).max(40),
        plan: z => z.string().min(1).max(40),
        reason: z => z.string().min(3).max(500),
      },
      output: { receipts: z => z.array(z.any()).describe('What was done, for undoing it') },
    },
    async handler(ctx) {
      const { name, plan, reason } = ctx.input;
      const input = { name, plan, reason };
      const id = 'tenants:request-quota';
      const receipt = await runOperation(ctx, { actions, id, input, planField: 'operationPlan' });
      ctx.output('receipts', stepReceipts([receipt]));
    },
  });
}
