import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { hostedRepositoryOf } from '@kubemate/plugin-repositories-common';
import path from 'node:path';
import { tellPlannedFiles } from '../planning';
import { readWorkspace } from '../readWorkspace';
import { runOperation, stepReceipts } from '../runOperation';
import { asCommitted } from './asCommitted';
import { placeOf, withoutType } from './placeOf';

/** Commits files of the workspace to a branch of their own, and opens a pull request. */
export function proposeFiles(actions: ActionsService) {
  return createTemplateAction({
    id: 'kubemate:repository:propose',
    description:
      'Commits files of the workspace to a branch of a repository on the portal’s own git server, or on another host that the configuration gives to the person, and opens a pull request.',
    supportsDryRun: true,
    schema: {
      input: {
        repository: z =>
          z
            .string()
            .min(1)
            .describe(
              'Its `owner/name`, its address, or that of something in it, such as an entity’s `backstage.io/source-location`',
            ),
        branch: z => z.string().min(1).max(200),
        title: z => z.string().min(1).max(300).describe('Of the pull request and the commit'),
        body: z => z.string().max(20_000).optional(),
        path: z => z.string().min(1).describe('A file or folder of the workspace, which stays so'),
        only: z =>
          z.array(z.string()).optional().describe('Of these, only the files with these paths'),
        except: z =>
          z.array(z.string()).optional().describe('Files with these paths stay as they are'),
      },
      output: {
        receipts: z => z.array(z.any()).describe('What was done, for undoing it'),
        pullRequest: z => z.string().describe('Its page in the portal, or on the other host'),
      },
    },
    async handler(ctx) {
      const { branch, title, body } = ctx.input;
      const hosted = hostedRepositoryOf(withoutType(ctx.input.repository));
      const place = hosted === undefined ? placeOf(ctx.input.repository) : undefined;
      const files = await readFiles(ctx.workspacePath, ctx.input);
      tellPlannedFiles(ctx, Object.keys(files));
      if (place === undefined) {
        const proposed = await runOperation(ctx, {
          actions,
          id: 'repositories:propose-on-host',
          input: {
            ...{ repository: hosted, branch, title, files },
            ...(body === undefined ? {} : { body }),
          },
          part: 'propose',
        });
        if (!proposed) return;
        ctx.output('receipts', stepReceipts([proposed]));
        const { url } = proposed.output ?? {};
        if (typeof url === 'string') ctx.output('pullRequest', url);
        return;
      }
      const committed = await runOperation(ctx, {
        actions,
        id: 'repositories:commit',
        input: { ...place, branch, message: title, files },
        part: 'commit',
      });
      // A dry run has no branch to plan the pull request of.
      if (!committed) return;
      const opened = await runOperation(ctx, {
        actions,
        id: 'repositories:open-pull-request',
        input: { ...place, head: branch, title, ...(body === undefined ? {} : { body }) },
        part: 'open',
      });
      ctx.output('receipts', stepReceipts([committed, opened]));
      const { number } = opened?.output ?? {};
      if (typeof number === 'number')
        ctx.output('pullRequest', `/repositories/${place.owner}/${place.name}/pulls/${number}`);
    },
  });
}

/** Under the paths that they have in the workspace. */
async function readFiles(
  workspace: string,
  input: {
    readonly path: string;
    readonly only?: readonly string[];
    readonly except?: readonly string[];
  },
) {
  const { path: from, only, except = [] } = input;
  const named = path.posix.normalize(from).replace(/\/$/, '');
  if (path.posix.isAbsolute(named) || named.startsWith('..'))
    throw new InputError(`${from} is outside the workspace of the task`);
  const isThere = (file: string) => named === '.' || file === named || file.startsWith(`${named}/`);
  const left = new Set(except);
  const isMeant = (file: string) =>
    isThere(file) && !left.has(file) && (only === undefined || only.includes(file));
  const files = (await readWorkspace(workspace, '.')).filter(file => isMeant(file.path));
  if (files.length === 0)
    throw new InputError(
      except.length > 0 ? 'Everything is there already' : `${from} has no files`,
    );
  return Object.fromEntries(files.map(file => [file.path, asCommitted(file)]));
}
