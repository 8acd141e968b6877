import type { Target } from './Target';

/** A namespace of the check's own. */
export async function newNamespace(target: Target): Promise<string> {
  const name = target.unique('conformance');
  await target.post('/api/v1/namespaces', { metadata: { name } });
  await target.eventually(
    `/api/v1/namespaces/${name}/serviceaccounts/default`,
    reply => reply.status === 200,
  );
  return name;
}

export function container(name = 'web', extra: object = {}): object {
  return { name, image: 'registry.example/web:1', ...extra };
}

export function podSpec(extra: object = {}): object {
  return { containers: [container()], ...extra };
}

export function deployment(name: string, spec: object = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: podSpec() },
      ...spec,
    },
  };
}

export interface CrdNames {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

/** A CRD with defaults, validation, printer columns, status and scale; waits until it is served. */
export async function newCrd(target: Target, change: object = {}): Promise<CrdNames> {
  const id = target.unique('w').replace('-', '');
  const group = `${id}.example.org`;
  const names = { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: [`s${id}`] };
  const spec = {
    type: 'object',
    required: ['size'],
    properties: {
      size: { type: 'integer', minimum: 1, maximum: 10 },
      colour: { type: 'string', enum: ['red', 'green'], default: 'red' },
      replicas: { type: 'integer' },
      limit: { 'x-kubernetes-int-or-string': true },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      parts: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        items: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string' }, count: { type: 'integer', default: 1 } },
        },
      },
    },
  };
  const status = {
    type: 'object',
    properties: {
      replicas: { type: 'integer' },
      selector: { type: 'string' },
      phase: { type: 'string' },
    },
  };
  const version = {
    name: 'v1',
    served: true,
    storage: true,
    schema: { openAPIV3Schema: { type: 'object', properties: { spec, status } } },
    subresources: {
      status: {},
      scale: {
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
        labelSelectorPath: '.status.selector',
      },
    },
    additionalPrinterColumns: [
      { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
      { name: 'Colour', type: 'string', jsonPath: '.spec.colour', priority: 1 },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ],
    ...change,
  };
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: { group, scope: 'Namespaced', names, versions: [version] },
  };
  const created = await target.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd);
  if (created.status !== 201) throw new Error(`CRD was refused: ${created.text}`);
  await target.eventually(`/apis/${group}/v1/widgets`, reply => reply.status === 200);
  return { group, plural: 'widgets', kind: 'Widget' };
}

export function widget(names: CrdNames, name: string, spec: object = { size: 1 }): object {
  return { apiVersion: `${names.group}/v1`, kind: names.kind, metadata: { name }, spec };
}

export function widgetsPath({ group, plural }: CrdNames, namespace: string): string {
  return `/apis/${group}/v1/namespaces/${namespace}/${plural}`;
}
