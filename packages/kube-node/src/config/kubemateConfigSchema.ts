import { z } from 'zod';
import { isLoopbackHost } from './loopback';

/** Names stand in queries as `clusters=a,b` and in paths. */
const CLUSTER_NAME = /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
/** Pages of the portal stand where a cluster of this name would have its page. */
export const RESERVED_CLUSTER_NAMES: readonly string[] = ['add'];
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** A full entity ref; a shorter one would mean different things in different places. */
const OWNER = /^(group|user):[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?$/;
const PREFIX = /^[A-Za-z0-9][-._A-Za-z0-9:/]*[:/]$/;

/** The API server's own identities start so; impersonating one of them would be an escalation. */
const RESERVED_PREFIX = /^system:/i;

export const identityModeSchema = z.enum(['impersonate', 'token', 'self'], {
  error: 'must be one of impersonate, token, self',
});

const text = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });

/** An API server's address. Plain HTTP would send the portal's credential in the clear, so it stays on this machine. */
export const serverSchema = text.superRefine((server, context) => {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    refuse('must be the URL of an API server, such as https://10.0.0.1:6443');
  } else if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    refuse('must start with https:// unless the API server is on loopback');
  } else if (url.username || url.password) {
    refuse('must not contain a user name or a password');
  } else if (url.search || url.hash) {
    refuse('must not contain a query or a fragment');
  }
});

const prefixSchema = text
  .regex(PREFIX, { error: 'must be a prefix that ends with a colon or a slash, such as kubemate:' })
  .refine(prefix => !RESERVED_PREFIX.test(prefix), {
    error: 'must not start with system:, which Kubernetes reserves',
  });

const clusterFields = z.object({
  name: text
    .regex(CLUSTER_NAME, {
      error: 'must be up to 63 letters, digits, dots, dashes or underscores',
    })
    .refine(name => !RESERVED_CLUSTER_NAMES.includes(name), {
      error: 'must not be "add": the page that adds a cluster has that address',
    }),
  title: text.optional(),
  labels: z.record(z.string(), z.string({ error: 'must be text' })).optional(),
  owner: text
    .regex(OWNER, { error: 'must be the ref of a group or user, such as group:default/platform' })
    .optional(),
  server: serverSchema,
  caData: text.optional(),
  caFile: text.optional(),
  insecureSkipTlsVerify: z.boolean({ error: 'must be true or false' }).optional(),
  tlsServerName: text.optional(),
  token: text.optional(),
  tokenFile: text.optional(),
  clientCertificateData: text.optional(),
  clientCertificateFile: text.optional(),
  clientKeyData: text.optional(),
  clientKeyFile: text.optional(),
  identity: identityModeSchema.default('impersonate'),
  namespaces: z
    .array(text.regex(NAMESPACE, { error: 'must be the name of a namespace' }))
    .optional(),
});

type ClusterFields = z.infer<typeof clusterFields>;

const EXCLUSIVE: readonly (readonly [keyof ClusterFields, keyof ClusterFields])[] = [
  ['caData', 'caFile'],
  ['token', 'tokenFile'],
  ['clientCertificateData', 'clientCertificateFile'],
  ['clientKeyData', 'clientKeyFile'],
];

const clusterSchema = clusterFields.superRefine((entry, context) => {
  for (const [first, second] of EXCLUSIVE) {
    if (entry[first] !== undefined && entry[second] !== undefined) {
      context.addIssue({
        code: 'custom',
        path: [second],
        message: `must not stand beside ${first}`,
      });
    }
  }
  const certificate = entry.clientCertificateData ?? entry.clientCertificateFile;
  const key = entry.clientKeyData ?? entry.clientKeyFile;
  if ((certificate === undefined) !== (key === undefined)) {
    const path = certificate === undefined ? 'clientCertificateData' : 'clientKeyData';
    context.addIssue({
      code: 'custom',
      path: [path],
      message: 'is missing: a client certificate and its key go together',
    });
  }
});

/** What stands under `kubemate:` of the app configuration, as far as clusters go. */
export const kubemateConfigSchema = z.object({
  clusters: z
    .array(clusterSchema, { error: 'must be a list of clusters' })
    .default([])
    .superRefine((clusters, context) => {
      const seen = new Set<string>();
      clusters.forEach(({ name }, index) => {
        if (seen.has(name)) {
          context.addIssue({
            code: 'custom',
            path: [index, 'name'],
            message: `must be unique, and "${name}" stands there twice`,
          });
        }
        seen.add(name);
      });
    }),
  kubeconfig: z
    .object({
      file: text,
      contexts: z.array(text, { error: 'must be a list of contexts' }).min(1).optional(),
      identity: identityModeSchema.default('self'),
    })
    .optional(),
  identity: z
    .object({
      userPrefix: prefixSchema.default('kubemate:'),
      groupPrefix: prefixSchema.default('kubemate:'),
    })
    .prefault({}),
});

/** One entry of `kubemate.clusters`. */
export type ClusterConfig = z.infer<typeof clusterSchema>;
export type KubemateConfig = z.infer<typeof kubemateConfigSchema>;
