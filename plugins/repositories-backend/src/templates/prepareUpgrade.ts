import { ConflictError } from '@backstage/errors';
import type { Sentence } from '@kubemate/operations-common';
import { sayRepository, TEMPLATE_RECORD } from '@kubemate/plugin-repositories-common';
import type { CommitFiles } from '@kubemate/plugin-repositories-common';
import type { Asker } from '../repositories/RepositoryAccess';
import { describeUpgrade } from './describeUpgrade';
import { commitRendered, mergeTemplate } from './mergeTemplate';
import type { TemplateConflict } from './mergeTemplate';
import { parseRecord, readRecord } from './readRecord';
import { keepBase } from './templateBase';
import type { TemplateDrift } from './TemplateDrift';
import { versionsOf, versionsSince } from './templateVersions';
import { upgradeBranch } from './upgradeBranch';

export interface Upgrade {
  readonly head: string;
  readonly files: CommitFiles;
  readonly conflicts: readonly TemplateConflict[];
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** Either what is to be proposed, or why there is nothing. */
export type Prepared = { readonly refusal: Sentence } | Upgrade;

/** Merges what the template of a repository gives today into the head of its default branch, without moving anything. */
export async function prepareUpgrade(
  repository: {
    readonly folder: string;
    readonly head: string | undefined;
    readonly defaultBranch: string;
    /** As people know it. */
    readonly name: string;
    readonly values?: Readonly<Record<string, unknown>>;
  },
  { drift, asker }: { readonly drift: TemplateDrift; readonly asker: Pick<Asker, 'credentials'> },
): Promise<Prepared> {
  const { folder, head, defaultBranch } = repository;
  const found = head === undefined ? undefined : await readRecord(folder, head);
  if (head === undefined || !found || found.kind === 'none')
    return { refusal: sayRepository('noRecord', { repository: repository.name }) };
  if (found.kind === 'unreadable') return { refusal: found.reason };
  const { record } = found;
  const values = { ...record.values, ...repository.values };
  const rendered = await drift.render({ record, values }, asker);
  const text = rendered.files.get(TEMPLATE_RECORD)?.content.toString('utf8') ?? '';
  const today = parseRecord(text);
  if (typeof today === 'string') throw new ConflictError(`What the template records ${today}`);
  const base = await keepBase(folder, found);
  if (base === undefined) return { refusal: sayRepository('baseGone') };
  const theirs = await commitRendered(folder, rendered.files);
  const name = record.template.replace(/^.*\//, '');
  const labels = { ours: defaultBranch, theirs: `${name} ${today.version}` };
  const { files, conflicts } = await mergeTemplate(folder, { base, ours: head, theirs, labels });
  if (Object.keys(files).length === 0) {
    const template = `${name} ${today.version}`;
    return { refusal: sayRepository('upToDate', { repository: repository.name, template }) };
  }
  const since = versionsSince(versionsOf(rendered.template), record.version) ?? [];
  const upgrade = { name, from: record.version, to: today.version, since, conflicts };
  return {
    ...{ head, files, conflicts, base: defaultBranch },
    branch: upgradeBranch({ template: record.template, version: today.version, head, files }),
    ...describeUpgrade(upgrade),
  };
}
