import type { OperationInput } from '@kubemate/operations-common';
import type { clustersOperations } from '@kubemate/plugin-clusters-common';
import { parse } from 'yaml';

/** How a cluster is given to the portal. */
export const WAYS = ['kubeconfig', 'token', 'in-cluster'] as const;
export type Way = (typeof WAYS)[number];

/** What a person has typed so far. Lives in the page's memory and nowhere else: it holds the credential. */
export interface SourceFields {
  readonly kubeconfig: string;
  /** Of the kubeconfig; its current one where empty. */
  readonly context: string;
  readonly server: string;
  readonly token: string;
  readonly serverName: string;
  /** PEM. */
  readonly ca: string;
}

export const NO_SOURCE: SourceFields = {
  kubeconfig: '',
  context: '',
  server: '',
  token: '',
  serverName: '',
  ca: '',
};

type ProbeInput = OperationInput<typeof clustersOperations.probeCluster>;
export type SourceInput = Pick<ProbeInput, 'source' | 'trust'>;

export type SourceReading =
  | { readonly complete: true; readonly input: SourceInput }
  | { readonly complete: false; readonly missing: 'kubeconfig' | 'context' | 'server' | 'token' };

/** The source as the operations take it, or what is still missing. What is wrong in it is the server's to say. */
export function readSource(way: Way, fields: SourceFields): SourceReading {
  switch (way) {
    case 'kubeconfig': {
      const text = fields.kubeconfig;
      if (text.trim() === '') return { complete: false, missing: 'kubeconfig' };
      const { contexts, current } = outlineKubeconfig(text);
      const context = fields.context || current;
      if (context === undefined && contexts.length > 1)
        return { complete: false, missing: 'context' };
      const source = { kind: 'kubeconfig' as const, text, ...(context && { context }) };
      return { complete: true, input: { source } };
    }
    case 'token': {
      const [server, token] = [fields.server.trim(), fields.token.trim()];
      const [serverName, trust] = [fields.serverName.trim(), fields.ca.trim()];
      if (server === '') return { complete: false, missing: 'server' };
      if (token === '') return { complete: false, missing: 'token' };
      const source = { kind: 'token' as const, server, token, ...(serverName && { serverName }) };
      return { complete: true, input: { source, ...(trust && { trust }) } };
    }
    default:
      return { complete: true, input: { source: { kind: 'in-cluster' } } };
  }
}

/** The contexts of a kubeconfig, as far as they can be made out. */
export interface KubeconfigOutline {
  readonly contexts: readonly string[];
  readonly current?: string;
}

/** Above this the server refuses anyway. */
const MAX_TEXT = 256 * 1024;

export function outlineKubeconfig(text: string): KubeconfigOutline {
  const document = text.length > MAX_TEXT ? undefined : parsed(text);
  const entries = field(document, 'contexts');
  const contexts = (Array.isArray(entries) ? entries : [])
    .map(entry => field(entry, 'name'))
    .filter(name => typeof name === 'string');
  const current = field(document, 'current-context');
  return {
    contexts,
    ...(typeof current === 'string' && contexts.includes(current) ? { current } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 20, logLevel: 'error' });
  } catch {
    // Half typed, or no kubeconfig: the server says which when it is asked.
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A name that the portal takes, from one of a kubeconfig or an address: `arn:aws:eks:…:cluster/Prod` → `prod`. */
export function suggestName(way: Way, fields: SourceFields): string {
  if (way === 'in-cluster') return 'in-cluster';
  const host = URL.canParse(fields.server) ? new URL(fields.server).hostname : '';
  // An address is no name that anybody remembers.
  const server = /[a-z]/i.test(host) && !host.startsWith('[') ? host : '';
  const outline = way === 'kubeconfig' ? outlineKubeconfig(fields.kubeconfig) : undefined;
  const context = fields.context || outline?.current || outline?.contexts[0] || '';
  const last = (way === 'token' ? server : context).split(/[/@:]/).at(-1) ?? '';
  return last
    .toLowerCase()
    .replace(/[^-.a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^[-.]+|[-.]+$/g, '');
}
