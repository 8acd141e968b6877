import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  repositoryOperations,
  type PullRequestDetail,
  type RepositoryPlace,
} from '@kubemate/plugin-repositories-common';
import { ActionButton } from '@kubemate/ui';
import { RiCloseLine, RiGitMergeLine } from '@remixicon/react';
import { useState } from 'react';
import { useRepository } from '../api/queries';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const CONTRACTS = {
  merge: repositoryOperations.mergePullRequest,
  close: repositoryOperations.closePullRequest,
} as const;

/** Merge and Close, each with its plan first; off with the reason where they cannot be. */
export function PullActions(props: { place: RepositoryPlace; request: PullRequestDetail }) {
  const { place, request } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const may = useRepository(place).data?.may;
  const [asked, setAsked] = useState<{ what: 'merge' | 'close'; opener: HTMLElement }>();
  const { number, mergeable, head, base } = request;
  if (request.state !== 'open' && asked === undefined) return null;
  const why = {
    conflicts: t('pulls.conflicts', { base, head }),
    gone: t('pulls.gone', { base, head }),
    nothing: t('pulls.nothing', { base, head }),
    ended: t('pulls.ended'),
    clean: undefined,
  };
  return (
    <>
      <ActionButton
        variant="contained"
        startIcon={<RiGitMergeLine size={16} />}
        disabledReason={
          may?.merge ? why[mergeable] : t(may ? 'pulls.mergeDenied' : 'list.checking')
        }
        onClick={event => setAsked({ what: 'merge', opener: event.currentTarget })}
      >
        {t('pulls.merge')}
      </ActionButton>
      <ActionButton
        variant="outlined"
        color="inherit"
        startIcon={<RiCloseLine size={16} />}
        disabledReason={may?.write ? undefined : t(may ? 'pulls.openDenied' : 'list.checking')}
        onClick={event => setAsked({ what: 'close', opener: event.currentTarget })}
      >
        {t('pulls.close')}
      </ActionButton>
      {asked && (
        <RepositoryDialog
          contract={CONTRACTS[asked.what]}
          input={{ ...place, number }}
          title={t(`pulls.${asked.what}Title`, { title: request.title })}
          runLabel={t(`pulls.${asked.what}`)}
          opener={asked.opener}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
