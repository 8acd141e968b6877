import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { ActionButton, PartialBanner, type ObjectProposalProps } from '@kubemate/ui';
import { RiGitPullRequestLine } from '@remixicon/react';
import { Suspense, useContext } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { gitOpsSource } from './gitOpsSource';
import { ObjectProposalsContext } from './ObjectProposalsContext';

export interface GitOpsNoticeProps {
  cluster: string;
  object: ClusterObject;
  edit: Pick<ObjectProposalProps, 'before' | 'after' | 'disabledReason'>;
}

/** Who will put a change back, and the way into Git. */
export function GitOpsNotice({ cluster, object, edit }: GitOpsNoticeProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const source = gitOpsSource(object);
  if (source === undefined) return null;
  const { tool, name, reverts } = source;
  const words = { tool: t(`operations.gitops.${tool}`), name };
  const { kind, metadata } = object;
  return (
    <PartialBanner
      severity={reverts ? 'warning' : 'info'}
      title={t(reverts ? 'operations.gitops.reverts' : 'operations.gitops.release', words)}
      action={
        reverts ? (
          <ProposalButtons {...edit} cluster={cluster} kind={kind} name={metadata.name} />
        ) : undefined
      }
    />
  );
}

function ProposalButtons(props: ObjectProposalProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const proposals = useContext(ObjectProposalsContext);
  if (proposals.length > 0)
    return (
      <Suspense fallback={null}>
        {proposals.map((Proposal, at) => (
          <Proposal key={at} {...props} />
        ))}
      </Suspense>
    );
  return (
    <ActionButton
      variant="outlined"
      color="inherit"
      startIcon={<RiGitPullRequestLine size={16} />}
      disabledReason={t('operations.gitops.noTarget')}
    >
      {t('operations.gitops.pullRequest')}
    </ActionButton>
  );
}
