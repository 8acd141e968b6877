import type { DiscoveryService } from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { repositoryCloneUrl, repositoryUrl } from '@kubemate/plugin-repositories-common';
import { tellPlannedFiles } from '../planning';
import { readWorkspace } from '../readWorkspace';
import { runOperation, stepReceipts } from '../runOperation';
import { asCommitted } from './asCommitted';

/** Makes a repository of the built-in git server from files of the workspace. */
export function publishRepository(actions: ActionsService, discovery: DiscoveryService) {
  return createTemplateAction({
    id: 'kubemate:repository:publish',
    description:
      'Creates a repository on the portal’s own git server with the files of the workspace as its first commit.',
    supportsDryRun: true,
    schema: {
      input: {
        owner: z => z.string().min(1).describe('The group it belongs to, by name or entity ref'),
        name: z => z.string().min(1).max(100),
        description: z => z.string().max(500).optional(),
        sourcePath: z =>
          z.string().optional().describe('Folder of the workspace; all of it where absent'),
      },
      output: {
        receipts: z => z.array(z.any()).describe('What was done, for undoing it'),
        remoteUrl: z => z.string().describe('Where git clones it from'),
        repoContentsUrl: z => z.string().describe('Where the catalog reads its files'),
        catalogInfoUrl: z =>
          z.string().describe('Where the catalog reads what it describes, for `catalog:register`'),
        commit: z => z.string().describe('The first commit'),
      },
    },
    async handler(ctx) {
      // The scaffolder checks what a template gives by the schema, and fills in no default of it.
      const { name, description, sourcePath = '.' } = ctx.input;
      const owner = ctx.input.owner.replace(/^.*\//, '');
      const files = await readWorkspace(ctx.workspacePath, sourcePath);
      if (files.length === 0) throw new InputError(`${sourcePath} has no files`);
      const place = { owner, name };
      const created = await runOperation(ctx, {
        actions,
        id: 'repositories:create',
        input: { ...place, ...(description === undefined ? {} : { description }) },
        part: 'create',
      });
      if (!created) {
        // A dry run has no repository to plan the commit in; what comes after needs to know where it would be.
        tellPlannedFiles(
          ctx,
          files.map(file => file.path),
        );
        const api = await discovery.getExternalBaseUrl('repositories');
        tellAddresses(ctx, repositoryCloneUrl(api, place));
        return;
      }
      const committed = await runOperation(ctx, {
        actions,
        id: 'repositories:commit',
        input: {
          ...place,
          branch: 'main',
          message: 'First commit',
          files: Object.fromEntries(files.map(file => [file.path, asCommitted(file)])),
        },
        part: 'commit',
      });
      ctx.output('receipts', stepReceipts([created, committed]));
      const { cloneUrl } = created.output ?? {};
      if (typeof cloneUrl !== 'string') return;
      tellAddresses(ctx, cloneUrl);
      const { commit } = committed?.output ?? {};
      if (typeof commit === 'string') ctx.output('commit', commit);
    },
  });
}

function tellAddresses(
  ctx: { output(name: 'remoteUrl' | 'repoContentsUrl' | 'catalogInfoUrl', value: string): void },
  cloneUrl: string,
): void {
  const at = { ref: 'main' } as const;
  ctx.output('remoteUrl', cloneUrl);
  ctx.output('repoContentsUrl', repositoryUrl(cloneUrl, { ...at, view: 'tree' }));
  ctx.output('catalogInfoUrl', repositoryUrl(cloneUrl, { ...at, path: 'catalog-info.yaml' }));
}
