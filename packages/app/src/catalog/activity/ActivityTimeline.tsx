import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';
import { useApi } from '@backstage/frontend-plugin-api';
import { EmptyState, HealthDot, LoadingState, Section, type ActivityItem } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { groupByDay } from './groupByDay';
import { KindIcon } from './KindIcon';

export interface ActivityTimelineProps {
  items: readonly ActivityItem[];
  loading: boolean;
  /** Whether some kinds are left out. */
  filtered: boolean;
  onClear(): void;
  /** Asks for older ones; absent where there are none. */
  onMore?: () => void;
}

/** What happened, newest first, day by day. */
export function ActivityTimeline(props: ActivityTimelineProps) {
  const { items, loading, filtered, onClear, onMore } = props;
  const { t } = useTranslationRef(shellTranslationRef);
  const language = useApi(appLanguageApiRef).getLanguage().language;
  if (items.length === 0 && loading) return <LoadingState lines={8} />;
  const more = onMore !== undefined && (
    <Stack alignItems="center">
      <Button variant="outlined" onClick={onMore} disabled={loading}>
        {t('activity.more')}
      </Button>
    </Stack>
  );
  if (items.length === 0)
    return (
      <>
        <EmptyState
          title={t(filtered ? 'activity.noMatch' : 'activity.empty')}
          description={t(filtered ? 'activity.noMatchHint' : 'activity.emptyHint')}
          action={
            filtered && (
              <Button variant="outlined" onClick={onClear}>
                {t('activity.showAll')}
              </Button>
            )
          }
        />
        {more}
      </>
    );
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full' });
  return (
    <>
      {groupByDay(items).map(({ start, items: found }) => (
        <Section key={start} title={day.format(start)} flush>
          <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {found.map(item => (
              <ActivityLine key={item.key} item={item} language={language} />
            ))}
          </Box>
        </Section>
      ))}
      {more}
    </>
  );
}

function ActivityLine({ item, language }: { item: ActivityItem; language: string }) {
  const { kind, health, title, source, text, to, at } = item;
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: 'auto minmax(0, 1fr) auto',
        columnGap: 1.25,
        px: 2,
        py: 1,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Stack
        direction="row"
        gap={0.75}
        title={t(`activity.kind.${kind}`)}
        sx={{ pt: 0.25, color: 'text.secondary' }}
      >
        <HealthDot health={health} />
        <KindIcon kind={kind} />
      </Stack>
      <Box sx={{ minWidth: 0 }}>
        <Stack direction="row" columnGap={1} alignItems="baseline" flexWrap="wrap">
          <Typography variant="body2" sx={{ fontWeight: 550, overflowWrap: 'anywhere' }}>
            {to === undefined ? (
              title
            ) : (
              <Link component={RouterLink} to={to} color="text.primary">
                {title}
              </Link>
            )}
          </Typography>
          {source !== undefined && (
            <Typography variant="caption" color="text.secondary">
              {source}
            </Typography>
          )}
        </Stack>
        {text !== undefined && text !== '' && (
          <Typography
            variant="caption"
            color="text.secondary"
            component="div"
            sx={{ overflowWrap: 'anywhere' }}
          >
            {text}
          </Typography>
        )}
      </Box>
      <Typography variant="caption" color="text.secondary" sx={{ whiteSpace: 'nowrap' }}>
        <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
      </Typography>
    </Box>
  );
}
