import { toOpenApi } from '@kubemate/http-common';
import {
  operationPlanSchema,
  operationReceiptSchema,
  operationRoutes,
} from '@kubemate/operations-common';
import * as access from './accessSchemas';
import { tenantOperations } from './operations';
import { tenantsMachineRoutes, tenantsRoutes } from './routes';
import * as tenants from './tenantSchemas';

/** The OpenAPI document that `GET /api/tenants/openapi.json` answers. */
export function tenantsOpenApi({ version }: { version: string }) {
  return toOpenApi({
    title: 'Kubemate tenants',
    version,
    basePath: '/api/tenants',
    routes: { ...tenantsRoutes, ...tenantsMachineRoutes, ...operationRoutes(tenantOperations) },
    schemas: {
      AccessAnswer: access.accessAnswerSchema,
      AccessFinding: access.accessFindingSchema,
      AccessFindings: access.accessFindingsSchema,
      AccessMatrix: access.accessMatrixSchema,
      BindingChain: access.bindingChainSchema,
      KubeSubject: access.kubeSubjectSchema,
      OperationPlan: operationPlanSchema,
      OperationReceipt: operationReceiptSchema,
      Plan: tenants.planSchema,
      QuotaRequest: tenants.quotaRequestSchema,
      SubjectList: tenants.subjectListSchema,
      Tenant: tenants.tenantSchema,
      TenantList: tenants.tenantListSchema,
      TenantStatus: tenants.tenantStatusSchema,
    },
  });
}
