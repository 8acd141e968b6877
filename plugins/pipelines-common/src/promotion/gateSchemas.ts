import { phraseSchema } from '@kubemate/operations-common';
import { z } from 'zod';
import { runRefSchema } from '../runSchemas';
import { codeQualitySchema, imageEvidenceSchema, UNKNOWN_CAUSES } from './evidenceSchemas';
import { runningImageSchema } from './workloadSchemas';

export const freezeWindowSchema = z.object({
  id: z.string(),
  /** Names of environments. */
  environments: z.array(z.string()),
  /** Entity refs; every component where empty. */
  components: z.array(z.string()),
  /** Epoch milliseconds. */
  startsAt: z.number(),
  endsAt: z.number(),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: z.number(),
  /** It holds now. */
  isActive: z.boolean(),
});

export const freezeListSchema = z.object({ items: z.array(freezeWindowSchema) });

/** `used`: a promotion has been let through by it; every further one asks anew. */
export const APPROVAL_STATES = ['waiting', 'approved', 'rejected', 'expired', 'used'] as const;

export const approvalDecisionSchema = z.object({
  by: z.string(),
  at: z.number(),
  decision: z.enum(['approved', 'rejected']),
  reason: z.string(),
  /** Epoch milliseconds after which it does not count any more. */
  expiresAt: z.number(),
  /** It does not count any more. */
  isExpired: z.boolean(),
});

/** Somebody wants one image in one environment, and others have a say in it. */
export const approvalRequestSchema = z.object({
  id: z.string(),
  component: z.string(),
  owner: z.string().optional(),
  from: z.string(),
  to: z.string(),
  /** What is approved; a request for another image is another request. */
  image: runningImageSchema,
  /** What runs there now. */
  before: runningImageSchema.optional(),
  state: z.enum(APPROVAL_STATES),
  requestedBy: z.string(),
  requestedAt: z.number(),
  reason: z.string().optional(),
  expiresAt: z.number(),
  /** How many approvals it takes, and how many count now. */
  needed: z.number(),
  given: z.number(),
  /** Entity refs of groups whose members may approve. */
  groups: z.array(z.string()),
  decisions: z.array(approvalDecisionSchema),
  /** Whether the caller may decide on it, and if not, why. */
  mayDecide: z.boolean(),
  whyNot: z
    .enum(['no-permission', 'not-in-group', 'requester', 'author', 'decided', 'over'])
    .optional(),
  /** The promotion that it let through. */
  promotion: z.string().optional(),
});

export const approvalListSchema = z.object({ items: z.array(approvalRequestSchema) });

/** Why a registry tells nothing of an image. */
const UNTOLD = ['no-registry', 'no-digest', ...UNKNOWN_CAUSES] as const;

/** What can let a gate open. All that is named helps. */
const clearedBySchema = z.object({
  /** Entity refs of groups whose members can. */
  groups: z.array(z.string()),
  /** The operation that does it: `pipelines.approve`. */
  operation: z.string().optional(),
  /** The permission that it takes. */
  permission: z.string().optional(),
});

/** Why a metric is as it is. `no-data`: nothing is measured there. `refused`: the query, or the right to read it. */
export const METRIC_VERDICTS = [
  'well',
  'too-high',
  'too-low',
  'no-data',
  'unreachable',
  'refused',
] as const;

/** One metric of one workload, measured and compared with its limits. */
export const metricCheckSchema = z.object({
  /** Its name in the configuration. */
  metric: z.string(),
  title: z.string(),
  /** Of the Deployment, StatefulSet or DaemonSet whose pods count. */
  workload: z.string(),
  /** `unknown` lets nothing through, unless its gate says otherwise. */
  state: z.enum(['passed', 'failed', 'unknown']),
  why: z.enum(METRIC_VERDICTS),
  value: z.number().optional(),
  max: z.number().optional(),
  min: z.number().optional(),
  /** What the source says, where it does not answer or refuses. */
  detail: z.string().optional(),
  /** A sentence in English. */
  message: z.string(),
  said: phraseSchema,
});

/** What stands before an environment, and whether it lets this image through. `unknown` does not block. */
export const gateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pipeline-passed'),
    state: z.enum(['passed', 'blocked', 'unknown']),
    /** The run that made the image; absent where none is known. */
    run: runRefSchema.optional(),
    /** `unknown`: no run that the caller may see made this image. */
    why: z.enum(['succeeded', 'failed', 'running', 'unknown']),
    clearedBy: clearedBySchema,
  }),
  z.object({
    kind: z.literal('approvals'),
    state: z.enum(['passed', 'blocked']),
    needed: z.number(),
    given: z.number(),
    why: z.enum(['approved', 'not-asked', 'waiting', 'rejected', 'expired']),
    /** The newest for this very image; absent where nobody has asked. */
    request: approvalRequestSchema.optional(),
    clearedBy: clearedBySchema,
  }),
  z.object({
    kind: z.literal('freeze'),
    state: z.enum(['passed', 'blocked']),
    /** That hold now, or begin within a week. */
    windows: z.array(freezeWindowSchema),
    clearedBy: clearedBySchema,
  }),
  z.object({
    kind: z.literal('image-signed'),
    state: z.enum(['passed', 'blocked']),
    why: z.enum(['verified', 'unchecked', 'rejected', 'none', ...UNTOLD]),
    evidence: imageEvidenceSchema,
    clearedBy: clearedBySchema,
  }),
  z.object({
    kind: z.literal('image-scanned'),
    state: z.enum(['passed', 'blocked']),
    /** `unsigned`: there are scans, and no configured key signed one. */
    why: z.enum(['clean', 'too-many', 'too-old', 'not-scanned', 'unsigned', ...UNTOLD]),
    maxCritical: z.number(),
    /** Any number where absent. */
    maxHigh: z.number().optional(),
    evidence: imageEvidenceSchema,
    clearedBy: clearedBySchema,
  }),
  z.object({
    kind: z.literal('quality-gate'),
    state: z.enum(['passed', 'blocked', 'unknown']),
    why: z.enum(['passed', 'failed', 'none', 'no-project', 'no-server', ...UNKNOWN_CAUSES]),
    quality: codeQualitySchema,
    clearedBy: clearedBySchema,
  }),
  z.object({
    kind: z.literal('metrics'),
    /** `unknown`: nothing is measured, and the environment says that this lets through. */
    state: z.enum(['passed', 'blocked', 'unknown']),
    checks: z.array(
      metricCheckSchema.extend({
        /** Where the workload is. */
        environment: z.string(),
        blocks: z.boolean(),
      }),
    ),
    clearedBy: clearedBySchema,
  }),
]);

export const GATE_KINDS = [
  'pipeline-passed',
  'quality-gate',
  'image-signed',
  'image-scanned',
  'metrics',
  'approvals',
  'freeze',
] as const satisfies readonly z.infer<typeof gateSchema>['kind'][];
