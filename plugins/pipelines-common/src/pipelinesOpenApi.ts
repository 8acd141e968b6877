import { toOpenApi } from '@kubemate/http-common';
import {
  operationPlanSchema,
  operationReceiptSchema,
  operationRoutes,
} from '@kubemate/operations-common';
import * as definitions from './definitionSchemas';
import { pipelineOperations } from './operations';
import { pipelinesRoutes } from './routes';
import * as runs from './runSchemas';

/** The OpenAPI document that `GET /api/pipelines/openapi.json` answers. */
export function pipelinesOpenApi({ version }: { version: string }) {
  return toOpenApi({
    title: 'Kubemate pipelines',
    version,
    basePath: '/api/pipelines',
    routes: { ...pipelinesRoutes, ...operationRoutes(pipelineOperations) },
    schemas: {
      Definition: definitions.definitionSchema,
      DefinitionDetail: definitions.definitionDetailSchema,
      OperationPlan: operationPlanSchema,
      OperationReceipt: operationReceiptSchema,
      Run: runs.runSchema,
      RunDetail: runs.runDetailSchema,
      RunDetailEvent: runs.runDetailEventSchema,
      RunEvent: runs.runEventSchema,
      RunFailure: runs.runFailureSchema,
      RunGraph: runs.graphSchema,
      RunLogEvent: runs.runLogEventSchema,
      RunPage: runs.runPageSchema,
      TaskNode: runs.taskNodeSchema,
    },
  });
}
