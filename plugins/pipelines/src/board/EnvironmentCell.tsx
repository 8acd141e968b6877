import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { BoardEnvironment } from '@kubemate/plugin-pipelines-common';
import { HealthDot, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { imageName, isMoving, rolloutHealth } from './environmentText';

/** What one environment runs, in a table: the tag, and the rollout where it is not simply done. */
export function EnvironmentCell({ environment }: { environment: BoardEnvironment | undefined }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('sm'));
  if (environment === undefined) return <>—</>;
  if (environment.state === 'gap')
    return environment.cause === 'absent' ? (
      <span title={environment.reason}>—</span>
    ) : (
      <span title={environment.reason}>
        <StatusChip health="unknown" variant="plain" label={t(`board.gap.${environment.cause}`)} />
      </span>
    );
  const { image, rollout, replicas } = environment;
  const label =
    rollout === 'progressing'
      ? `${replicas.updated}/${replicas.wanted}`
      : t(`board.rollout.${rollout}`);
  return (
    <span title={image.image}>
      {imageName(image)}
      {(rollout !== 'complete' || isMoving(environment)) && (
        <Box component="span" sx={{ ml: isNarrow ? 0.5 : 1 }}>
          {isNarrow ? (
            // The word would leave no room for the versions of all environments.
            <HealthDot health={rolloutHealth(rollout)} label={label} size={12} />
          ) : (
            <StatusChip health={rolloutHealth(rollout)} variant="plain" label={label} />
          )}
        </Box>
      )}
    </span>
  );
}
