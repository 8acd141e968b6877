import { X509Certificate, createPrivateKey } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ClusterAddress, ClusterCredential } from './RegisteredCluster';

/** Far above any real file; bounds what the YAML parser is given. */
const MAX_LENGTH = 256 * 1024;
const MAX_ALIASES = 20;

const text = z.string().max(MAX_LENGTH);
const MAX_ENTRIES = 1_000;

const clusterSchema = z.looseObject({
  server: text,
  'certificate-authority-data': text.optional(),
  'tls-server-name': text.optional(),
});
const userSchema = z.looseObject({
  token: text.optional(),
  'client-certificate-data': text.optional(),
  'client-key-data': text.optional(),
});
const contextSchema = z.looseObject({
  cluster: z.string(),
  user: z.string(),
  namespace: z.string().optional(),
});
const kubeconfigSchema = z.looseObject({
  'current-context': z.string().optional(),
  contexts: z.array(z.object({ name: z.string(), context: z.unknown() })).max(MAX_ENTRIES),
  clusters: z.array(z.object({ name: z.string(), cluster: z.unknown() })).max(MAX_ENTRIES),
  users: z.array(z.object({ name: z.string(), user: z.unknown() })).max(MAX_ENTRIES),
});

type Kubeconfig = z.infer<typeof kubeconfigSchema>;

/** What a kubeconfig may hold that the portal will not do for a file that somebody pasted, and what to do instead. */
const REFUSED_IN_USER: Readonly<Record<string, string>> = {
  exec: 'has an exec plugin: it would run a program on the portal. Use a token or a client certificate, or let an operator configure the cluster in app-config',
  'auth-provider':
    'has an auth-provider, which Kubernetes gave up. Use a token or a client certificate',
  tokenFile: "has a token file: it would be read from the portal's disk. Paste the token itself",
  'client-certificate':
    "has a certificate file: it would be read from the portal's disk. Use client-certificate-data (kubectl config view --raw --flatten)",
  'client-key':
    "has a key file: it would be read from the portal's disk. Use client-key-data (kubectl config view --raw --flatten)",
  as: 'has "as": dropping the impersonation would act with more rights than the file says',
  username: 'has a password, which Kubernetes no longer takes. Use a token or a client certificate',
  password: 'has a password, which Kubernetes no longer takes. Use a token or a client certificate',
};
const REFUSED_IN_CLUSTER: Readonly<Record<string, string>> = {
  'certificate-authority':
    "has a certificate authority file: it would be read from the portal's disk. Use certificate-authority-data (kubectl config view --raw --flatten)",
  'proxy-url': 'has a proxy-url; let an operator configure the cluster in app-config',
  'insecure-skip-tls-verify':
    'has insecure-skip-tls-verify: the credential could go to anybody. Remove the line; the probe shows the certificate, and you can pin it',
};

/** One cluster of a pasted kubeconfig, and the contexts that it has. */
export interface KubeconfigCluster extends ClusterAddress {
  readonly context: string;
  readonly contexts: readonly string[];
  readonly credential: ClusterCredential;
}

/**
 * Reads a pasted kubeconfig. Nothing in it is opened or run: files, plugins and proxies are refused with what to do instead.
 * @throws InputError, never quoting the text, which holds secrets
 */
export function readKubeconfigText(
  yaml: string,
  { context: wanted }: { readonly context?: string } = {},
): KubeconfigCluster {
  const config = parseYaml(yaml);
  const contexts = config.contexts.map(entry => entry.name);
  const context = wanted ?? config['current-context'] ?? (contexts.length === 1 ? contexts[0] : '');
  if (!context)
    throw new InputError(
      `the kubeconfig has ${contexts.length === 0 ? 'no context' : `several contexts: say which of ${listOf(contexts)}`}`,
    );
  const chosen = contextSchema.safeParse(find(config.contexts, context)?.context);
  if (!chosen.success)
    throw new InputError(
      `the kubeconfig has no context "${short(context)}", but ${listOf(contexts)}`,
    );
  const { cluster, user, namespace } = chosen.data;
  return {
    context,
    contexts,
    ...readCluster(find(config.clusters, cluster)?.cluster, cluster),
    namespaces: namespace ? [namespace] : [],
    credential: readUser(find(config.users, user)?.user, user),
  };
}

