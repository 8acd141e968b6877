import { parseResourceId, type ResourceId } from '@kubemate/kube-common';

/** A resource type as one path segment, in kubectl's own notation: `deployments.v1.apps`, `pods.v1`. */
export function formatResourceSlug({ group, version, plural }: ResourceId): string {
  return group === '' ? `${plural}.${version}` : `${plural}.${version}.${group}`;
}

/** The inverse of {@link formatResourceSlug}; undefined where the text names no resource type. */
export function parseResourceSlug(slug: string): ResourceId | undefined {
  if (slug.includes('/')) return undefined;
  const [plural = '', version = '', ...group] = slug.split('.');
  const path = [...(group.length === 0 ? [] : [group.join('.')]), version, plural].join('/');
  return parseResourceId(path);
}
