export { AuditClient } from './AuditClient';
export type { AuditApi, RecordFilterText } from './AuditClient';
export { auditOpenApi } from './auditOpenApi';
export { canonicalJson } from './canonicalJson';
export {
  auditExportPermission,
  auditPermissions,
  auditReadAllPermission,
  auditReadPermission,
  auditVerifyPermission,
} from './permissions';
export { pluralOf } from './pluralOf';
export { auditMachineRoutes, auditRoutes } from './routes';
export { auditRecordSchema, CHAINS, facetFields, RULES, trailEventSchema } from './schemas';
export type {
  AuditEntry,
  AuditRecord,
  AuditStatus,
  Chain,
  ChainProblem,
  ChainReport,
  ExportFormat,
  FacetField,
  Notice,
  NoticeList,
  RecordFacets,
  RecordFilter,
  RecordKind,
  RecordPage,
  RecordQuery,
  RuleName,
  Severity,
  TrailEvent,
  VerifyReport,
} from './types';
