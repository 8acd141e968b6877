import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { clusterPermissions } from '../permissions';

const { createCluster, updateCluster, deleteCluster } = clusterPermissions;

/** The largest kubeconfig that is read. */
const MAX_TEXT = 256 * 1024;

/** A name that is also one of a catalog entity, and not the address of the page that adds clusters. */
export const newClusterNameSchema = z
  .string()
  .regex(
    /^[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?$/,
    'must be up to 63 small letters, digits, dots or dashes',
  )
  .refine(name => name !== 'add', 'must not be “add”');

const identity = z.enum(['impersonate', 'token', 'self']);
const known = z.string().min(1).max(63);

/** How a cluster is given to the portal. Holds the credential. */
export const clusterSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('kubeconfig'),
    text: z.string().min(1).max(MAX_TEXT),
    /** The current one where absent. */
    context: z.string().max(300).optional(),
  }),
  z.strictObject({
    kind: z.literal('token'),
    server: z.string().min(1).max(2_000),
    token: z.string().min(1).max(MAX_TEXT),
    /** Name to expect in the certificate, where it differs from the address. */
    serverName: z.string().min(1).max(253).optional(),
  }),
  /** The service account of the pod that the portal runs in. */
  z.strictObject({ kind: z.literal('in-cluster') }),
]);

/** What of a source is no secret: people read it in plans, and compare it. */
const plainSource = ['kind', 'server', 'serverName', 'context'].map(field => `source.${field}`);

/** Certificates in PEM that are trusted in place of the source's: what an admin has compared. */
const trust = z.string().min(1).max(MAX_TEXT).optional();

const settings = {
  title: z.string().min(1).max(200).optional(),
  labels: z.record(z.string().min(1).max(63), z.string().max(63)).optional(),
  owner: z
    .string()
    .regex(
      /^(group|user):[-a-z0-9]+\/[-._a-z0-9]+$/,
      'must be an entity ref such as group:default/platform',
    )
    .optional(),
  identity: identity.default('impersonate'),
  /** Where to look when the portal may not list namespaces. */
  namespaces: z.array(known).max(200).optional(),
};

/** Adding clusters to the running portal. */
export const registryOperations = {
  probeCluster: operationContract({
    name: 'clusters.probe-cluster',
    title: 'Probe a cluster',
    summary:
      'Looks at a cluster as the portal would use it: address, certificate, version, APIs and what the credential may do. Changes nothing, keeps nothing; the output is what was found.',
    input: z.strictObject({ source: clusterSourceSchema, identity: settings.identity, trust }),
    effect: 'read',
    permission: createCluster,
    secretFields: ['source'],
    plainFields: plainSource,
  }),
  registerCluster: operationContract({
    name: 'clusters.register-cluster',
    title: 'Add a cluster',
    summary:
      'Adds a cluster to the running portal. It is probed first; its credential is kept encrypted. It is live on every replica within seconds.',
    input: z.strictObject({
      name: newClusterNameSchema,
      source: clusterSourceSchema,
      trust,
      ...settings,
    }),
    effect: 'write',
    permission: createCluster,
    secretFields: ['source'],
    plainFields: plainSource,
  }),
  changeCluster: operationContract({
    name: 'clusters.change-cluster',
    title: 'Change a cluster',
    summary:
      'Changes the title, labels, owner or identity of a cluster that was added in the portal. What is left out becomes empty.',
    input: z.strictObject({ name: known, ...settings }),
    effect: 'write',
    permission: updateCluster,
  }),
  rotateClusterCredential: operationContract({
    name: 'clusters.rotate-cluster-credential',
    title: 'Rotate the credential of a cluster',
    summary:
      'Puts another credential, and the address it comes with, in the place of the one that is kept. It is probed first.',
    input: z.strictObject({ name: known, source: clusterSourceSchema, trust }),
    effect: 'write',
    permission: updateCluster,
    secretFields: ['source'],
    plainFields: plainSource,
  }),
  removeCluster: operationContract({
    name: 'clusters.remove-cluster',
    title: 'Remove a cluster',
    summary:
      'Takes a cluster that was added out of the portal and forgets its credential. Nothing changes on the cluster itself.',
    input: z.strictObject({ name: known }),
    effect: 'destroy',
    permission: deleteCluster,
    typed: true,
  }),
} as const;
