import type { ResourceKind } from '@kubemate/kube-common';
import { z } from 'zod';
import { isBuiltInGroup } from './ApiCatalog';

/** Newest first; a server that knows none of them answers with the legacy document. */
export const DISCOVERY_ACCEPT = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

const resourceSchema = z.object({
  resource: z.string(),
  responseKind: z.object({ kind: z.string() }).nullish(),
  scope: z.string(),
  singularResource: z.string().nullish(),
  shortNames: z.array(z.string()).nullish(),
  categories: z.array(z.string()).nullish(),
  verbs: z.array(z.string()).nullish(),
  subresources: z.array(z.object({ subresource: z.string() })).nullish(),
});

/** `APIGroupDiscoveryList`, as far as Kubemate reads it. */
const discoverySchema = z.object({
  kind: z.literal('APIGroupDiscoveryList'),
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string().nullish() }).nullish(),
      versions: z
        .array(
          z.object({
            version: z.string(),
            freshness: z.string().nullish(),
            resources: z.array(resourceSchema).nullish(),
          }),
        )
        .nullish(),
    }),
  ),
});

/** What one aggregated discovery document says. */
export interface DiscoveredKinds {
  readonly kinds: readonly ResourceKind[];
  /** `group/version` whose API server did not answer. */
  readonly stale: readonly string[];
}

/** Reads an aggregated discovery document; undefined where it is something else, such as the legacy list. */
export function parseAggregatedDiscovery(document: unknown): DiscoveredKinds | undefined {
  const parsed = discoverySchema.safeParse(document);
  if (!parsed.success) return undefined;
  const kinds: ResourceKind[] = [];
  const stale: string[] = [];
  for (const { metadata, versions } of parsed.data.items) {
    const group = metadata?.name ?? '';
    for (const { version, freshness, resources } of versions ?? []) {
      if (freshness === 'Stale') stale.push(`${group}/${version}`);
      for (const resource of resources ?? []) kinds.push(kindOf(resource, { group, version }));
    }
  }
  return { kinds, stale };
}

function kindOf(
  resource: z.infer<typeof resourceSchema>,
  { group, version }: { group: string; version: string },
): ResourceKind {
  return {
    group,
    version,
    plural: resource.resource,
    kind: resource.responseKind?.kind ?? '',
    singular: resource.singularResource ?? '',
    namespaced: resource.scope === 'Namespaced',
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    verbs: resource.verbs ?? [],
    subresources: (resource.subresources ?? []).map(each => each.subresource),
    custom: !isBuiltInGroup(group),
  };
}
