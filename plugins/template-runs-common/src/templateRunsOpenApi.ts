import { toOpenApi } from '@kubemate/http-common';
import {
  operationPlanSchema,
  operationReceiptSchema,
  operationRoutes,
} from '@kubemate/operations-common';
import { templateRunOperations } from './operations';
import { templatePlanSchema } from './planSchemas';
import { templateRunsRoutes } from './routes';
import { undoPlanSchema } from './schemas';

/** The OpenAPI document that `GET /api/template-runs/openapi.json` answers. */
export function templateRunsOpenApi({ version }: { version: string }) {
  return toOpenApi({
    title: 'Kubemate runs of templates',
    version,
    basePath: '/api/template-runs',
    routes: { ...templateRunsRoutes, ...operationRoutes(templateRunOperations) },
    schemas: {
      OperationPlan: operationPlanSchema,
      OperationReceipt: operationReceiptSchema,
      TemplatePlan: templatePlanSchema,
      UndoPlan: undoPlanSchema,
    },
  });
}
