import type { Route } from '@kubemate/http-common';
import { z } from 'zod';
import { boardListSchema, boardSchema, overlayComparisonSchema } from './boardSchemas';
import { componentEvidenceSchema } from './evidenceSchemas';
import { flowMetricsSchema } from './flowSchemas';
import { approvalListSchema, freezeListSchema } from './gateSchemas';
import { promotionListSchema, promotionSchema } from './promotionSchemas';
import { componentRefSchema, configDifferenceSchema, releaseSchema } from './workloadSchemas';

const nothing = z.strictObject({});
const text = z.string().min(1).max(253);
const time = z.coerce.number().int().min(0);
const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z.string().max(500).optional();

/** `/components/component:default/cart/…` */
const componentParams = z.strictObject({ kind: text, namespace: text, name: text });

/** Routes of `/api/pipelines` about what runs in which environment. */
export const promotionRoutes = {
  listComponents: {
    path: '/components',
    summary: 'Components that are somewhere in an environment, with what runs there',
    query: z.strictObject({
      /** Case-insensitive words over name, title and description. */
      search: z.string().max(200).optional(),
      /** Entity ref of who owns them. */
      owner: text.optional(),
      limit,
      cursor,
    }),
    response: boardListSchema,
  },
  getBoard: {
    path: '/components/{kind}:{namespace}/{name}/board',
    summary: 'What a component runs in each environment, and what stands between two of them',
    params: componentParams,
    query: nothing,
    response: boardSchema,
  },
  compareOverlays: {
    path: '/components/{kind}:{namespace}/{name}/overlays',
    summary: 'What git has between two environments of a component that is promoted through it',
    params: componentParams,
    query: z.strictObject({ from: text, to: text }),
    response: overlayComparisonSchema,
  },
  getEvidence: {
    path: '/components/{kind}:{namespace}/{name}/evidence',
    summary: 'What registries say of the images that a component runs, and SonarQube of its code',
    params: componentParams,
    query: nothing,
    response: componentEvidenceSchema,
  },
  listReleases: {
    path: '/components/{kind}:{namespace}/{name}/releases',
    summary: 'What an environment ran, newest first: what can be rolled back to',
    params: componentParams,
    query: z.strictObject({ environment: text, limit }),
    response: z.object({ items: z.array(releaseSchema) }),
  },
  compareRelease: {
    path: '/components/{kind}:{namespace}/{name}/releases/{release}/differences',
    summary: 'How what runs now differs from an earlier release of the same environment',
    params: componentParams.extend({ release: z.uuid() }),
    query: nothing,
    response: z.object({
      differences: z.array(configDifferenceSchema),
      /** The cluster no longer has that release's pod template, so only image and replicas are compared. */
      isPartial: z.boolean(),
    }),
  },
  listPromotions: {
    path: '/promotions',
    summary: 'Promotions and rollbacks, newest first',
    query: z.strictObject({
      component: componentRefSchema.optional(),
      environment: text.optional(),
      limit,
      cursor,
    }),
    response: promotionListSchema,
  },
  getPromotion: {
    path: '/promotions/{id}',
    summary: 'One promotion or rollback with what happened in it',
    params: z.strictObject({ id: z.uuid() }),
    query: nothing,
    response: promotionSchema,
  },
  listApprovals: {
    path: '/approvals',
    summary: 'Requests for approval: those that the caller may decide on, and their own',
    query: z.strictObject({
      state: z.enum(['waiting', 'all']).default('waiting'),
      component: componentRefSchema.optional(),
      limit,
    }),
    response: approvalListSchema,
  },
  listFreezes: {
    path: '/freezes',
    summary: 'Windows in which nothing is promoted: those that hold or come, soonest first',
    query: z.strictObject({ environment: text.optional() }),
    response: freezeListSchema,
  },
  getFlow: {
    path: '/metrics/flow',
    summary:
      'Deployment frequency, lead time, change failure rate and time to restore, by component and team',
    query: z.strictObject({
      component: componentRefSchema.optional(),
      owner: text.optional(),
      /** The last one where absent. */
      environment: text.optional(),
      /** Epoch milliseconds; 30 days before `until` where absent. */
      since: time.optional(),
      until: time.optional(),
    }),
    response: flowMetricsSchema,
  },
} as const satisfies Record<string, Route>;
