export { accessSubjectSchema } from './accessSchemas';
export { tenantOperations } from './operations';
export { isTenantPhraseCode, sayTenant, TENANT_PHRASES } from './phrases';
export { tenantPermissions } from './permissions';
export { tenantsMachineRoutes, tenantsRoutes } from './routes';
export { TENANT_CHANGED_TOPIC } from './tenantChanged';
export type { TenantChanged } from './tenantChanged';
export {
  ENVIRONMENTS,
  subjectRefSchema,
  TENANT_DELIVERIES,
  TENANT_ROLES,
  tenantSpecSchema,
} from './tenantSchemas';
export { TenantsClient } from './TenantsClient';
export type { AccessRequest, MatrixRequest, TenantsApi } from './TenantsClient';
export { tenantsOpenApi } from './tenantsOpenApi';
export type {
  AccessAnswer,
  AccessFinding,
  AccessFindings,
  AccessMatrix,
  BindingChain,
  Drift,
  Environment,
  KubeSubject,
  ListedTenant,
  NamespaceStatus,
  Placement,
  Plan,
  PolicyRule,
  QuotaRequest,
  QuotaUse,
  SubjectList,
  Tenant,
  TenantActions,
  TenantDirectory,
  TenantList,
  TenantMember,
  TenantRole,
  TenantSpec,
  TenantStatus,
} from './types';
