import { z } from 'zod';

/** Measures of SonarQube that are shown beside the gate, in this order. */
export const QUALITY_MEASURES = [
  'coverage',
  'bugs',
  'vulnerabilities',
  'security_hotspots',
  'code_smells',
  'duplicated_lines_density',
] as const;
import { runningImageSchema } from './workloadSchemas';

/** Counts of vulnerabilities by severity, as a scanner has published them about one image. */
export const imageScanSchema = z.object({
  scanner: z.string(),
  /** Epoch milliseconds; absent where the report does not say. */
  at: z.number().optional(),
  critical: z.number(),
  high: z.number(),
  medium: z.number(),
  low: z.number(),
  unknown: z.number(),
  /** Signed by a key or an identity of the configuration. */
  isVerified: z.boolean(),
});

/**
 * Why a signature does not count. `unknown-key`: no configured key made it. `other-image`: it is of another digest. `no-root`: it is keyless, and no trusted root is configured. `other-issuer`, `other-subject`: it is
 * proven, and of nobody whom the configuration names. `untrusted`: its certificate is of no CA of the root. `expired`: its certificate was not valid when it was made. `no-timestamp`: nothing proves when it was made.
 * `no-transparency`, `no-certificate-log`: no log of the root has it, or its certificate. `tampered`: it is of something else than what it hangs on. `malformed`: it cannot be read.
 */
export const SIGNATURE_REFUSALS = [
  'unknown-key',
  'other-image',
  'no-root',
  'other-issuer',
  'other-subject',
  'untrusted',
  'expired',
  'no-timestamp',
  'no-transparency',
  'no-certificate-log',
  'tampered',
  'malformed',
] as const;

export const signatureRefusalSchema = z.object({
  reason: z.enum(SIGNATURE_REFUSALS),
  /** Who signed, where that is proven. */
  subject: z.string().optional(),
  /** Who vouches for that. */
  issuer: z.string().optional(),
});

/** Why nothing is known of an image, or a project. */
export const UNKNOWN_CAUSES = ['absent', 'forbidden', 'unreachable'] as const;

/** What the registry keeps about one image. */
export const imageEvidenceSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('known'),
    registry: z.string(),
    repository: z.string(),
    digest: z.string(),
    signature: z.object({
      /** `unchecked`: there, and neither a key nor an identity is configured to check it by. `rejected`: none counts. */
      state: z.enum(['verified', 'unchecked', 'rejected', 'none']),
      /** Names of the configured keys and identities that made one. */
      keys: z.array(z.string()),
      /** Where it is `rejected`: why those that are there do not count. */
      refusals: z.array(signatureRefusalSchema),
    }),
    sboms: z.array(z.object({ format: z.enum(['spdx', 'cyclonedx']), digest: z.string() })),
    /** The newest that counts: signed where keys are configured. */
    scan: imageScanSchema.optional(),
    /** Scans that do not count, because no configured key signed them. */
    unsignedScans: z.number(),
  }),
  /** `no-registry`: none is configured for this host. `no-digest`: the pods do not tell which image they run. */
  z.object({ state: z.enum(['no-registry', 'no-digest']), registry: z.string() }),
  z.object({ state: z.enum(UNKNOWN_CAUSES), registry: z.string(), detail: z.string() }),
]);

export const imageTagSchema = z.object({ name: z.string(), digest: z.string() });

/** What SonarQube says of a project's main branch. */
export const codeQualitySchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('known'),
    server: z.string(),
    project: z.string(),
    /** `none`: it was never computed. */
    gate: z.enum(['passed', 'failed', 'none']),
    conditions: z.array(
      z.object({
        /** SonarQube's key: `new_coverage`. */
        metric: z.string(),
        isMet: z.boolean(),
        /** What fails it: `LT`, `GT`. */
        comparator: z.string().optional(),
        threshold: z.string().optional(),
        actual: z.string().optional(),
      }),
    ),
    measures: z.array(z.object({ metric: z.enum(QUALITY_MEASURES), value: z.string() })),
    /** Epoch milliseconds of the newest analysis. */
    analysedAt: z.number().optional(),
    /** The commit that was analysed. */
    revision: z.string().optional(),
    url: z.string(),
  }),
  z.object({ state: z.literal('no-project') }),
  z.object({ state: z.literal('no-server'), project: z.string().optional() }),
  z.object({ state: z.enum(UNKNOWN_CAUSES), project: z.string(), detail: z.string() }),
]);

/** What is known of the images and of the code of a component. */
export const componentEvidenceSchema = z.object({
  images: z.array(
    z.object({
      environment: z.string(),
      title: z.string(),
      image: runningImageSchema,
      evidence: imageEvidenceSchema,
    }),
  ),
  /** The highest versions that the registry has. */
  tags: z.array(imageTagSchema),
  quality: codeQualitySchema,
  asOf: z.number(),
});
