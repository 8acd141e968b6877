import { InputError } from '@backstage/errors';
import path from 'node:path';
import { z } from 'zod';
import type { WorkspaceTexts } from './Manifest';
import { documentsOf } from './parseYaml';

const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

const targetSchema = z.strictObject({
  group: z.string().optional(),
  version: z.string().optional(),
  kind: z.string().optional(),
  name: z.string().optional(),
  labelSelector: z.string().optional(),
});

const labels = z.record(z.string(), z.string());

function hasTwice(keys: readonly string[]): boolean {
  return new Set(keys).size < keys.length;
}

const kustomizationSchema = z.strictObject({
  apiVersion: z
    .enum(['kustomize.config.k8s.io/v1beta1', 'kustomize.config.k8s.io/v1alpha1'])
    .optional(),
  kind: z.enum(['Kustomization', 'Component']).default('Kustomization'),
  metadata: z.looseObject({}).optional(),
  resources: z.array(z.string().min(1)).default([]),
  components: z.array(z.string().min(1)).default([]),
  namespace: z.string().min(1).max(63).optional(),
  labels: z
    .array(
      z.strictObject({
        pairs: labels,
        includeTemplates: z.boolean().default(false),
        includeSelectors: z.literal(false).optional(),
      }),
    )
    .refine(entries => !hasTwice(entries.flatMap(({ pairs }) => Object.keys(pairs))), {
      error: 'a label that is there twice is not supported',
    })
    .default([]),
  commonAnnotations: labels.default({}),
  images: z
    .array(
      z
        .strictObject({
          name: z.string().min(1),
          newName: z.string().min(1).optional(),
          newTag: z.string().min(1).optional(),
          digest: z.string().min(1).optional(),
        })
        .refine(({ newTag, digest }) => newTag === undefined || digest === undefined, {
          error: 'newTag and digest together are not supported',
        }),
    )
    .default([]),
  replicas: z
    .array(z.strictObject({ name: z.string().min(1), count: z.int().nonnegative() }))
    .default([]),
  patches: z
    .array(
      z
        .strictObject({
          path: z.string().min(1).optional(),
          patch: z.string().min(1).optional(),
          target: targetSchema.optional(),
        })
        .refine(({ path: file, patch }) => (file === undefined) !== (patch === undefined), {
          error: 'needs either path or patch',
        }),
    )
    .default([]),
});

export type Kustomization = z.output<typeof kustomizationSchema>;
export type PatchTarget = z.output<typeof targetSchema>;

/** The file that makes a folder one for kustomize; undefined where it is none. */
export function kustomizationFile(files: WorkspaceTexts, folder: string): string | undefined {
  return FILE_NAMES.map(name => path.posix.join(folder, name)).find(file => files.has(file));
}

/**
 * What the file says.
 * @throws InputError that names the field, for what is wrong as well as for what is not supported
 */
export function readKustomization(text: string, file: string): Kustomization {
  const [document, ...others] = documentsOf(text, file);
  if (others.length > 0) throw new InputError(`${file} has more than one document`);
  const read = kustomizationSchema.safeParse(document ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const field = [...issue.path, issue.keys[0]].join('.');
    throw new InputError(`${file}: ${field} is not supported here`);
  }
  throw new InputError(`${file}: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`);
}
