import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  TEMPLATE_RECORD,
  templateRecordSchema,
  type TemplateRecord,
} from '@kubemate/plugin-repositories-common';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { prettifyError } from 'zod';
import { InputError } from '@backstage/errors';
import { readWorkspace } from '../readWorkspace';
import { withoutSecrets } from '../withoutSecrets';

const COMMENT =
  '# Written by the portal: what made the files below, for upgrades. Values can be changed here; the next upgrade takes them.\n';

/** Writes down in the workspace which template wrote it, in which version, with which values. The last step before it is published. */
export function recordTemplate() {
  return createTemplateAction({
    id: 'kubemate:template:record',
    description: `Writes ${TEMPLATE_RECORD}: the template, its version, the values without secrets, and every file of the workspace. Upgrades start from it.`,
    supportsDryRun: true,
    schema: {
      input: {
        template: z => z.string().describe('Entity ref of the template'),
        version: z => z.string().describe('As its annotation `kubemate.io/template-version` says'),
        values: z => z.record(z.string(), z.any()).describe('What was filled in'),
        sourcePath: z =>
          z.string().optional().describe('Folder of the workspace that is published; all of it'),
      },
    },
    async handler(ctx) {
      const { template, version, sourcePath = '.' } = ctx.input;
      const { values, dropped } = withoutSecrets(ctx.input.values, ctx.secrets ?? {});
      for (const field of dropped) ctx.logger.warn(`${field} is not recorded: it may be a secret`);
      // Refuses links, so that nothing is written to where one of them leads.
      const files = await readWorkspace(ctx.workspacePath, sourcePath);
      const written = files.filter(file => file.path !== TEMPLATE_RECORD);
      const parsed = templateRecordSchema.safeParse({
        ...{ template, version, values },
        files: Object.fromEntries(written.map(file => [file.path, idOf(file)])),
      });
      if (!parsed.success) throw new InputError(prettifyError(parsed.error));
      const record: TemplateRecord = parsed.data;
      const file = path.join(ctx.workspacePath, sourcePath, TEMPLATE_RECORD);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, `${COMMENT}${stringify(record)}`);
      ctx.logger.info(`${template} ${version} is recorded, with ${written.length} files`);
    },
  });
}

/** Git's own id of a file's content: no clone is needed to compare it. */
function idOf({ content, executable }: { content: Buffer; executable: boolean }): string {
  const id = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
  return executable ? `${id} x` : id;
}
