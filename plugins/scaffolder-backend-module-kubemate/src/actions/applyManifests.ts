import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  buildKustomization,
  kustomizationFile,
  objectsOf,
  titleOf,
} from '@kubemate/kustomize-node';
import type { Manifest } from '@kubemate/kustomize-node';
import path from 'node:path';
import { stringify } from 'yaml';
import { readWorkspace, type WorkspaceFile } from '../readWorkspace';
import { runOperation, stepReceipts } from '../runOperation';

const MAX_OBJECTS = 100;

/** Applies the objects of a file or folder of the workspace to a cluster, in the order they stand in. */
export function applyManifests(actions: ActionsService) {
  return createTemplateAction({
    id: 'kubemate:kube:apply',
    description:
      'Applies Kubernetes objects of the workspace to a cluster, as the person who started the task. In a dry run it plans each.',
    supportsDryRun: true,
    schema: {
      input: {
        cluster: z => z.string().min(1).max(63).describe('Name of the cluster in the portal'),
        path: z =>
          z
            .string()
            .min(1)
            .describe('A YAML file of the workspace, a folder of them, or a folder for kustomize'),
        namespace: z =>
          z.string().min(1).max(63).optional().describe('Where an object names no namespace'),
        onlyPlan: z =>
          z.boolean().optional().describe('Look whether it could be applied, and change nothing'),
      },
      output: {
        receipts: z => z.array(z.any()).describe('What was done, for undoing it'),
        objects: z => z.array(z.string()).describe('Kind and name of each object'),
      },
    },
    async handler(ctx) {
      const { cluster, namespace, onlyPlan = false } = ctx.input;
      const objects = await readObjects(ctx.workspacePath, ctx.input.path);
      const receipts = [];
      for (const [index, object] of objects.entries()) {
        const input = {
          cluster,
          manifest: stringify(object),
          ...(namespace === undefined ? {} : { namespace }),
        };
        const call = {
          actions,
          id: 'clusters:apply-manifest',
          input,
          part: String(index),
          on: titleOf(object),
          onlyPlan,
        };
        receipts.push(await runOperation(ctx, call));
      }
      ctx.output('receipts', stepReceipts(receipts));
      ctx.output('objects', objects.map(titleOf));
    },
  });
}

async function readObjects(workspace: string, from: string): Promise<Manifest[]> {
  const objects = await objectsAt(workspace, from);
  if (objects.length === 0) throw new InputError(`${from} has no Kubernetes objects`);
  if (objects.length > MAX_OBJECTS)
    throw new InputError(`${from} has more than ${MAX_OBJECTS} Kubernetes objects`);
  return objects;
}

/** Of a folder for kustomize what it builds, else each object of the files as it stands. */
async function objectsAt(workspace: string, from: string): Promise<Manifest[]> {
  const named = (await readWorkspace(workspace, from)).filter(({ path: file }) => isYaml(file));
  const folder = path.posix.normalize(from).replace(/\/$/, '');
  const texts = textsOf(named);
  if (kustomizationFile(texts, '.') === undefined)
    return [...texts].flatMap(([file, text]) => objectsOf(text, file));
  // An overlay is made of other folders besides.
  return buildKustomization(textsOf(await readWorkspace(workspace, '.')), folder);
}

function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file) || path.posix.basename(file) === 'Kustomization';
}

function textsOf(files: readonly WorkspaceFile[]): Map<string, string> {
  return new Map(files.map(file => [file.path, file.content.toString('utf8')]));
}
