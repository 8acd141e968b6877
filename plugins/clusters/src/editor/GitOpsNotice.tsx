import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { ActionButton, PartialBanner } from '@kubemate/ui';
import { RiGitPullRequestLine } from '@remixicon/react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { gitOpsSource } from './gitOpsSource';

/** Who will put a change back, and that it belongs into Git. */
export function GitOpsNotice({ object }: { object: ClusterObject }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const source = gitOpsSource(object);
  if (source === undefined) return null;
  const { tool, name, reverts } = source;
  const words = { tool: t(`operations.gitops.${tool}`), name };
  return (
    <PartialBanner
      severity={reverts ? 'warning' : 'info'}
      title={t(reverts ? 'operations.gitops.reverts' : 'operations.gitops.release', words)}
      action={
        reverts ? (
          <ActionButton
            variant="outlined"
            color="inherit"
            startIcon={<RiGitPullRequestLine size={16} />}
            disabledReason={t('operations.gitops.noTarget')}
          >
            {t('operations.gitops.pullRequest')}
          </ActionButton>
        ) : undefined
      }
    />
  );
}
