import { stringify } from 'yaml';
import type { StoredRelease } from '../releaseCodec';
import { newSecret } from '../releaseSecret';

export interface ReleaseFields {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status?: string;
  readonly objects?: readonly object[];
  readonly values?: Record<string, unknown>;
  readonly hooks?: StoredRelease['hooks'];
  readonly labels?: Record<string, string>;
}

/** The Secret of one revision, as Helm would have left it. */
export function releaseSecret(fields: ReleaseFields) {
  const { name, namespace, revision, status = 'deployed', objects = [], values, hooks } = fields;
  const deployed = `2026-0${revision}-01T10:00:00.123456789Z`;
  const release: StoredRelease = {
    name,
    namespace,
    version: revision,
    info: {
      status,
      first_deployed: '2026-01-01T10:00:00Z',
      last_deployed: deployed,
      deleted: '',
      description: revision === 1 ? 'Install complete' : 'Upgrade complete',
      notes: `Notes of ${revision}`,
    },
    chart: {
      metadata: { name: 'shopfront', version: `1.${revision}.0`, appVersion: `3.${revision}` },
      values: { replicas: 1, db: { host: 'db', password: 'canary-default-88' } },
      // What Kubemate knows nothing of has to survive.
      templates: [{ name: 'templates/all.yaml', data: 'e30=' }],
    },
    config: values ?? null,
    manifest: objects
      .map(object => `---\n# Source: shopfront/all.yaml\n${stringify(object)}`)
      .join(''),
    hooks: hooks ?? null,
  };
  return newSecret(release, { namespace, labels: fields.labels, now: Date.parse(deployed) });
}
