import { commaList } from '@kubemate/http-common';
import { z } from 'zod';
import { failureSchema } from '../schemas';

/** Names one release. */
export const helmReleaseRefSchema = z.strictObject({
  cluster: z.string().min(1).max(63),
  namespace: z.string().min(1).max(63),
  /** Helm allows 53 characters. */
  name: z
    .string()
    .max(53)
    .regex(/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/, 'must be a name of a release'),
});

export const helmReleaseQuerySchema = z.strictObject({ clusters: commaList.optional() });

/** As `helm status` says it. */
export const helmStatusSchema = z.enum([
  'unknown',
  'deployed',
  'uninstalled',
  'superseded',
  'failed',
  'uninstalling',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
]);

const head = {
  revision: z.number().int(),
  status: helmStatusSchema,
  chart: z.string(),
  chartVersion: z.string(),
  appVersion: z.string().optional(),
  /** Epoch milliseconds. */
  updated: z.number().optional(),
  /** `Upgrade complete`, `Rollback to 3`, or why it failed. */
  description: z.string(),
};

/** One revision of a release, without its values and its manifest. */
export const helmRevisionSchema = z.object(head);

/** The newest revision of a release. */
export const helmReleaseSchema = z.object({
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  ...head,
});

export const helmReleaseListSchema = z.object({
  items: z.array(helmReleaseSchema),
  failures: z.array(failureSchema),
});

export const helmHistorySchema = z.object({
  /** Newest first. */
  items: z.array(helmRevisionSchema),
});

/** What `reveal-helm-release` puts out of one revision. Values may hold secrets. */
export const revealedRevisionSchema = z.object({
  ...head,
  /** YAML of what people gave: `helm get values`. */
  values: z.string(),
  /** YAML of those over the chart's own: `helm get values --all`. */
  allValues: z.string(),
  /** What was sent to the cluster: `helm get manifest`. */
  manifest: z.string(),
  notes: z.string(),
});

export type HelmStatus = z.infer<typeof helmStatusSchema>;
export type HelmReleaseRef = z.infer<typeof helmReleaseRefSchema>;
export type HelmRelease = z.infer<typeof helmReleaseSchema>;
export type HelmReleaseList = z.infer<typeof helmReleaseListSchema>;
export type HelmRevision = z.infer<typeof helmRevisionSchema>;
export type HelmHistory = z.infer<typeof helmHistorySchema>;
export type RevealedRevision = z.infer<typeof revealedRevisionSchema>;
