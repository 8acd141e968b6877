import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '@backstage/errors';
import type { Cluster, Context, KubeConfig } from '@kubernetes/client-node';
import { RESERVED_CLUSTER_NAMES, serverSchema } from '../config/kubemateConfigSchema';
import type { Clock } from '../reflector/Clock';
import type { ClusterDefinition, IdentityMode } from './ClusterDefinition';
import { kubeconfigCredential } from './kubeconfigCredential';

/** The part of client-node that is used; given by tests, whose runtime has no dynamic import. */
export type ClientNode = Pick<typeof import('@kubernetes/client-node'), 'KubeConfig'>;

export interface KubeconfigSource {
  readonly file: string;
  readonly contexts?: readonly string[];
  readonly identity: IdentityMode;
}

/**
 * The clusters of a kubeconfig file, one for each context.
 *
 * A context that was asked for by name must be whole; of the others, broken ones are left out and reported through `onSkipped`:
 * one stale entry in somebody's file must not keep them from their other clusters.
 *
 * @throws InputError naming the configuration key
 */
export async function kubeconfigClusters(
  source: KubeconfigSource,
  {
    clock,
    onSkipped,
    load = loadClientNode,
  }: { clock: Clock; onSkipped: (message: string) => void; load?: () => Promise<ClientNode> },
): Promise<ClusterDefinition[]> {
  const client = await load();
  const newKubeConfig = () => new client.KubeConfig();
  const config = await parse(newKubeConfig(), source.file);
  const wanted = source.contexts ?? config.getContexts().map(context => context.name);
  const definitions: ClusterDefinition[] = [];
  const names = new Set(RESERVED_CLUSTER_NAMES);
  for (const [index, contextName] of wanted.entries()) {
    try {
      const context = findContext(config, contextName);
      const name = uniqueName(contextName, names);
      definitions.push(await define({ name, context, config, newKubeConfig, source, clock }));
      names.add(name);
    } catch (error) {
      const message = `context ${contextName} of ${source.file}: ${messageOf(error)}`;
      if (source.contexts)
        throw new InputError(`kubemate.kubeconfig.contexts[${index}] ${message}`);
      onSkipped(message);
    }
  }
  if (definitions.length === 0)
    throw new InputError(`kubemate.kubeconfig.file has no usable context: ${source.file}`);
  return definitions;
}

/** client-node costs half a second and 80 MB, so only a portal with a kubeconfig pays for it. */
function loadClientNode(): Promise<ClientNode> {
  return import('@kubernetes/client-node');
}

async function parse(config: KubeConfig, file: string): Promise<KubeConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`kubemate.kubeconfig.file cannot be read: ${file}`, error);
  }
  try {
    config.loadFromString(text, { onInvalidEntry: 'filter' });
  } catch {
    // The parser's message quotes the file, which holds secrets.
    throw new InputError(`kubemate.kubeconfig.file is not a kubeconfig: ${file}`);
  }
  config.makePathsAbsolute(path.dirname(path.resolve(file)));
  return config;
}

function findContext(config: KubeConfig, name: string): Context {
  const context = config.getContextObject(name);
  if (context) return context;
  const known = config
    .getContexts()
    .map(each => each.name)
    .join(', ');
  throw new InputError(`there is no such context; the file has ${known || 'none'}`);
}

interface DefineOptions {
  name: string;
  context: Context;
  config: KubeConfig;
  newKubeConfig: () => KubeConfig;
  source: KubeconfigSource;
  clock: Clock;
}

async function define(options: DefineOptions): Promise<ClusterDefinition> {
  const { name, context, config, source, clock, newKubeConfig } = options;
  const cluster = config.getCluster(context.cluster);
  if (!cluster) throw new InputError(`its cluster ${context.cluster} is missing`);
  const user = config.getUser(context.user);
  if (!user) throw new InputError(`its user ${context.user} is missing`);
  // Dropping the impersonation would act with more rights than the file says.
  if (user.impersonateUser)
    throw new InputError(`its user ${context.user} has "as", which is not supported`);
  const server = serverSchema.safeParse(cluster.server);
  if (!server.success)
    throw new InputError(`its server ${server.error.issues[0]?.message ?? 'is not a URL'}`);
  return {
    name,
    title: context.name,
    source: 'kubeconfig',
    labels: {},
    server: new URL(server.data),
    tls: {
      ca: await certificateAuthority(cluster),
      insecureSkipVerify: cluster.skipTLSVerify,
      serverName: cluster.tlsServerName,
    },
    proxyUrl: cluster.proxyUrl,
    credential: kubeconfigCredential({ cluster, user }, { clock, newKubeConfig }),
    identity: source.identity,
    namespaces: context.namespace ? [context.namespace] : ['default'],
  };
}

async function certificateAuthority(cluster: Cluster): Promise<string | undefined> {
  if (cluster.caData) return Buffer.from(cluster.caData, 'base64').toString('utf8');
  if (!cluster.caFile) return undefined;
  try {
    return await readFile(cluster.caFile, 'utf8');
  } catch {
    throw new InputError(`its certificate authority ${cluster.caFile} cannot be read`);
  }
}

/** Context names may hold anything (`arn:aws:eks:…`), cluster names stand in URLs and comma lists. */
function uniqueName(contextName: string, taken: ReadonlySet<string>): string {
  const base = contextName.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60) || 'cluster';
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
  return name;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
