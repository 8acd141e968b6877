import { toOpenApi } from '@kubemate/http-common';
import {
  operationPlanSchema,
  operationReceiptSchema,
  operationRoutes,
} from '@kubemate/operations-common';
import * as definitions from './definitionSchemas';
import { pipelineOperations } from './operations';
import * as boards from './promotion/boardSchemas';
import { flowMetricsSchema } from './promotion/flowSchemas';
import * as gates from './promotion/gateSchemas';
import { promotionOperations } from './promotion/promotionOperations';
import { promotionRoutes } from './promotion/promotionRoutes';
import { promotionSchema } from './promotion/promotionSchemas';
import { releaseSchema } from './promotion/workloadSchemas';
import { pipelinesMachineRoutes, pipelinesRoutes } from './routes';
import * as runs from './runSchemas';
import { eventListenerSchema } from './triggerSchemas';
import { waitingInputSchema } from './waitingSchemas';

/** The OpenAPI document that `GET /api/pipelines/openapi.json` answers. */
export function pipelinesOpenApi({ version }: { version: string }) {
  return toOpenApi({
    title: 'Kubemate pipelines',
    version,
    basePath: '/api/pipelines',
    routes: {
      ...pipelinesRoutes,
      ...pipelinesMachineRoutes,
      ...promotionRoutes,
      ...operationRoutes({ ...pipelineOperations, ...promotionOperations }),
    },
    schemas: {
      ApprovalRequest: gates.approvalRequestSchema,
      Board: boards.boardSchema,
      BoardList: boards.boardListSchema,
      Definition: definitions.definitionSchema,
      DefinitionDetail: definitions.definitionDetailSchema,
      EventListener: eventListenerSchema,
      FlowMetrics: flowMetricsSchema,
      FreezeWindow: gates.freezeWindowSchema,
      Gate: gates.gateSchema,
      OverlayComparison: boards.overlayComparisonSchema,
      OperationPlan: operationPlanSchema,
      OperationReceipt: operationReceiptSchema,
      Promotion: promotionSchema,
      Release: releaseSchema,
      Run: runs.runSchema,
      RunDetail: runs.runDetailSchema,
      RunDetailEvent: runs.runDetailEventSchema,
      RunEvent: runs.runEventSchema,
      RunFailure: runs.runFailureSchema,
      RunGraph: runs.graphSchema,
      RunLogEvent: runs.runLogEventSchema,
      RunPage: runs.runPageSchema,
      TaskNode: runs.taskNodeSchema,
      WaitingInput: waitingInputSchema,
    },
  });
}
