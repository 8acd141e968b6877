import { objectInputSchema, operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { clusterPermissions } from '../permissions';

const { updateObject, deleteObject, revealSecret } = clusterPermissions;

const metadataChange = z.strictObject({
  set: z.record(z.string().min(1).max(316), z.string().max(262_144)).default({}),
  remove: z.array(z.string().min(1).max(316)).max(100).default([]),
});

const dataKey = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[-._a-zA-Z0-9]+$/, 'may hold letters, digits, dashes, dots and underscores');

/** What is done to objects of any kind. */
export const objectOperations = {
  deleteObject: operationContract({
    name: 'clusters.delete-object',
    title: 'Delete',
    summary:
      'Deletes an object of any kind. Says what goes with it, and which finalizers it has to wait for.',
    input: z.strictObject({
      object: objectInputSchema,
      /** Only where it is still this very one, and not another of the name. */
      uid: z.string().min(1).max(100).optional(),
      /** What becomes of what the object owns: deleted before it, after it, or left. */
      propagation: z.enum(['Foreground', 'Background', 'Orphan']).optional(),
      gracePeriodSeconds: z.number().int().min(0).max(86_400).optional(),
    }),
    effect: 'destroy',
    permission: deleteObject,
    bulk: true,
  }),
  applyManifest: operationContract({
    name: 'clusters.apply-manifest',
    title: 'Apply YAML',
    summary:
      'Applies one object given as YAML or JSON. With metadata.resourceVersion it takes the place of that very version (an edit); without, it is a server-side apply, and conflicts with fields of other managers are told one by one.',
    input: z.strictObject({
      cluster: z.string().min(1).max(63),
      manifest: z.string().min(1).max(1_500_000),
      /** Where the manifest names no namespace. */
      namespace: z.string().min(1).max(63).optional(),
      /** Takes over fields that other managers own. */
      force: z.boolean().default(false),
    }),
    effect: 'write',
    permission: updateObject,
    secretFields: ['manifest'],
  }),
  editMetadata: operationContract({
    name: 'clusters.edit-metadata',
    title: 'Edit labels and annotations',
    summary: 'Sets and removes labels and annotations of an object.',
    input: z.strictObject({
      object: objectInputSchema,
      labels: metadataChange.optional(),
      annotations: metadataChange.optional(),
    }),
    effect: 'write',
    permission: updateObject,
    bulk: true,
  }),
  editConfig: operationContract({
    name: 'clusters.edit-config',
    title: 'Edit data',
    summary: 'Sets and removes keys of a ConfigMap or Secret.',
    input: z.strictObject({
      object: objectInputSchema,
      /** Text by key; of a Secret it is encoded on the way. */
      set: z.record(dataKey, z.string().max(1_048_576)).default({}),
      /** Base64 by key, for files that are not text. */
      setBinary: z.record(dataKey, z.base64().max(1_400_000)).default({}),
      remove: z.array(dataKey).max(1000).default([]),
    }),
    effect: 'write',
    permission: updateObject,
    secretFields: ['set', 'setBinary'],
  }),
  revealSecret: operationContract({
    name: 'clusters.reveal-secret',
    title: 'Reveal',
    summary: 'Reads the values of a Secret. It changes nothing, and is recorded.',
    input: z.strictObject({
      secret: objectInputSchema,
      /** All where absent. */
      keys: z.array(dataKey).min(1).max(1000).optional(),
    }),
    effect: 'read',
    permission: revealSecret,
  }),
  resizeVolumeClaim: operationContract({
    name: 'clusters.resize-volume-claim',
    title: 'Resize',
    summary: 'Asks for a larger volume. Volumes never become smaller again.',
    input: z.strictObject({
      claim: objectInputSchema,
      size: z
        .string()
        .regex(/^\d+(\.\d+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$/, 'must be an amount such as 20Gi'),
    }),
    effect: 'write',
    permission: updateObject,
  }),
} as const;
