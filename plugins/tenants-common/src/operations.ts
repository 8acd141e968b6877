import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { tenantPermissions } from './permissions';
import {
  clusterNameSchema,
  memberSchema,
  tenantNameSchema,
  tenantSpecSchema,
} from './tenantSchemas';

const name = tenantNameSchema;
const spec = tenantSpecSchema.shape;

/** Everything that changes tenants. Each acts on the clusters as the person who asks. */
export const tenantOperations = {
  createTenant: operationContract({
    name: 'tenants.create-tenant',
    title: 'Create a tenant',
    summary:
      'Makes namespaces over clusters, or adopts those that are there, with members, quota, network policies and Pod Security of one tenant.',
    effect: 'write',
    permission: tenantPermissions.createTenant,
    input: tenantSpecSchema,
  }),
  changeTenant: operationContract({
    name: 'tenants.change-tenant',
    title: 'Change a tenant',
    summary:
      'Changes what a tenant declares, and brings its clusters in line. Absent fields stay as they are.',
    effect: 'write',
    permission: tenantPermissions.updateTenant,
    input: z.strictObject({
      name,
      title: spec.title.optional(),
      description: spec.description,
      owner: spec.owner.optional(),
      plan: spec.plan.optional(),
      placements: spec.placements.optional(),
      network: spec.network.unwrap().optional(),
      podSecurity: spec.podSecurity.unwrap().optional(),
      serviceAccounts: spec.serviceAccounts.unwrap().optional(),
      registries: spec.registries.unwrap().optional(),
      delivery: spec.delivery,
    }),
  }),
  setMembers: operationContract({
    name: 'tenants.set-members',
    title: 'Set the members of a tenant',
    summary: 'Says who belongs to a tenant and as what, and brings the RoleBindings in line.',
    effect: 'write',
    permission: tenantPermissions.updateMembers,
    input: z.strictObject({ name, members: z.array(memberSchema).max(200) }),
  }),
  archiveTenant: operationContract({
    name: 'tenants.archive-tenant',
    title: 'Archive a tenant',
    summary:
      'Takes the members’ rights away and keeps the namespaces with all that runs in them. It can be restored.',
    effect: 'destroy',
    permission: tenantPermissions.archiveTenant,
    input: z.strictObject({ name }),
  }),
  restoreTenant: operationContract({
    name: 'tenants.restore-tenant',
    title: 'Restore a tenant',
    summary: 'Brings an archived tenant back: its members get their rights again.',
    effect: 'write',
    permission: tenantPermissions.archiveTenant,
    input: z.strictObject({ name }),
  }),
  repairDrift: operationContract({
    name: 'tenants.repair-drift',
    title: 'Repair drift of a tenant',
    summary: 'Puts back on the clusters what differs from the declared tenant.',
    effect: 'write',
    permission: tenantPermissions.repairDrift,
    input: z.strictObject({
      name,
      clusters: z.array(clusterNameSchema).min(1).max(100).optional(),
    }),
  }),
  requestQuota: operationContract({
    name: 'tenants.request-quota',
    title: 'Ask for more quota',
    summary: 'Asks for another plan for a tenant. Somebody else decides.',
    effect: 'write',
    permission: tenantPermissions.requestQuota,
    input: z.strictObject({ name, plan: spec.plan, reason: z.string().min(3).max(500) }),
  }),
  withdrawRequest: operationContract({
    name: 'tenants.withdraw-request',
    title: 'Withdraw a request for quota',
    summary: 'Takes back what one has asked for oneself, as long as nobody has decided on it.',
    effect: 'write',
    permission: tenantPermissions.requestQuota,
    input: z.strictObject({ name, request: z.uuid() }),
  }),
  decideQuota: operationContract({
    name: 'tenants.decide-quota',
    title: 'Decide on a request for quota',
    summary:
      'Approves or refuses what a tenant has asked for. Approved, the clusters get the new quota at once.',
    effect: 'write',
    permission: tenantPermissions.decideQuota,
    input: z.strictObject({
      name,
      request: z.uuid(),
      decision: z.enum(['approved', 'refused']),
      note: z.string().max(500).optional(),
    }),
  }),
} as const;
