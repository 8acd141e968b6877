import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PullRequestDetail } from '@kubemate/plugin-repositories-common';
import { Age, PartialBanner, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { EntityName } from '../links/EntityName';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Whether it can be merged, and if not, why; or how it ended. */
export function MergeState({ request }: { request: PullRequestDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { mergeable, conflicts, head, base, state, endedAt, endedBy } = request;
  if (state !== 'open')
    return (
      <Box sx={{ typography: 'body2', color: 'text.secondary' }}>
        {t(state === 'merged' ? 'pulls.mergedBy' : 'pulls.closedBy')}{' '}
        {endedBy && <EntityName entityRef={endedBy} />} · <Age at={endedAt} />
      </Box>
    );
  if (mergeable === 'clean')
    return (
      <Box>
        <StatusChip health="ok" label={t('pulls.clean', { base })} />
      </Box>
    );
  if (mergeable === 'conflicts')
    return (
      <PartialBanner
        title={t('pulls.conflicts', { base, head })}
        items={conflicts.map(path => ({ key: path, text: path }))}
      />
    );
  return (
    <PartialBanner
      severity="info"
      title={t(mergeable === 'gone' ? 'pulls.gone' : 'pulls.nothing', { base, head })}
    />
  );
}
