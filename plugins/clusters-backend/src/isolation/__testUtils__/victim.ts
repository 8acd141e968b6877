import type { ResourceId } from '@kubemate/kube-common';
import { releaseSecret } from '../../helm/__testUtils__/makeRelease';
import type { OperationsPortal } from '../../operations/__testUtils__/OperationsPortal';

const core = (plural: string): ResourceId => ({ group: '', version: 'v1', plural });
const of = (group: string, plural: string): ResourceId => ({ group, version: 'v1', plural });

/** What the other tenant has, by plural. */
export const KINDS = {
  serviceaccounts: { resource: core('serviceaccounts'), apiVersion: 'v1', kind: 'ServiceAccount' },
  pods: { resource: core('pods'), apiVersion: 'v1', kind: 'Pod' },
  configmaps: { resource: core('configmaps'), apiVersion: 'v1', kind: 'ConfigMap' },
  secrets: { resource: core('secrets'), apiVersion: 'v1', kind: 'Secret' },
  services: { resource: core('services'), apiVersion: 'v1', kind: 'Service' },
  persistentvolumeclaims: {
    resource: core('persistentvolumeclaims'),
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
  },
  events: { resource: core('events'), apiVersion: 'v1', kind: 'Event' },
  deployments: { resource: of('apps', 'deployments'), apiVersion: 'apps/v1', kind: 'Deployment' },
  cronjobs: { resource: of('batch', 'cronjobs'), apiVersion: 'batch/v1', kind: 'CronJob' },
} as const;

export type KindName = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];

/** The name that the attacker knows, of one object of each kind and of a Helm release. */
export const KNOWN = 'ledger';

/** Text that stands in everything of one kind that is the other tenant's: it must not come back to anybody else. */
export function canaryOf(id: string, kind: KindName): string {
  return `${id}c${kind.slice(0, -1)}`;
}

/**
 * Two objects of each kind in one namespace: one whose name everybody knows, one whose name is a secret as well. A canary stands in
 * labels, annotations and wherever the kind has room for one.
 */
export async function createVictim(
  portal: OperationsPortal,
  { id, namespace }: { id: string; namespace: string },
): Promise<void> {
  for (const kind of KIND_NAMES) {
    const { resource, apiVersion, kind: title } = KINDS[kind];
    const canary = canaryOf(id, kind);
    for (const name of [KNOWN, `${canary}-hidden`]) {
      const metadata = {
        name,
        labels: { app: KNOWN, canary },
        annotations: { 'example.com/note': canary },
      };
      await portal.create(
        resource,
        { apiVersion, kind: title, metadata, ...bodyOf(kind, { canary, namespace }) },
        namespace,
      );
    }
  }
  const values = { password: canaryOf(id, 'secrets') };
  const release = await releaseSecret({ name: KNOWN, namespace, revision: 1, values });
  await portal.create(KINDS.secrets.resource, { ...release }, namespace);
}

function bodyOf(
  kind: KindName,
  { canary, namespace }: { canary: string; namespace: string },
): Record<string, unknown> {
  const pod = {
    serviceAccountName: KNOWN,
    containers: [
      { name: 'web', image: `registry.example/${canary}:1`, env: [{ name: 'A', value: canary }] },
    ],
  };
  const template = { metadata: { labels: { app: KNOWN } }, spec: pod };
  switch (kind) {
    case 'pods':
      return { spec: pod };
    case 'configmaps':
      return { data: { value: canary } };
    case 'secrets':
      return { stringData: { value: canary } };
    case 'services':
      return { spec: { selector: { app: KNOWN }, ports: [{ name: 'web', port: 80 }] } };
    case 'persistentvolumeclaims':
      return {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      };
    case 'events':
      return {
        involvedObject: { kind: 'Pod', namespace, name: KNOWN },
        type: 'Warning',
        reason: 'BackOff',
        message: `${canary} fell over`,
      };
    case 'deployments':
      return { spec: { replicas: 0, selector: { matchLabels: { app: KNOWN } }, template } };
    case 'cronjobs':
      return {
        spec: {
          schedule: '0 0 1 1 *',
          suspend: true,
          jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: 'Never' } } } },
        },
      };
    default:
      return {};
  }
}

/** What an attack could have changed, and a controller does not. */
export async function stateOf(portal: OperationsPortal, namespace: string): Promise<string> {
  const state: unknown[] = [];
  for (const kind of KIND_NAMES.filter(name => name !== 'events')) {
    for (const object of await portal.list(KINDS[kind].resource, namespace)) {
      const { metadata, spec, data } = object;
      const { nodeName: _, ...wanted } = spec ?? {};
      state.push([kind, metadata.name, metadata.labels, metadata.deletionTimestamp, wanted, data]);
    }
  }
  return JSON.stringify(state, null, 1);
}
