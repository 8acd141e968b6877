import { createHash } from 'node:crypto';

const MAX = 63;
const HASH = 8;

/** A name that the catalog takes, made of these parts; where they are too long or have other characters, its end tells them apart. */
export function entityName(...parts: readonly string[]): string {
  const plain = parts.join('.');
  if (plain.length <= MAX && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(plain)) return plain;
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, HASH);
  const kept = plain
    .toLocaleLowerCase('en-US')
    .replace(/[^-a-z0-9.]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, MAX - HASH - 1);
  return `${kept}-${hash}`;
}

export function tenantRef(tenant: string): string {
  return `resource:tenants/${entityName(tenant)}`;
}

export function namespaceRef(cluster: string, namespace: string): string {
  return `resource:kubernetes/${entityName(cluster, namespace)}`;
}

export function clusterRef(cluster: string): string {
  return `resource:default/${cluster.toLocaleLowerCase('en-US')}`;
}
