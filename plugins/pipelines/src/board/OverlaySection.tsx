import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Board, BoardTransition, OverlayComparison } from '@kubemate/plugin-pipelines-common';
import { Age, describeError, DiffView, fonts, LoadingState, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useOverlays } from '../api/promotionQueries';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** What git has between two environments, of a component that is promoted through it. */
export function OverlaySection({
  board,
  transition,
}: {
  board: Board;
  transition: BoardTransition;
}) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { from, to } = transition;
  const titleOf = (name: string) =>
    board.environments.find(environment => environment.name === name)?.title ?? name;
  const names = { from: titleOf(from), to: titleOf(to) };
  const { data, error } = useOverlays(board.component, { from, to });
  return (
    <Section title={t('overlay.title', names)}>
      {data !== undefined ? (
        <Comparison comparison={data} names={names} />
      ) : error === null ? (
        <LoadingState lines={3} />
      ) : (
        <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
          {t('overlay.failed', { reason: describeError(error).message })}
        </Typography>
      )}
    </Section>
  );
}

function Comparison({
  comparison,
  names,
}: {
  comparison: OverlayComparison;
  names: { from: string; to: string };
}) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { repository, commits, files } = comparison;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
      <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
        {t('overlay.where', { repository, from: comparison.from, to: comparison.to })}
      </Typography>
      {commits.length > 0 && (
        <Box>
          <Typography variant="subtitle2">{t('overlay.commits', names)}</Typography>
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {commits.map(({ id, message, author, at }) => (
              <Typography
                component="li"
                variant="body2"
                key={id}
                sx={{ overflowWrap: 'anywhere', py: 0.25 }}
              >
                <Box component="span" sx={{ fontFamily: fonts.mono, fontSize: 12 }}>
                  {id.slice(0, 8)}
                </Box>{' '}
                {message} · {author.replace(/ <.*/, '')} · <Age at={at} />
              </Typography>
            ))}
          </Box>
        </Box>
      )}
      {files.length === 0 && <Typography variant="body2">{t('overlay.same')}</Typography>}
      {files.map(({ path, before = '', after = '' }) => (
        <Box key={path} sx={{ minWidth: 0 }}>
          <Typography variant="subtitle2" sx={{ fontFamily: fonts.mono, mb: 0.5 }}>
            {path}
          </Typography>
          <DiffView before={before} after={after} label={t('overlay.fileOf', { path, ...names })} />
        </Box>
      ))}
    </Box>
  );
}
