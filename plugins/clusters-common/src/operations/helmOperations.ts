import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { helmReleaseRefSchema } from '../helm/helmSchemas';
import { clusterPermissions } from '../permissions';

const revision = z.number().int().min(1);

/** What is done to releases of Helm 3, by what it keeps in the cluster. */
export const helmOperations = {
  revealHelmRelease: operationContract({
    name: 'clusters.reveal-helm-release',
    title: 'Show the values of a Helm release',
    summary:
      'Reads values, manifest and notes of one revision or two of a Helm release. They may hold secrets: it changes nothing, and is recorded.',
    input: z.strictObject({
      release: helmReleaseRefSchema,
      revisions: z.array(revision).min(1).max(2),
    }),
    effect: 'read',
    permission: clusterPermissions.revealSecret,
  }),
  rollbackHelmRelease: operationContract({
    name: 'clusters.rollback-helm-release',
    title: 'Roll back a Helm release',
    summary:
      'Gives the objects of a Helm release the manifest of an earlier revision, deletes those that it did not have, and records it as helm rollback does. Hooks are not run.',
    input: z.strictObject({ release: helmReleaseRefSchema, revision }),
    effect: 'destroy',
    permission: clusterPermissions.updateRelease,
  }),
} as const;