function parseYaml(yaml: string): Kubeconfig {
  if (yaml.length > MAX_LENGTH) throw new InputError('the kubeconfig is longer than 256 KiB');
  let document: unknown;
  try {
    // Not `silent`, which also forgives errors and makes something else of the text.
    document = parse(yaml, { maxAliasCount: MAX_ALIASES, logLevel: 'error' });
  } catch {
    // The parser's message quotes the line, which may be a secret's.
    throw new InputError('the kubeconfig is not YAML');
  }
  const parsed = kubeconfigSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `this is not a kubeconfig: ${issue?.path.join('.') || 'the document'} is missing or wrong`,
  );
}

function readCluster(value: unknown, name: string): Omit<ClusterAddress, 'namespaces'> {
  refuse(value, { in: `cluster "${short(name)}" of the kubeconfig`, rules: REFUSED_IN_CLUSTER });
  const parsed = clusterSchema.safeParse(value);
  if (!parsed.success)
    throw new InputError(`cluster "${short(name)}" of the kubeconfig is missing or has no server`);
  const ca = parsed.data['certificate-authority-data'];
  return {
    server: parsed.data.server,
    ca: ca === undefined ? undefined : certificatePem(decode(ca), 'certificate-authority-data'),
    serverName: parsed.data['tls-server-name'],
  };
}

function readUser(value: unknown, name: string): ClusterCredential {
  const where = `user "${short(name)}" of the kubeconfig`;
  refuse(value, { in: where, rules: REFUSED_IN_USER });
  const parsed = userSchema.safeParse(value);
  if (!parsed.success) throw new InputError(`${where} is missing`);
  const { token, 'client-certificate-data': certificate, 'client-key-data': key } = parsed.data;
  if (token !== undefined && token.trim() !== '') return tokenCredential(token);
  if (certificate === undefined || key === undefined)
    throw new InputError(`${where} has neither a token nor a client certificate with its key`);
  return certificateCredential(decode(certificate), decode(key));
}

function refuse(
  value: unknown,
  { in: where, rules }: { in: string; rules: Readonly<Record<string, string>> },
): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, reason] of Object.entries(rules)) {
    const found: unknown = Reflect.get(value, key);
    if (found !== undefined && found !== null && found !== false && found !== '')
      throw new InputError(`${where} ${reason}`);
  }
}

/** `b64token` of RFC 6750. */
const BEARER_TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** @throws InputError for text that cannot stand in a header */
export function tokenCredential(token: string): ClusterCredential {
  const bare = token.trim();
  if (bare.length > 16 * 1024 || !BEARER_TOKEN.test(bare))
    throw new InputError('the token is not a bearer token');
  return { kind: 'token', token: bare };
}

/** @throws InputError where the two do not belong together */
export function certificateCredential(certificate: string, key: string): ClusterCredential {
  const pem = certificatePem(certificate, 'client-certificate-data');
  let matches: boolean;
  try {
    matches = new X509Certificate(pem).checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new InputError('the client key is not a private key in PEM without a passphrase');
  }
  if (!matches) throw new InputError('the client key does not belong to the client certificate');
  return { kind: 'certificate', certificate: pem, key };
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const MAX_CERTIFICATES = 50;

/**
 * The certificates of a PEM text, and nothing else of it: a private key that was pasted along goes no further.
 * @throws InputError where there is none, or one cannot be read
 */
export function certificatePem(pem: string, what: string): string {
  const found = pem.match(CERTIFICATE) ?? [];
  if (found.length === 0 || found.length > MAX_CERTIFICATES)
    throw new InputError(`${what} is not a certificate in PEM`);
  try {
    for (const each of found) void new X509Certificate(each);
  } catch {
    throw new InputError(`${what} holds a certificate that cannot be read`);
  }
  return `${found.join('\n')}\n`;
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function find<T extends { name: string }>(entries: readonly T[], name: string): T | undefined {
  return entries.find(entry => entry.name === name);
}

function listOf(names: readonly string[]): string {
  return names.slice(0, 10).map(short).join(', ') || 'none';
}

function short(name: string): string {
  return name.slice(0, 80);
}
