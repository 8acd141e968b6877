import type { Route } from '@kubemate/http-common';
import { z } from 'zod';
import {
  auditEntrySchema,
  auditStatusSchema,
  EXPORT_FORMATS,
  eventDeliverySchema,
  noticeListSchema,
  recordFacetsSchema,
  recordFilterSchema,
  recordPageSchema,
  recordQuerySchema,
  verifyReportSchema,
} from './schemas';

const nothing = z.strictObject({});

/** Routes of `/api/audit` for people. Records cannot be changed or taken away by any of them. */
export const auditRoutes = {
  listRecords: {
    path: '/records',
    summary: 'Records, newest first; those of what the caller may see',
    query: recordQuerySchema,
    response: recordPageSchema,
  },
  getFacets: {
    path: '/facets',
    summary: 'How many records there are, by actor, verb, cluster and so on',
    query: recordFilterSchema,
    response: recordFacetsSchema,
  },
  getRecord: {
    path: '/records/{id}',
    summary: 'One record with those that are the same thing seen from elsewhere',
    params: z.strictObject({ id: z.uuid() }),
    query: nothing,
    response: auditEntrySchema,
  },
  verify: {
    path: '/verify',
    summary: 'Check every record and every anchor now, and say what is wrong',
    query: nothing,
    response: verifyReportSchema,
  },
  getStatus: {
    path: '/status',
    summary: 'How long the chains are, when they were anchored, and what the latest check found',
    query: nothing,
    response: auditStatusSchema,
  },
  listNotices: {
    path: '/notices',
    summary: 'What the rules found, newest first',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    response: noticeListSchema,
  },
  readNotices: {
    method: 'POST',
    path: '/notices/read',
    summary: 'Mark notices as read, for the caller alone',
    query: nothing,
    body: z.strictObject({ ids: z.array(z.uuid()).max(200) }),
    response: noticeListSchema,
  },
  getOpenApi: {
    path: '/openapi.json',
    summary: 'This contract as OpenAPI 3.1',
    query: nothing,
    response: z.looseObject({ openapi: z.string() }),
  },
} as const satisfies Record<string, Route>;

/** Routes that answer something else than JSON, or that people do not call. */
export const auditMachineRoutes = {
  exportRecords: {
    path: '/export',
    summary:
      'Records as a file: CSV, JSON lines that can be verified by themselves, or syslog (RFC 5424)',
    query: recordFilterSchema.extend({ format: z.enum(EXPORT_FORMATS) }),
    response: z.string(),
  },
  deliverEvents: {
    method: 'POST',
    path: '/events',
    summary: "Events of another plugin's backend; telling one twice is harmless",
    query: nothing,
    body: eventDeliverySchema,
    response: z.object({ accepted: z.number() }),
  },
  receiveKubernetes: {
    method: 'POST',
    path: '/kubernetes/{cluster}',
    summary: "Webhook for an API server's audit events (audit.k8s.io/v1)",
    params: z.strictObject({ cluster: z.string().min(1).max(63) }),
    query: nothing,
    body: z.looseObject({ items: z.array(z.unknown()) }),
    response: z.object({ accepted: z.number() }),
  },
} as const satisfies Record<string, Route>;
