import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { promotionPermissions } from './promotionPermissions';
import { componentRefSchema } from './workloadSchemas';

const environment = z.string().min(1).max(63);
const why = z.string().min(3).max(500);
const route = { component: componentRefSchema, from: environment, to: environment };
const time = z.number().int().min(0);

/** What changes what runs in environments. Each acts on the cluster as the person who asks. */
export const promotionOperations = {
  promote: operationContract({
    name: 'pipelines.promote',
    title: 'Promote',
    summary:
      'Takes the image that a component runs in one environment to the next, waits for the rollout, verifies it, and goes back where that fails.',
    effect: 'write',
    permission: promotionPermissions.promote,
    input: z.strictObject({
      ...route,
      /** The image or digest that the caller has seen; where `from` runs another by now, it is refused. */
      image: z.string().min(1).max(500).optional(),
      /** Why it is done in a change freeze; takes a permission of its own. */
      freezeOverride: why.optional(),
    }),
  }),
  requestApproval: operationContract({
    name: 'pipelines.request-approval',
    title: 'Ask for approval',
    summary: 'Asks those who may approve to let the image of one environment into the next.',
    effect: 'write',
    permission: promotionPermissions.promote,
    input: z.strictObject({ ...route, reason: why.optional() }),
  }),
  approve: operationContract({
    name: 'pipelines.approve',
    title: 'Approve a promotion',
    summary: 'Lets one image into one environment, once. Nobody approves what they have asked for.',
    effect: 'write',
    permission: promotionPermissions.approve,
    input: z.strictObject({
      request: z.uuid(),
      /** The image or digest that the caller has seen; another one is refused. */
      image: z.string().min(1).max(500),
      reason: why,
      /** For how long it counts; never longer than the environment says. */
      expiresInHours: z.number().positive().max(720).optional(),
    }),
  }),
  reject: operationContract({
    name: 'pipelines.reject',
    title: 'Reject a promotion',
    summary: 'Says no to a request for approval; it has to be asked for anew.',
    effect: 'write',
    permission: promotionPermissions.approve,
    input: z.strictObject({ request: z.uuid(), reason: why }),
  }),
  promoteNow: operationContract({
    name: 'pipelines.promote-now',
    title: 'Promote now',
    summary:
      'Skips the steps that are left of a promotion by canary or blue-green: the workload itself gets the image at once.',
    effect: 'write',
    permission: promotionPermissions.promote,
    input: z.strictObject({ promotion: z.uuid(), reason: why }),
  }),
  abortPromotion: operationContract({
    name: 'pipelines.abort-promotion',
    title: 'Abort a promotion in steps',
    summary:
      'All requests go to the earlier version again, and what was made for the new one goes.',
    effect: 'write',
    permission: promotionPermissions.rollback,
    input: z.strictObject({ promotion: z.uuid(), reason: why }),
  }),
  rollback: operationContract({
    name: 'pipelines.rollback',
    title: 'Roll back a release',
    summary:
      'Sets the image of an earlier release that was good, waits for the rollout and verifies it. Gates do not stand before it.',
    effect: 'write',
    permission: promotionPermissions.rollback,
    input: z.strictObject({
      component: componentRefSchema,
      environment,
      /** Id of a release of that component there. */
      release: z.uuid(),
    }),
  }),
  freeze: operationContract({
    name: 'pipelines.freeze',
    title: 'Freeze changes',
    summary: 'Adds a window of time in which nothing is promoted to the environments named.',
    effect: 'write',
    permission: promotionPermissions.freeze,
    input: z.strictObject({
      environments: z.array(environment).min(1).max(50),
      /** All where absent. */
      components: z.array(componentRefSchema).max(200).optional(),
      /** Epoch milliseconds. */
      startsAt: time,
      endsAt: time,
      reason: why,
    }),
  }),
  unfreeze: operationContract({
    name: 'pipelines.unfreeze',
    title: 'End a change freeze',
    summary: 'Removes a window of the freeze calendar.',
    effect: 'write',
    permission: promotionPermissions.freeze,
    input: z.strictObject({ window: z.uuid(), reason: why }),
  }),
} as const;
