import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { BoardEnvironment } from '@kubemate/plugin-pipelines-common';
import { StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { imageName, isMoving, rolloutHealth } from './environmentText';

/** What one environment runs, in a table: the tag, and the rollout where it is not simply done. */
export function EnvironmentCell({ environment }: { environment: BoardEnvironment | undefined }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
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
  return (
    <span title={image.image}>
      {imageName(image)}
      {(rollout !== 'complete' || isMoving(environment)) && (
        <Box component="span" sx={{ ml: 1 }}>
          <StatusChip
            health={rolloutHealth(rollout)}
            variant="plain"
            label={
              rollout === 'progressing'
                ? `${replicas.updated}/${replicas.wanted}`
                : t(`board.rollout.${rollout}`)
            }
          />
        </Box>
      )}
    </span>
  );
}
