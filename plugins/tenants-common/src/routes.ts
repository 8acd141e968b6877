import type { JsonRoute } from '@kubemate/http-common';
import { z } from 'zod';
import {
  accessAnswerSchema,
  accessFindingsSchema,
  accessMatrixSchema,
  accessQuerySchema,
  matrixQuerySchema,
} from './accessSchemas';
import {
  quotaRequestSchema,
  subjectListSchema,
  subjectQuerySchema,
  tenantDirectorySchema,
  tenantListSchema,
  tenantNameSchema,
  tenantRoleSchema,
  tenantSchema,
  tenantStatusSchema,
} from './tenantSchemas';

const nothing = z.strictObject({});
const params = z.strictObject({ name: tenantNameSchema });

/** Routes that other plugins' backends call, and people do not. */
export const tenantsMachineRoutes = {
  getDirectory: {
    path: '/directory',
    summary: 'Which namespaces belong to which tenant, and who answers for it; for other plugins',
    query: nothing,
    response: tenantDirectorySchema,
  },
} as const satisfies Record<string, JsonRoute>;

/** Every route of `/api/tenants` beside those of its operations. */
export const tenantsRoutes = {
  listTenants: {
    path: '/tenants',
    summary: 'Tenants that the caller belongs to; all of them for platform admins and auditors',
    query: z.strictObject({ state: z.enum(['active', 'archived', 'all']).default('active') }),
    response: tenantListSchema,
  },
  getTenant: {
    path: '/tenants/{name}',
    summary: 'One tenant as it is declared',
    params,
    query: nothing,
    response: tenantSchema,
  },
  getTenantStatus: {
    path: '/tenants/{name}/status',
    summary: 'Quota, what is broken, and how the clusters differ from the declared tenant',
    params,
    query: nothing,
    response: tenantStatusSchema,
  },
  listQuotaRequests: {
    path: '/tenants/{name}/quota-requests',
    summary: 'What the tenant has asked for, newest first',
    params,
    query: nothing,
    response: z.object({ items: z.array(quotaRequestSchema) }),
  },
  listRoles: {
    path: '/roles',
    summary: 'Roles that the caller has in any active tenant',
    query: nothing,
    response: z.object({ items: z.array(tenantRoleSchema) }),
  },
  listSubjects: {
    path: '/subjects',
    summary: 'Users and groups of the catalog that can belong to a tenant',
    query: subjectQuerySchema,
    response: subjectListSchema,
  },
  explainAccess: {
    path: '/access',
    summary: 'Whether somebody may, and the bindings that say so',
    query: accessQuerySchema,
    response: accessAnswerSchema,
  },
  accessMatrix: {
    path: '/access/matrix',
    summary: 'Who may do what in a namespace, by the bindings there are',
    query: matrixQuerySchema,
    response: accessMatrixSchema,
  },
  accessFindings: {
    path: '/access/findings',
    summary: 'Subjects with more rights than they should have, with the evidence',
    query: nothing,
    response: accessFindingsSchema,
  },
  getOpenApi: {
    path: '/openapi.json',
    summary: 'This contract as OpenAPI 3.1',
    query: nothing,
    response: z.looseObject({ openapi: z.string() }),
  },
} as const satisfies Record<string, JsonRoute>;
