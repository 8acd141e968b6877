import { z } from 'zod';

const identity = z.enum(['impersonate', 'token', 'self']);

/** A cluster that was added in the portal, without its credential. */
export const registrationSchema = z.object({
  name: z.string(),
  title: z.string(),
  labels: z.record(z.string(), z.string()),
  owner: z.string().optional(),
  server: z.string(),
  /** Name to expect in the certificate, where it differs from the address. */
  serverName: z.string().optional(),
  /** Whether a certificate is trusted that only this cluster uses; the system's authorities where not. */
  pinned: z.boolean(),
  namespaces: z.array(z.string()),
  identity,
  credentialKind: z.enum(['token', 'certificate', 'in-cluster']),
  /** Epoch milliseconds, where the credential tells. */
  credentialExpiresAt: z.number().optional(),
  /** Sent back with a change, it makes one in between a 409 instead of an overwrite. */
  revision: z.number(),
  createdAt: z.number(),
  createdBy: z.string(),
  changedAt: z.number(),
  changedBy: z.string(),
  rotatedAt: z.number(),
  /** Why the portal does not show it. */
  problem: z.string().optional(),
});

export const registrationListSchema = z.object({
  items: z.array(registrationSchema),
  /** Why no credential can be kept; absent where one can. */
  unavailable: z.string().optional(),
});

const certificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** SHA-256, upper-case hex with colons. */
  fingerprint: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  authority: z.boolean(),
});

/** What the portal found on a cluster. Holds nothing of the credential. */
export const clusterProbeSchema = z.object({
  /** `limited`: something that the portal wants is missing. `failed`: the cluster cannot be added so. */
  outcome: z.enum(['ready', 'limited', 'failed']),
  steps: z.array(
    z.object({
      step: z.enum(['address', 'tls', 'version', 'credential', 'apis', 'rights']),
      ok: z.boolean(),
      reason: z.string().optional(),
    }),
  ),
  server: z.string(),
  addresses: z.array(z.string()),
  tls: z
    .object({
      trusted: z.boolean(),
      problem: z.string().optional(),
      chain: z.array(certificateSchema),
      names: z.array(z.string()),
      /** What to trust once its fingerprint was compared. */
      pin: z.object({ pem: z.string(), certificate: certificateSchema }).optional(),
    })
    .optional(),
  version: z.string().optional(),
  latencyMs: z.number().optional(),
  user: z.string().optional(),
  groups: z.array(z.string()).optional(),
  resourceTypes: z.number().optional(),
  addOns: z.array(z.object({ name: z.string(), groups: z.array(z.string()) })).optional(),
  rights: z
    .array(
      z.object({
        id: z.string(),
        verb: z.string(),
        group: z.string(),
        plural: z.string(),
        need: z.enum(['needed', 'wanted', 'excess']),
        allowed: z.boolean(),
      }),
    )
    .optional(),
  /** YAML that gives the credential what is missing. */
  fix: z.string().optional(),
  /** Of a kubeconfig: the context that was taken, and those that there are. */
  context: z.string().optional(),
  contexts: z.array(z.string()).optional(),
});

export type Registration = z.infer<typeof registrationSchema>;
export type RegistrationList = z.infer<typeof registrationListSchema>;
export type ClusterProbe = z.infer<typeof clusterProbeSchema>;
