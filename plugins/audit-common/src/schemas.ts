import { auditEventSchema, MAX_AUDIT_EVENTS } from '@kubemate/operations-common';
import { z } from 'zod';

/** Where a record comes from. */
export const RECORD_KINDS = [
  /** Something a person did through the portal, with its outcome and its differences. */
  'operation',
  /** A request to the portal's API. */
  'request',
  /** A request that an API server reports, whoever made it. */
  'kubernetes',
  /** What a plugin of Backstage told through its auditor: of the catalog, of software templates, of MCP clients. */
  'event',
  /** What the trail says of itself: requests that it could not record. */
  'system',
] as const;

/** How much a record weighs. `low`: a plain read. `high`: something was destroyed, revealed or refused, or rights changed. */
export const SEVERITIES = ['low', 'medium', 'high'] as const;

/**
 * Records are chained in two rows, so that plain reads can be forgotten after days while everything else stays for a year: each
 * chain loses records at its old end only.
 */
export const CHAINS = ['trail', 'reads'] as const;

/** What an API server says of a request. */
export const kubernetesRequestSchema = z.strictObject({
  auditId: z.string().max(100),
  verb: z.string().max(50),
  /** Who the API server took the caller for, after impersonation. */
  user: z.string().max(250),
  /** The credential that impersonated: the portal's own, or a person's. */
  impersonatedBy: z.string().max(250).optional(),
  resource: z.string().max(253).optional(),
  subresource: z.string().max(100).optional(),
  code: z.number().int().optional(),
});

/** One thing that happened, from whatever source. */
export const trailEventSchema = auditEventSchema.extend({
  kind: z.enum(RECORD_KINDS),
  source: z.object({
    via: z.enum(['http', 'action', 'kubernetes', 'portal']),
    address: z.string().max(100).optional(),
    userAgent: z.string().max(300).optional(),
  }),
  /** Of a request: its HTTP status. */
  status: z.number().int().optional(),
  kubernetes: kubernetesRequestSchema.optional(),
  /** Of an event: how much it weighs to the plugin that told it. */
  toldSeverity: z.enum(['low', 'medium', 'high', 'critical']).optional(),
});

/**
 * One record of the trail. `hash` is the SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of all its other fields; `prevHash` is the hash of the record before it in
 * its chain, and 64 zeros for the first.
 */
export const auditRecordSchema = trailEventSchema.extend({
  chain: z.enum(CHAINS),
  /** Position in its chain, from 1, without gaps. */
  seq: z.number().int(),
  /** Epoch milliseconds of when it was written down. */
  recordedAt: z.number().int(),
  severity: z.enum(SEVERITIES),
  tenant: z.string().max(100).optional(),
  prevHash: z.string(),
  hash: z.string(),
});

/** A record with those that are the same thing seen from elsewhere: the request that ran an operation, what the API server saw of it. */
export const auditEntrySchema = auditRecordSchema.extend({
  joined: z.array(auditRecordSchema),
});

const list = z
  .string()
  .max(2000)
  .transform(text => text.split(',').filter(part => part !== ''))
  .optional();

function choices<const T extends string>(values: readonly [T, ...(readonly T[])]) {
  return z
    .string()
    .transform(text => text.split(',').filter(part => part !== ''))
    .pipe(z.array(z.enum(values)))
    .optional();
}

/** Epoch milliseconds, or a time as ISO 8601 writes it. */
const time = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
    if (Number.isSafeInteger(at)) return at;
    context.addIssue('must be epoch milliseconds or an ISO 8601 time');
    return z.NEVER;
  })
  .optional();

const objectText = z
  .string()
  .max(600)
  .transform((text, context) => {
    const parts = text.split('/');
    const [first = '', second = '', third = ''] = parts;
    if (parts.length === 1 && first !== '') return { name: first };
    if (parts.length === 2 && first !== '') return { kind: first, name: second };
    if (parts.length === 3 && first !== '')
      return { kind: first, namespace: second === '_' ? '' : second, name: third };
    context.addIssue('must be name, Kind/name or Kind/namespace/name');
    return z.NEVER;
  })
  .optional();

const MAX_OBJECTS = 200;
const OBJECT = /^([^/]{1,63})\/([^/]{1,63})\/(.{1,253}?)(?:@([^@]{1,63}))?$/;

const objectsText = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    const parts = text.split(',').filter(part => part !== '');
    const objects = parts.flatMap(part => {
      const [, kind, namespace, name, cluster] = OBJECT.exec(part) ?? [];
      if (kind === undefined || namespace === undefined || name === undefined) return [];
      return [{ kind, namespace: namespace === '_' ? '' : namespace, name, cluster }];
    });
    if (objects.length === parts.length && objects.length <= MAX_OBJECTS) return objects;
    context.addIssue(
      `must be at most ${MAX_OBJECTS} of Kind/namespace/name@cluster, separated by commas`,
    );
    return z.NEVER;
  })
  .optional();

