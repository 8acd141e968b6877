import type { Phrase } from '@kubemate/operations-common';
import { sayRepository } from '@kubemate/plugin-repositories-common';
import type { TemplateVersion } from '@kubemate/plugin-repositories-common';
import type { TemplateConflict } from './mergeTemplate';

const MAX_BODY = 19_000;

const TOLD: Readonly<Record<TemplateConflict['kind'], string>> = {
  content: 'was changed by hand and by the template in the same lines; it has both, marked',
  'deleted-here': 'was deleted here and changed by the template; it is there again',
  'deleted-by-template': 'was changed by hand and is no longer written by the template; it stays',
};

const CODES = {
  content: 'conflictContent',
  'deleted-here': 'conflictDeletedHere',
  'deleted-by-template': 'conflictDeletedThere',
} as const;

export function describeConflict({ path, kind }: TemplateConflict): Phrase {
  return sayRepository(CODES[kind], { path });
}

/** Title and text of the pull request of an upgrade. */
export function describeUpgrade(upgrade: {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly since: readonly TemplateVersion[];
  readonly conflicts: readonly TemplateConflict[];
}): { readonly title: string; readonly body: string } {
  const { name, from, to, since, conflicts } = upgrade;
  const count = conflicts.length;
  const marked = count === 0 ? '' : `, ${count} ${count === 1 ? 'conflict' : 'conflicts'}`;
  const what = from === to ? `Bring back what ${name} ${to} gives` : `Upgrade ${name} to ${to}`;
  const news = since.flatMap(({ version, summary }) =>
    summary === '' ? [] : [`- **${version}** ${summary}`],
  );
  const body = [
    `Merges what the template \`${name}\` gives in version ${to}, with the values that were recorded. It was at ${from}. What was changed by hand stays.`,
    ...(news.length === 0 ? [] : ['## What is new', news.join('\n')]),
    ...(count === 0
      ? []
      : [
          '## Conflicts to resolve',
          conflicts
            .map(({ path, kind }) => `- \`${path.replaceAll('`', "'")}\` ${TOLD[kind]}`)
            .join('\n'),
          'Push to this branch until no marker is left, and merge it only then.',
        ]),
  ].join('\n\n');
  return { title: `${what}${marked}`, body: body.slice(0, MAX_BODY) };
}
