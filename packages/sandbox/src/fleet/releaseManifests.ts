import { gzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { ReleasePlan } from './scenarioFiles';

const BEST = 9;

const objectSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
});

/**
 * What Helm leaves of a release: a Secret for each revision (helm.sh/helm/v3 `pkg/storage/driver/secrets.go`), and the objects of the newest one that was
 * deployed.
 */
export function releaseManifests(plan: ReleasePlan, liveAt: number): object[] {
  const deployed = plan.revisions.findLastIndex(({ status }) => status === undefined);
  const secrets = plan.revisions.map((revision, at) => {
    const status = revision.status ?? (at === deployed ? 'deployed' : 'superseded');
    return secretOf(plan, { revision: at + 1, status, liveAt });
  });
  return [...objectsOf(plan, plan.revisions[deployed]?.manifest ?? ''), ...secrets];
}

function objectsOf({ name, namespace }: ReleasePlan, manifest: string): object[] {
  const documents = parseAllDocuments(manifest, { version: '1.1' });
  return (Array.isArray(documents) ? documents : []).map(document => {
    const { metadata, ...object } = objectSchema.parse(document.toJS());
    return {
      ...object,
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: {
          ...metadata.annotations,
          'meta.helm.sh/release-name': name,
          'meta.helm.sh/release-namespace': namespace,
        },
      },
    };
  });
}

function secretOf(
  plan: ReleasePlan,
  { revision, status, liveAt }: { revision: number; status: string; liveAt: number },
): object {
  const { name, namespace, chart, defaults, notes, revisions } = plan;
  const own = revisions[revision - 1];
  const at = (ago = 0) => new Date(liveAt - ago).toISOString();
  const release = {
    ...{ name, namespace, version: revision, hooks: [], manifest: own?.manifest },
    info: {
      ...{ status, notes, deleted: '', description: own?.description },
      first_deployed: at(revisions[0]?.ago),
      last_deployed: at(own?.ago),
    },
    chart: {
      metadata: { apiVersion: 'v2', type: 'application', ...(own?.chart ?? chart) },
      ...{ lock: null, templates: [], values: defaults, schema: null, files: [] },
    },
    config: own?.values,
  };
  const packed = gzipSync(JSON.stringify(release), { level: BEST }).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: {
        ...{ name, owner: 'helm', status, version: String(revision) },
        createdAt: String(Math.floor((liveAt - (own?.ago ?? 0)) / 1000)),
      },
    },
    data: { release: Buffer.from(packed).toString('base64') },
  };
}
