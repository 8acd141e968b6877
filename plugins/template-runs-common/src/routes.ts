import type { JsonRoute } from '@kubemate/http-common';
import { z } from 'zod';
import { templatePlanSchema, templateRefSchema } from './planSchemas';
import { undoPlanSchema } from './schemas';

const nothing = z.strictObject({});

/** Every route of `/api/template-runs` beside those of its operations. */
export const templateRunsRoutes = {
  getUndoPlan: {
    path: '/runs/{id}/undo-plan',
    summary: 'What a run of a template has made, and how each of it would be taken back',
    params: z.strictObject({ id: z.uuid() }),
    query: nothing,
    response: undoPlanSchema,
  },
  planTemplate: {
    method: 'POST',
    path: '/template-plans',
    summary:
      'What a template would do with these values, as the caller: files, operations with their plans, quota; nothing changes',
    query: nothing,
    body: z.strictObject({
      template: templateRefSchema,
      values: z.record(z.string().max(200), z.unknown()),
    }),
    response: templatePlanSchema,
  },
  getOpenApi: {
    path: '/openapi.json',
    summary: 'This contract as OpenAPI 3.1',
    query: nothing,
    response: z.looseObject({ openapi: z.string() }),
  },
} as const satisfies Record<string, JsonRoute>;
