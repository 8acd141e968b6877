import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { Board, BoardEnvironment, ComponentEvidence } from '@kubemate/plugin-pipelines-common';
import {
  Age,
  describeError,
  fonts,
  LoadingState,
  Section,
  ServerText,
  StatusChip,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useBoard, useEvidence } from '../api/promotionQueries';
import { imageName, shortDigest } from '../board/environmentText';
import { qualityHealth } from '../board/evidenceHealth';
import { ImageEvidenceChips } from '../board/ImageEvidenceChips';
import { useLinks } from '../links/useLinks';
import { shortActor } from '../runs/runText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { builtBy } from './builtBy';

/** What a component runs in each environment, who brought it there, and what proves it. */
export function RunningCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const ref = stringifyEntityRef(entity);
  const { data: board, error } = useBoard(ref);
  // What registries say comes later, and without it there is still what runs.
  const { data: evidence } = useEvidence(ref);
  const running = board?.environments.filter(({ state }) => state === 'running') ?? [];
  return (
    <Section
      title={t('running.title')}
      actions={
        <Link component={RouterLink} to={links.componentBoard(ref)} variant="body2">
          {t('tabs.board')}
        </Link>
      }
    >
      {board === undefined ? (
        error === null ? (
          <LoadingState lines={4} />
        ) : (
          <Typography variant="body2">
            <ServerText text={describeError(error).message} />
          </Typography>
        )
      ) : running.length === 0 ? (
        <Typography variant="body2" color="text.secondary">
          {t('evidence.nothingRuns')}
        </Typography>
      ) : (
        <>
          <Stack component="ul" gap={1.5} sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {running.map(environment => (
              <Environment key={environment.name} {...{ environment, board, evidence }} />
            ))}
          </Stack>
          {evidence?.quality.state === 'known' && (
            <Box sx={{ mt: 1.5 }}>
              <StatusChip
                health={qualityHealth(evidence.quality)}
                variant="plain"
                label={t(`evidence.gate.${evidence.quality.gate}`)}
              />
            </Box>
          )}
        </>
      )}
    </Section>
  );
}

function Environment(props: {
  environment: BoardEnvironment;
  board: Board;
  evidence: ComponentEvidence | undefined;
}) {
  const { environment, board, evidence } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  if (environment.state !== 'running') return null;
  const { name, title, image, by, since } = environment;
  const known = evidence?.images.find(each => each.environment === name)?.evidence;
  const digest = image.digest === undefined ? undefined : shortDigest(image.digest);
  const run = builtBy(board, name);
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <Stack direction="row" flexWrap="wrap" alignItems="baseline" columnGap={1}>
        <Typography variant="subtitle2" component="h3">
          {title}
        </Typography>
        <Box component="span" sx={{ typography: 'body2', fontFamily: fonts.mono }}>
          {imageName(image)}
        </Box>
        {digest !== undefined && digest !== imageName(image) && (
          <Typography variant="caption" color="text.secondary" title={image.digest}>
            {digest}
          </Typography>
        )}
      </Stack>
      <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
        {by === undefined ? t('board.byOutside') : t('running.by', { by: shortActor(by) })}
        {' · '}
        <Age at={since} />
        {run !== undefined && (
          <>
            {' · '}
            <Link component={RouterLink} to={links.run(run)} underline="always">
              {t('running.builtBy', { run: run.name })}
            </Link>
          </>
        )}
      </Typography>
      {known !== undefined && <ImageEvidenceChips evidence={known} />}
    </Box>
  );
}
