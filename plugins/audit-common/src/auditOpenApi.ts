import { toOpenApi } from '@kubemate/http-common';
import { auditMachineRoutes, auditRoutes } from './routes';
import * as schemas from './schemas';

/** The OpenAPI document that `GET /api/audit/openapi.json` answers. */
export function auditOpenApi({ version }: { version: string }) {
  return toOpenApi({
    title: 'Kubemate audit',
    version,
    basePath: '/api/audit',
    routes: { ...auditRoutes, ...auditMachineRoutes },
    schemas: {
      AuditEntry: schemas.auditEntrySchema,
      AuditRecord: schemas.auditRecordSchema,
      AuditStatus: schemas.auditStatusSchema,
      ChainProblem: schemas.chainProblemSchema,
      ChainReport: schemas.chainReportSchema,
      Notice: schemas.noticeSchema,
      NoticeList: schemas.noticeListSchema,
      RecordFacets: schemas.recordFacetsSchema,
      RecordPage: schemas.recordPageSchema,
      VerifyReport: schemas.verifyReportSchema,
    },
  });
}
