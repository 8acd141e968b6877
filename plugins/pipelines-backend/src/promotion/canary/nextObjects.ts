import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import { z } from 'zod';

export const SERVICES: ResourceId = { group: '', version: 'v1', plural: 'services' };
export const HTTP_ROUTES: ResourceId = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  plural: 'httproutes',
};
/** On what the portal makes beside a workload, so that it takes away nothing else. */
export const MADE_BY = 'kubemate.io/promotion';

const MAX_LABEL = 63;
const labels = z.record(z.string(), z.string());

const deploymentSchema = z.looseObject({
  spec: z.looseObject({
    selector: z.looseObject({ matchLabels: labels.default({}) }),
    template: z.looseObject({
      metadata: z.looseObject({ labels: labels.default({}) }).default({ labels: {} }),
      spec: z.looseObject({
        containers: z.array(z.looseObject({ name: z.string(), image: z.string() })),
      }),
    }),
  }),
});
const serviceSchema = z.looseObject({
  spec: z.looseObject({
    selector: labels.default({}),
    ports: z
      .array(z.looseObject({ nodePort: z.number().optional(), port: z.number() }))
      .default([]),
  }),
});
const refSchema = z.looseObject({
  name: z.string(),
  kind: z.string().optional(),
  namespace: z.string().optional(),
  weight: z.number().optional(),
});
const routeSchema = z.looseObject({
  spec: z.looseObject({
    rules: z.array(z.looseObject({ backendRefs: z.array(refSchema).default([]) })).default([]),
  }),
});

/** The labels that a Service finds its pods by. */
export function selectorOf(service: KubeObject): Readonly<Record<string, string>> {
  return serviceSchema.parse(service).spec.selector;
}

/** Whether a Service finds the pods of a Deployment. */
export function selects(service: KubeObject, deployment: KubeObject): boolean {
  const wanted = Object.entries(selectorOf(service));
  const { labels: has } = deploymentSchema.parse(deployment).spec.template.metadata;
  return wanted.length > 0 && wanted.every(([key, value]) => has[key] === value);
}

export interface NextOptions {
  readonly name: string;
  readonly promotion: string;
  readonly container: string;
  readonly image: string;
  readonly replicas: number;
  /** What the Service finds the stable pods by. */
  readonly selector: Readonly<Record<string, string>>;
}

/** The Deployment of the new version, beside the stable one: the same pods with another image, which no Service of the stable ones finds. */
export function nextDeployment(stable: KubeObject, options: NextOptions): object {
  const { name, promotion, container, image, replicas, selector } = options;
  const { spec } = deploymentSchema.parse(stable);
  const { matchLabels } = spec.selector;
  const own = suffixed({ ...selector, ...matchLabels });
  const { metadata, spec: pod } = spec.template;
  const containers = pod.containers.map(each =>
    each.name === container ? { ...each, image } : each,
  );
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(stable, { name, promotion }),
    spec: {
      ...spec,
      replicas,
      selector: { matchLabels: own },
      template: {
        metadata: { ...metadata, labels: { ...metadata.labels, ...own } },
        spec: { ...pod, containers },
      },
    },
  };
}

/** The Service in front of the new version. */
export function nextService(
  service: KubeObject,
  options: Pick<NextOptions, 'name' | 'promotion' | 'selector'> & { readonly owner: KubeObject },
): object {
  const { ports } = serviceSchema.parse(service).spec;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(options.owner, options),
    spec: {
      selector: suffixed(options.selector),
      ports: ports.map(({ nodePort, ...port }) => port),
    },
  };
}

/** With the stable one it goes, whatever becomes of the portal. */
function metadataOf(
  { apiVersion, kind, metadata }: KubeObject,
  { name, promotion }: Pick<NextOptions, 'name' | 'promotion'>,
): object {
  const { name: owner, namespace, uid } = metadata;
  return {
    ...{ name, namespace },
    labels: { 'app.kubernetes.io/managed-by': 'kubemate', 'kubemate.io/next-of': owner },
    annotations: { [MADE_BY]: promotion },
    ownerReferences: [{ apiVersion, kind, name: owner, uid }],
  };
}

export function suffixed(selector: Readonly<Record<string, string>>): Record<string, string> {
  const cut = MAX_LABEL - '-next'.length;
  return Object.fromEntries(
    Object.entries(selector).map(([key, value]) => [key, `${value.slice(0, cut)}-next`]),
  );
}

/** Rules of a route with a share of what goes to one Service given to another; without a share all goes to the one again. */
export function rulesWith(
  route: KubeObject,
  { service, next, weight }: { service: string; next: string; weight?: number },
): readonly object[] {
  const { rules } = routeSchema.parse(route).spec;
  return rules.map(rule => {
    const stable = rule.backendRefs.find(({ name }) => name === service);
    if (stable === undefined) return rule;
    const { weight: _old, ...ref } = stable;
    const others = rule.backendRefs.filter(({ name }) => name !== service && name !== next);
    const split =
      weight === undefined
        ? [ref]
        : [
            { ...ref, weight: 100 - weight },
            { ...ref, name: next, weight },
          ];
    return { ...rule, backendRefs: [...split, ...others] };
  });
}

/** Why the share of a Service in a route cannot be given away; undefined where it can. */
export function whyNotSplit(route: KubeObject, service: string): string | undefined {
  const { rules } = routeSchema.parse(route).spec;
  const own = rules.filter(({ backendRefs }) => backendRefs.some(({ name }) => name === service));
  const { name } = route.metadata;
  if (own.length === 0) return `HTTPRoute ${name} does not lead to Service ${service}`;
  if (own.some(({ backendRefs }) => backendRefs.length > 1))
    return `HTTPRoute ${name} splits its requests already`;
  return undefined;
}