/** Which records: each condition must hold; a list of values separated by commas means any of them. */
export const recordFilterSchema = z.strictObject({
  actor: list,
  /** `scale-workload` or `clusters.scale-workload` of an operation, `patch` of an API server's, `post` of a request. */
  verb: list,
  cluster: list,
  namespace: list,
  /** `name`, `Kind/name` or `Kind/namespace/name`; `_` is no namespace. */
  object: objectText,
  /**
   * Any of several: `Deployment/shop/cart@prod`, on every cluster without `@prod`. Of a Deployment, StatefulSet, DaemonSet or Job its ReplicaSets
   * and pods count as well, by their names, as they are gone long before their records.
   */
  objects: objectsText,
  plugin: list,
  outcome: list,
  kind: choices(RECORD_KINDS),
  effect: choices(['read', 'write', 'destroy']),
  severity: choices(SEVERITIES),
  tenant: list,
  correlationId: z.string().max(100).optional(),
  /** Words; each must stand in the sentence, the actor or an object's name. */
  text: z.string().max(200).optional(),
  from: time,
  to: time,
});

export const recordQuerySchema = recordFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(100).optional(),
});

export const recordPageSchema = z.object({
  /** Newest first. */
  items: z.array(auditEntrySchema),
  nextCursor: z.string().optional(),
  /** Whether the caller sees every record, or those of what they may list only. */
  scope: z.enum(['all', 'own']),
});

export const facetFields = [
  'actor',
  'verb',
  'cluster',
  'namespace',
  'plugin',
  'outcome',
  'kind',
  'severity',
  'tenant',
] as const;

const facetSchema = z.array(z.object({ value: z.string(), count: z.number() }));

export const recordFacetsSchema = z.object({
  total: z.number(),
  /** Counts of each field's values, the most frequent first; a field's own condition is left out of its counts. */
  facets: z.object({
    actor: facetSchema,
    verb: facetSchema,
    cluster: facetSchema,
    namespace: facetSchema,
    plugin: facetSchema,
    outcome: facetSchema,
    kind: facetSchema,
    severity: facetSchema,
    tenant: facetSchema,
  }),
});

export const PROBLEM_KINDS = [
  'changed',
  'missing',
  'inserted',
  'unlinked',
  'truncated',
  'rewritten',
  'forged',
] as const;

/** One thing that is wrong with a chain. */
export const chainProblemSchema = z.object({
  /** The first record that it is about. */
  seq: z.number(),
  /** The last one, where only the range is known. */
  to: z.number().optional(),
  kind: z.enum(PROBLEM_KINDS),
  message: z.string(),
});

export const chainReportSchema = z.object({
  chain: z.enum(CHAINS),
  ok: z.boolean(),
  /** How many records were checked, and which. */
  records: z.number(),
  first: z.number().optional(),
  last: z.number().optional(),
  /** Anchors of the object store that were compared. */
  anchors: z.number(),
  /** The newest anchor's time; records after it are held by the signed head alone. */
  anchoredAt: z.number().optional(),
  firstBadSeq: z.number().optional(),
  /** The first problems; the rest is not looked for. */
  problems: z.array(chainProblemSchema),
});

export const verifyReportSchema = z.object({
  ok: z.boolean(),
  /** Epoch milliseconds of the end. */
  at: z.number(),
  durationMs: z.number(),
  chains: z.array(chainReportSchema),
  /** Where the signing key is from. A generated one lies beside the anchors, and proves less. */
  key: z.enum(['config', 'generated']),
  anchorStore: z.string(),
});

export const auditStatusSchema = z.object({
  chains: z.array(
    z.object({
      chain: z.enum(CHAINS),
      records: z.number(),
      oldestAt: z.number().optional(),
      newestAt: z.number().optional(),
      anchoredAt: z.number().optional(),
      keepDays: z.number(),
      /** The hold that stands against forgetting old records. */
      heldBy: z.string().optional(),
    }),
  ),
  /** What the latest check found; absent before the first. */
  lastVerify: verifyReportSchema.optional(),
  /** What the caller may do here. */
  may: z.object({ readAll: z.boolean(), export: z.boolean(), verify: z.boolean() }),
});

export const RULES = ['mass-delete', 'off-hours-write', 'role-escalation', 'many-denials'] as const;

/** What a rule found. */
export const noticeSchema = z.object({
  id: z.string(),
  rule: z.enum(RULES),
  severity: z.enum(['medium', 'high']),
  actor: z.string(),
  /** How many records it is about, and when. */
  count: z.number(),
  firstAt: z.number(),
  lastAt: z.number(),
  cluster: z.string().optional(),
  /** The record that raised it. */
  recordId: z.string(),
  /** Its sentence. */
  summary: z.string(),
  read: z.boolean(),
});

export const noticeListSchema = z.object({ items: z.array(noticeSchema), unread: z.number() });

export const eventDeliverySchema = z.strictObject({
  events: z.array(auditEventSchema).min(1).max(MAX_AUDIT_EVENTS),
});

export const EXPORT_FORMATS = ['csv', 'jsonl', 'syslog'] as const;
