import { InputError } from '@backstage/errors';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const MAX_ALIASES = 100;

const objectSchema = z.looseObject({
  apiVersion: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
  metadata: z.looseObject({
    name: z.string().min(1).max(253),
    namespace: z.string().max(63).optional(),
    labels: z.record(z.string(), z.unknown()).nullish(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/** One object of a release's manifest. */
export type ManifestObject = z.infer<typeof objectSchema>;

/**
 * The order in which Helm creates kinds, so that what others need is there: helm.sh/helm/v3 `pkg/releaseutil/kind_sorter.go`, `InstallOrder`. Kinds
 * that it does not name come last; what goes, goes the other way round.
 */
const ORDER = [
  ...['PriorityClass', 'Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange'],
  ...['PodSecurityPolicy', 'PodDisruptionBudget', 'ServiceAccount', 'Secret', 'SecretList'],
  ...['ConfigMap', 'StorageClass', 'PersistentVolume', 'PersistentVolumeClaim'],
  ...['CustomResourceDefinition', 'ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding'],
  ...['ClusterRoleBindingList', 'Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service'],
  ...['DaemonSet', 'Pod', 'ReplicationController', 'ReplicaSet', 'Deployment'],
  ...['HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob', 'IngressClass', 'Ingress'],
  ...['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
];

function rank({ kind }: ManifestObject): number {
  const at = ORDER.indexOf(kind);
  return at < 0 ? ORDER.length : at;
}

/**
 * The objects of a manifest in the order in which they are made. It is read as Helm reads it, by YAML 1.1: `yes` is true and 0644 is octal; without
 * dates and sexagesimal numbers, which Go's parser does not know.
 * @throws InputError naming the document that is no object; never quoting it, which may be a Secret
 */
export function manifestObjects(manifest: string): ManifestObject[] {
  const documents = parseAllDocuments(manifest, {
    version: '1.1',
    customTags: tags =>
      tags.filter(
        tag =>
          typeof tag === 'string' ||
          !(
            tag.tag === 'tag:yaml.org,2002:timestamp' ||
            ('format' in tag && tag.format === 'TIME')
          ),
      ),
    logLevel: 'error',
  });
  if (!Array.isArray(documents)) return [];
  return documents
    .flatMap((document, at) => {
      if (document.errors.length > 0)
        throw new InputError(`Document ${at + 1} of the manifest is not YAML`);
      const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
      if (value === null || value === undefined) return [];
      const parsed = objectSchema.safeParse(value);
      if (!parsed.success)
        throw new InputError(`Document ${at + 1} of the manifest is not an object of Kubernetes`);
      return [parsed.data];
    })
    .map((object, at) => ({ object, at }))
    .sort((left, right) => rank(left.object) - rank(right.object) || left.at - right.at)
    .map(({ object }) => object);
}

/** What makes two objects of manifests the same, whatever the version of their API. */
export function objectKey(object: ManifestObject, namespace: string): string {
  const { apiVersion, kind, metadata } = object;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return [group, kind, metadata.namespace ?? namespace, metadata.name].join('/');
}
