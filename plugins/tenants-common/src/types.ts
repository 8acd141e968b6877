import type { z } from 'zod';
import type * as access from './accessSchemas';
import type * as tenants from './tenantSchemas';

export type Environment = z.infer<typeof tenants.environmentSchema>;
export type TenantRole = z.infer<typeof tenants.tenantRoleSchema>;
export type TenantMember = z.infer<typeof tenants.memberSchema>;
export type Placement = z.infer<typeof tenants.placementSchema>;
export type TenantSpec = z.output<typeof tenants.tenantSpecSchema>;
export type Tenant = z.infer<typeof tenants.tenantSchema>;
export type ListedTenant = z.infer<typeof tenants.listedTenantSchema>;
export type SubjectList = z.infer<typeof tenants.subjectListSchema>;
export type TenantActions = z.infer<typeof tenants.tenantActionsSchema>;
export type TenantDirectory = z.infer<typeof tenants.tenantDirectorySchema>;
export type TenantList = z.infer<typeof tenants.tenantListSchema>;
export type Plan = z.infer<typeof tenants.planSchema>;
export type Drift = z.infer<typeof tenants.driftSchema>;
export type QuotaUse = z.infer<typeof tenants.quotaUseSchema>;
export type NamespaceStatus = z.infer<typeof tenants.namespaceStatusSchema>;
export type TenantStatus = z.infer<typeof tenants.tenantStatusSchema>;
export type QuotaRequest = z.infer<typeof tenants.quotaRequestSchema>;

export type AccessAnswer = z.infer<typeof access.accessAnswerSchema>;
export type AccessFinding = z.infer<typeof access.accessFindingSchema>;
export type AccessFindings = z.infer<typeof access.accessFindingsSchema>;
export type AccessMatrix = z.infer<typeof access.accessMatrixSchema>;
export type BindingChain = z.infer<typeof access.bindingChainSchema>;
export type KubeSubject = z.infer<typeof access.kubeSubjectSchema>;
export type PolicyRule = z.infer<typeof access.policyRuleSchema>;
