import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseAllDocuments } from 'yaml';
import { readWorkspace } from '../readWorkspace';
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
        path: z => z.string().min(1).describe('A YAML file of the workspace, or a folder of them'),
        namespace: z =>
          z.string().min(1).max(63).optional().describe('Where an object names no namespace'),
      },
      output: {
        receipts: z => z.array(z.any()).describe('What was done, for undoing it'),
        objects: z => z.array(z.string()).describe('Kind and name of each object'),
      },
    },
    async handler(ctx) {
      const { cluster, namespace } = ctx.input;
      const objects = await readObjects(ctx.workspacePath, ctx.input.path);
      const receipts = [];
      for (const [index, object] of objects.entries()) {
        const input = {
          cluster,
          manifest: object.manifest,
          ...(namespace === undefined ? {} : { namespace }),
        };
        const call = { actions, id: 'clusters:apply-manifest', input, part: String(index) };
        receipts.push(await runOperation(ctx, call));
      }
      ctx.output('receipts', stepReceipts(receipts));
      ctx.output(
        'objects',
        objects.map(({ title }) => title),
      );
    },
  });
}

async function readObjects(workspace: string, from: string) {
  const files = (await readWorkspace(workspace, from)).filter(file => /\.ya?ml$/.test(file.path));
  const objects = files.flatMap(file =>
    parseAllDocuments(file.content.toString('utf8')).flatMap(document => {
      const [broken] = document.errors;
      if (broken) throw new InputError(`${file.path}: ${broken.message}`);
      const object: unknown = document.toJS();
      if (object === null || object === undefined) return [];
      const { kind, metadata } = object as { kind?: string; metadata?: { name?: string } };
      return [{ manifest: String(document), title: `${kind} ${metadata?.name}` }];
    }),
  );
  if (objects.length === 0) throw new InputError(`${from} has no Kubernetes objects`);
  if (objects.length > MAX_OBJECTS)
    throw new InputError(`${from} has more than ${MAX_OBJECTS} Kubernetes objects`);
  return objects;
}
