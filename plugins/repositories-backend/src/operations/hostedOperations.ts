import { InputError } from '@backstage/errors';
import { tellCompensation } from '@kubemate/operations-common';
import type { Compensation } from '@kubemate/operations-common';
import { defineOperation } from '@kubemate/operations-node';
import type { Done, OperationContext } from '@kubemate/operations-node';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import type { HostedRepositories } from '../hosts/HostedRepositories';
import { describeConflict } from '../templates/describeUpgrade';
import type { TemplateConflict } from '../templates/mergeTemplate';
import { prepareUpgrade } from '../templates/prepareUpgrade';
import type { TemplateDrift } from '../templates/TemplateDrift';
import { diffOfFiles } from './diffOfFiles';
import { needsNothing } from './OperationParts';
import { z } from 'zod';

interface Parts {
  readonly hosted: HostedRepositories;
  readonly drift: TemplateDrift;
}

const targetOf = ({ repository }: { readonly repository: string }) => ({
  ...{ kind: 'Repository', name: repository },
});

const ownersOnly =
  ({ hosted }: Pick<Parts, 'hosted'>) =>
  async ({ repository }: { repository: string }, context: OperationContext) => {
    const { mayWrite, name } = await hosted.remote(repository, context);
    return mayWrite ? undefined : sayRepository('notTheirsOnHost', { repository: name.url });
  };

/** What people may have begun to discuss elsewhere is not closed for them. */
async function compensate({ record }: Done): Promise<Compensation> {
  const { repository } = z.object({ repository: z.string() }).parse(record.input);
  const { url = repository } = z.object({ url: z.string().optional() }).parse(record.output ?? {});
  const { host } = new URL(url);
  return tellCompensation({ state: 'stays', reason: sayRepository('closedThere', { host, url }) });
}

function proposeOnHost({ hosted }: Parts) {
  return defineOperation({
    contract: repositoryOperations.proposeOnHost,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly({ hosted }),
    compensate,
    async plan({ repository, branch, files }, context) {
      const opened = await hosted.open(repository, context);
      const { remote, folder, head, defaultBranch: base, whyNotPushed } = opened;
      const { url } = remote.name;
      const open = await hosted.openRequest(remote, branch);
      const refusal =
        whyNotPushed ?? (open && sayRepository('proposedAlready', { number: open.number }));
      return {
        summary: sayRepository('open', { head: branch, base, repository: url }),
        diff: await diffOfFiles(folder, { parent: head, files, repository: url }),
        ...{ seen: head, state: opened },
        ...(refusal === undefined ? {} : { refusal }),
      };
    },
    async run({ repository, branch, title, body, files }, { state, clock, viewer }) {
      if (!state) throw new InputError('There is nothing to propose');
      const by = viewer.userEntityRef;
      const opened = await hosted.propose(state, {
        ...{ branch, title, body, files, by, at: clock.now() },
      });
      return { output: { repository, branch, ...opened } };
    },
  });
}

function upgradeOnHost({ hosted, drift }: Parts) {
  return defineOperation({
    contract: repositoryOperations.upgradeOnHost,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly({ hosted }),
    async plan({ repository, values }, context) {
      const opened = await hosted.open(repository, context);
      const { remote, folder, whyNotPushed } = opened;
      const { url } = remote.name;
      const prepared = await prepareUpgrade(
        { ...opened, name: url, values },
        { drift, asker: context },
      );
      const open =
        'refusal' in prepared ? undefined : await hosted.openRequest(remote, prepared.branch);
      const refusal =
        whyNotPushed ??
        (open && sayRepository('upgradeOpen', { number: open.number })) ??
        ('refusal' in prepared ? prepared.refusal : undefined);
      if (refusal !== undefined || 'refusal' in prepared)
        return {
          ...{ summary: sayRepository('upgrade', { repository: url }), diff: [] },
          ...{ refusal, state: undefined },
        };
      const { head, files, conflicts, title } = prepared;
      const { host } = remote.name;
      return {
        summary: sayRepository('proposeUpgrade', { repository: url, title }),
        diff: await diffOfFiles(folder, { parent: head, files, repository: url }),
        seen: prepared.branch,
        warnings: [
          ...conflicts.map(describeConflict),
          ...(hasMarkers(conflicts) ? [sayRepository('asksForDraft', { host })] : []),
        ],
        state: { opened, prepared },
      };
    },
    async run({ repository }, { state, clock, viewer }) {
      if (!state) throw new InputError('There is nothing to upgrade');
      const { branch, title, body, files, conflicts } = state.prepared;
      const by = viewer.userEntityRef;
      const opened = await hosted.propose(state.opened, {
        ...{ branch, title, body, files, by, at: clock.now(), isDraft: hasMarkers(conflicts) },
      });
      const paths = conflicts.map(({ path }) => path);
      return { output: { repository, branch, ...opened, conflicts: paths } };
    },
  });
}

/** Of the kinds of conflicts only this one leaves something in a file that nobody wants there. */
function hasMarkers(conflicts: readonly TemplateConflict[]): boolean {
  return conflicts.some(({ kind }) => kind === 'content');
}

/** What changes repositories on other git hosts: always by pull requests. */
export function hostedOperations(parts: Parts) {
  return [proposeOnHost(parts), upgradeOnHost(parts)];
}
