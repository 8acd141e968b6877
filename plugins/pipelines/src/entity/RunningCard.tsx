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
import { byImage } from '../board/byImage';
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
  const running =
    board?.environments.filter((each): each is Running => each.state === 'running') ?? [];
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
          <Stack component="ul" gap={2} sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {byImage(running).map(({ key, items }) => (
              <Version key={key} {...{ items, board, evidence }} />
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

type Running = Extract<BoardEnvironment, { state: 'running' }>;

/** One image: where it runs and since when, and then what proves it, once. */
function Version(props: {
  items: readonly [Running, ...Running[]];
  board: Board;
  evidence: ComponentEvidence | undefined;
}) {
  const { items, board, evidence } = props;
  const [{ image }] = items;
  // It is the image's, whichever of its environments it was read for.
  const isHere = (environment: string) => items.some(({ name }) => name === environment);
  const known = evidence?.images.find(({ environment }) => isHere(environment))?.evidence;
  const digest = image.digest === undefined ? undefined : shortDigest(image.digest);
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <Stack direction="row" flexWrap="wrap" alignItems="baseline" columnGap={1}>
        <Typography
          variant="subtitle2"
          component="h3"
          sx={{ fontFamily: fonts.mono, fontWeight: 'fontWeightBold', overflowWrap: 'anywhere' }}
        >
          {imageName(image)}
        </Typography>
        {digest !== undefined && digest !== imageName(image) && (
          <Typography variant="caption" color="text.secondary" title={image.digest}>
            {digest}
          </Typography>
        )}
      </Stack>
      <Box component="ul" sx={{ m: 0, mt: 0.25, p: 0, listStyle: 'none' }}>
        {items.map(environment => (
          <Where key={environment.name} {...{ environment, board }} />
        ))}
      </Box>
      {known !== undefined && <ImageEvidenceChips evidence={known} />}
    </Box>
  );
}

function Where({ environment, board }: { environment: Running; board: Board }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { name, title, by, since } = environment;
  const run = builtBy(board, name);
  return (
    <Typography
      component="li"
      variant="body2"
      color="text.secondary"
      sx={{ overflowWrap: 'anywhere' }}
    >
      <Box component="span" sx={{ color: 'text.primary' }}>
        {title}
      </Box>
      {' · '}
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
  );
}
