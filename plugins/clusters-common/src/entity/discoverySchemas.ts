import { commaList } from '@kubemate/http-common';
import { z } from 'zod';
import { failureSchema, HEALTHS } from '../schemas';
import { RUNNING_KINDS, type SelectedKind } from './selectedSchemas';

/** What is worth an entry in the catalog: what runs by itself. */
export const DISCOVERED_KINDS: readonly SelectedKind[] = [
  ...RUNNING_KINDS,
  { group: 'batch', version: 'v1', plural: 'cronjobs', kind: 'CronJob' },
];

/** Proposals in one answer; beyond it one narrows down by cluster or namespace. */
export const MAX_PROPOSALS = 500;

export const discoveryQuerySchema = z.strictObject({
  clusters: commaList.optional(),
  namespaces: commaList.optional(),
});

const workloadSchema = z.object({
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  /** As `apps/v1/deployments`. */
  resource: z.string(),
  name: z.string(),
  health: z.enum(HEALTHS),
});

export const proposalSchema = z.object({
  /** What makes it one and the same proposal in the next answer. */
  id: z.string(),
  /**
   * - `adopt`: no component has these workloads.
   * - `link`: a component of this name is there, and says nothing of where it runs.
   * - `missing-id`: the workloads name, by `backstage.io/kubernetes-id`, a component that is not there.
   * - `unlabelled`: they carry no label that a component could find them by.
   */
  reason: z.enum(['adopt', 'link', 'missing-id', 'unlabelled']),
  /** For `metadata.name` of the component. */
  name: z.string(),
  /** The label that groups the workloads, as `app.kubernetes.io/name=cart`. */
  label: z.string().optional(),
  /** `app.kubernetes.io/part-of`, where all of them say the same. */
  partOf: z.string().optional(),
  /** Entity ref of who answers for the namespaces, where the catalog knows. */
  owner: z.string().optional(),
  /** The component that lacks the annotations, for `link`. */
  component: z.string().optional(),
  /** What the component needs, to be joined with the workloads; empty where no label could do it. */
  annotations: z.record(z.string(), z.string()),
  /** By cluster, namespace and name. */
  workloads: z.array(workloadSchema),
});

export const discoverySchema = z.object({
  /** Those whose namespaces somebody answers for first, then by name. */
  proposals: z.array(proposalSchema),
  /** Proposals, those beyond {@link MAX_PROPOSALS} too. */
  total: z.number(),
  /** Workloads that a component of the catalog has. */
  claimed: z.number(),
  failures: z.array(failureSchema),
  /** Epoch milliseconds. */
  asOf: z.number(),
});
