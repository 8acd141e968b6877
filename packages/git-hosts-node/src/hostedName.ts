/** A repository of another git host, as its address names it. */
export interface HostedName {
  /** With the port where it has one, in lower case. */
  readonly host: string;
  readonly path: readonly string[];
  /** Host and path in lower case: hosts do not tell the case of names apart, so neither does who may reach them. */
  readonly key: string;
  /** Without `.git` and what else an address may end with. */
  readonly url: string;
}

const MAX_PARTS = 20;
/** Every one of the hosts allows no more, and what is let through here stands in an address as it is. */
const PART = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,254})$/;

/** Undefined for what names none: addresses with a query, with dots or with anything encoded. */
export function parseHostedName(
  address: string,
  { atLeast = 2 }: { atLeast?: number } = {},
): HostedName | undefined {
  const [, scheme = '', host = '', rest = ''] =
    /^(https?):\/\/([A-Za-z0-9.-]+(?::\d{1,5})?)(\/[^?#]*)?$/.exec(address) ?? [];
  if (host === '') return undefined;
  const path = rest
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .slice(1);
  if (path.length < atLeast || path.length > MAX_PARTS) return undefined;
  if (!path.every(part => PART.test(part) && !part.includes('..'))) return undefined;
  const where = [host, ...path].join('/');
  return {
    ...{ host: host.toLowerCase(), path },
    ...{ key: where.toLowerCase(), url: `${scheme}://${where}` },
  };
}

/** Whether what a component names is a repository of another host, and not one of the portal. */
export function isHosted(repository: string): boolean {
  return /^https?:\/\//i.test(repository);
}
