import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { publishedTektonTypes } from '../apiserver/publishedDocuments';
import { readDocuments, scenarioFolder } from '../simulation/stages/loadStages';

const nodeSchema = z.strictObject({
  name: z.string(),
  zone: z.string(),
  type: z.string(),
  cpu: z.number(),
  memoryGi: z.number(),
  gpus: z.number().default(0),
});

const clusterSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  /** Entity ref of whoever answers for it. */
  owner: z.string(),
  version: z.string(),
  labels: z.record(z.string(), z.string()),
  /** The hosts of its routes are under it. */
  domain: z.string(),
  /** First two bytes of the pods' addresses. */
  podRange: z.string(),
  /** Namespaces that build with Tekton here. */
  builds: z.array(z.string()).default([]),
  /** Part of each service's replicas that runs here. */
  replicas: z.number(),
  /** Whether services that can scale do so here. */
  autoscaled: z.boolean().default(false),
  latencyMs: z.number().default(0),
  outage: z.strictObject({ everySeconds: z.number(), forSeconds: z.number() }).optional(),
  nodes: z.array(nodeSchema),
});

const serviceSchema = z.strictObject({
  name: z.string(),
  namespace: z.string(),
  team: z.string(),
  component: z.string(),
  /** The one it begins with; the timeline brings later ones. */
  version: z.string(),
  port: z.number(),
  replicas: z.number(),
  cpu: z.string(),
  memory: z.string(),
  host: z.string().optional(),
  path: z.string().default('/'),
  scale: z.strictObject({ min: z.number(), max: z.number(), cpu: z.number() }).optional(),
  budget: z.boolean().default(false),
  /** Services it calls: `name`, or `name.namespace`. */
  needs: z.array(z.string()),
});

const manifestSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  subjects: z.array(z.looseObject({ kind: z.string() })).optional(),
});

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const agoSchema = z
  .string()
  .regex(/^\d+[mhd]$/)
  .transform(text => {
    const unit = text.endsWith('m') ? 'm' : text.endsWith('h') ? 'h' : 'd';
    return Number(text.slice(0, -1)) * UNIT_MS[unit];
  });

const buildSchema = z.strictObject({
  /** Full name of the run; a generated one where absent. */
  name: z.string().optional(),
  namespace: z.string(),
  component: z.string(),
  pipeline: z.string().default('build-and-deploy'),
  branch: z.string().default('main'),
  commit: z.string(),
  title: z.string(),
  author: z.string(),
  pullRequest: z.number().optional(),
  /** Of the whole run. */
  timeout: z.string().default('1h0m0s'),
  /** In place of those that follow from the component. */
  params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
});

const changeSchema = z.strictObject({
  /** Milliseconds before the sandbox goes live. */
  ago: agoSchema,
  /** All, where absent. */
  clusters: z.array(z.string()).optional(),
  /** Files under `scenario/`, whose objects appear. */
  create: z.array(z.string()).default([]),
  /** Object that changes: its kind, and its `namespace/name`. */
  kind: z.string().optional(),
  name: z.string().optional(),
  /** New image of a workload's only container. */
  image: z.string().optional(),
  /** ConfigMap that a workload's only container now reads its environment from. */
  envFrom: z.string().optional(),
  /** JSON merge patch. */
  patch: z.record(z.string(), z.unknown()).optional(),
  /** Pipeline runs that begin. */
  builds: z.array(buildSchema).default([]),
  /** How long the clusters are watched after it before time is skipped to the next change. */
  settleMinutes: z.number().default(2),
  /** For `kubernetes.io/change-cause`. */
  cause: z.string().optional(),
});

const chartSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  appVersion: z.string(),
});

const releaseSchema = z.strictObject({
  name: z.string(),
  namespace: z.string(),
  clusters: z.array(z.string()),
  chart: chartSchema,
  /** The chart's own values. */
  defaults: z.record(z.string(), z.unknown()),
  notes: z.string(),
  /** Oldest first. */
  revisions: z.array(
    z.strictObject({
      ago: agoSchema,
      status: z.enum(['failed']).optional(),
      description: z.string(),
      /** Where it differs from the newest. */
      chart: chartSchema.optional(),
      values: z.record(z.string(), z.unknown()),
      manifest: z.string(),
    }),
  ),
});

export type ReleasePlan = z.infer<typeof releaseSchema>;
export type NodePlan = z.infer<typeof nodeSchema>;
export type ClusterPlan = z.infer<typeof clusterSchema>;
export type ServicePlan = z.infer<typeof serviceSchema>;
export type BuildPlan = z.infer<typeof buildSchema>;
export type ScenarioChange = z.infer<typeof changeSchema>;

export function readClusterPlans(): ClusterPlan[] {
  return z.array(clusterSchema).parse(readDocuments('fleet/clusters.yaml')[0]);
}

export function readServicePlans(): ServicePlan[] {
  return z.array(serviceSchema).parse(readDocuments('fleet/services.yaml')[0]);
}

/** What was installed with Helm in a cluster. */
export function readReleasePlans(clusterName: string): ReleasePlan[] {
  const plans = z.array(releaseSchema).parse(readDocuments('fleet/releases.yaml')[0]);
  return plans.filter(({ clusters }) => clusters.includes(clusterName));
}

/** What has happened to the clusters, oldest first. */
export function readTimeline(): ScenarioChange[] {
  const changes = z.array(changeSchema).parse(readDocuments('fleet/timeline.yaml')[0]);
  return changes.sort((left, right) => right.ago - left.ago);
}

/** What is built while the sandbox is live, in turn. */
export function readBuildPlans(): BuildPlan[] {
  return z.array(buildSchema).parse(readDocuments('fleet/tekton/builds.yaml')[0]);
}

export function readImages(): unknown {
  return readDocuments('fleet/images.yaml')[0];
}

/** Tekton's types, roles, tasks and pipelines, where the cluster builds. */
export function readTektonObjects({ builds }: ClusterPlan): unknown[] {
  if (builds.length === 0) return [];
  const definitions = ['tasks', 'pipelines', 'triggers'].flatMap(file =>
    z.array(manifestSchema).parse(readDocuments(`fleet/tekton/${file}.yaml`)),
  );
  const copies = builds.flatMap(namespace =>
    definitions.map(({ metadata, subjects, ...rest }) => ({
      ...{ ...rest, metadata: { ...metadata, namespace } },
      ...(subjects && {
        subjects: subjects.map(each =>
          each.kind === 'ServiceAccount' ? { ...each, namespace } : each,
        ),
      }),
    })),
  );
  const shared = ['approvals', 'triggerTypes', 'rbac'].flatMap(file =>
    readDocuments(`fleet/tekton/${file}.yaml`),
  );
  return [...publishedTektonTypes(), ...shared, ...copies];
}

/** The objects a cluster begins with: those of every cluster, then its own. */
export function readObjects(clusterName: string): unknown[] {
  return ['all', clusterName].flatMap(folder =>
    readdirSync(join(scenarioFolder, 'fleet', 'objects', folder))
      .filter(name => name.endsWith('.yaml'))
      .sort()
      .flatMap(name => readDocuments(join('fleet', 'objects', folder, name))),
  );
}
