import { toOpenApi } from '@kubemate/http-common';
import {
  operationPlanSchema,
  operationReceiptSchema,
  operationRoutes,
} from '@kubemate/operations-common';
import { repositoryOperations } from './operations';
import { repositoriesRoutes } from './routes';
import * as schemas from './schemas';

/** The OpenAPI document that `GET /api/repositories/openapi.json` answers. */
export function repositoriesOpenApi({ version }: { version: string }) {
  return toOpenApi({
    title: 'Kubemate repositories',
    version,
    basePath: '/api/repositories',
    routes: { ...repositoriesRoutes, ...operationRoutes(repositoryOperations) },
    schemas: {
      Commit: schemas.commitSchema,
      CommitDetail: schemas.commitDetailSchema,
      Files: schemas.filesSchema,
      OperationPlan: operationPlanSchema,
      OperationReceipt: operationReceiptSchema,
      PullRequest: schemas.pullRequestSchema,
      PullRequestDetail: schemas.pullRequestDetailSchema,
      Repository: schemas.repositorySchema,
      RepositoryDetail: schemas.repositoryDetailSchema,
    },
  });
}
