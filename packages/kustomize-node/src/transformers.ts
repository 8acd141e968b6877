import { InputError } from '@backstage/errors';
import { isJsonObject, manifestSchema, titleOf, type JsonObject, type Manifest } from './Manifest';
import type { Kustomization } from './readKustomization';

/** Kinds that are in no namespace, and those that name one inside: kustomize rewrites them, and a service has none of them. */
const NOT_OF_ONE_NAMESPACE = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'IngressClass',
  'GatewayClass',
  'CustomResourceDefinition',
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'RoleBinding',
  'ClusterTask',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
]);

/** The field `namespace`. */
export function placed(object: Manifest, namespace: string, file: string): Manifest {
  if (NOT_OF_ONE_NAMESPACE.has(object.kind))
    throw new InputError(
      `${file}: namespace is not supported together with ${titleOf(object)}, which is more than an object of one namespace`,
    );
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** The field `labels`. */
export function labelled(
  object: Manifest,
  { pairs, includeTemplates }: Kustomization['labels'][number],
): Manifest {
  const { metadata } = object;
  const own = { ...object, metadata: { ...metadata, labels: { ...metadata.labels, ...pairs } } };
  return includeTemplates ? withTemplate(own, { labels: pairs }) : own;
}

/** The field `commonAnnotations`, which pods get too. */
export function annotated(object: Manifest, pairs: Record<string, string>): Manifest {
  if (Object.keys(pairs).length === 0) return object;
  const { metadata } = object;
  const annotations = { ...metadata.annotations, ...pairs };
  return withTemplate(
    { ...object, metadata: { ...metadata, annotations } },
    { annotations: pairs },
  );
}

const WITH_TEMPLATE = new Set(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job']);

/** The metadata of its pods with more in it. */
function withTemplate(object: Manifest, added: Readonly<Record<string, JsonObject>>): Manifest {
  if (object.kind === 'CronJob')
    throw new InputError(`${titleOf(object)}: labels of a CronJob's pods are not supported here`);
  if (!WITH_TEMPLATE.has(object.kind)) return object;
  const spec = objectAt(object.spec);
  const template = objectAt(spec.template);
  const metadata = { ...objectAt(template.metadata) };
  for (const [field, pairs] of Object.entries(added))
    metadata[field] = { ...objectAt(metadata[field]), ...pairs };
  return manifestSchema.parse({
    ...object,
    spec: { ...spec, template: { ...template, metadata } },
  });
}

function objectAt(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

const SCALED = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** The field `replicas`. */
export function scaled(
  objects: readonly Manifest[],
  { name, count }: Kustomization['replicas'][number],
  file: string,
): Manifest[] {
  const isMeant = ({ kind, metadata }: Manifest) => SCALED.has(kind) && metadata.name === name;
  if (!objects.some(isMeant))
    throw new InputError(`${file}: replicas: there is no ${name} to scale`);
  return objects.map(object =>
    isMeant(object) ? { ...object, spec: { ...objectAt(object.spec), replicas: count } } : object,
  );
}

/** The field `images`, in every container of the object. */
export function withImage(object: Manifest, image: Kustomization['images'][number]): Manifest {
  return manifestSchema.parse(changed(object, image));
}

function changed(value: unknown, image: Kustomization['images'][number]): unknown {
  if (Array.isArray(value)) return value.map(item => changed(item, image));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inside]) => [
      field,
      (field === 'containers' || field === 'initContainers') && Array.isArray(inside)
        ? inside.map(container => ofContainer(container, image))
        : changed(inside, image),
    ]),
  );
}

function ofContainer(container: unknown, image: Kustomization['images'][number]): unknown {
  if (!isJsonObject(container) || typeof container.image !== 'string') return container;
  const { name, suffix } = splitImage(container.image);
  if (name !== image.name) return container;
  return { ...container, image: (image.newName ?? name) + suffixOf(image, suffix) };
}

function suffixOf({ newTag, digest }: Kustomization['images'][number], before: string): string {
  if (newTag !== undefined) return `:${newTag}`;
  return digest === undefined ? before : `@${digest}`;
}

/** A port of the registry is no tag. */
function splitImage(image: string): { name: string; suffix: string } {
  const at = image.indexOf('@');
  const end = at < 0 ? image.length : at;
  const colon = image.lastIndexOf(':', end);
  const isTag = colon > image.lastIndexOf('/', end);
  const from = isTag && colon < end ? colon : end;
  return { name: image.slice(0, from), suffix: image.slice(from) };
}
