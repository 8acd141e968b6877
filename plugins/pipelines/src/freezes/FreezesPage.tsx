import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FreezeWindow } from '@kubemate/plugin-pipelines-common';
import {
  EmptyState,
  FailureState,
  LoadingState,
  Page,
  PageContent,
  Section,
  StatusChip,
  useDocumentTitle,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiAddLine, RiSnowflakeLine } from '@remixicon/react';
import { useState, type MouseEvent } from 'react';
import { useEnvironments, useFreezes } from '../api/promotionQueries';
import { entityName } from '../approvals/entityName';
import { PipelinesHeader } from '../runs/PipelinesHeader';
import { shortActor } from '../runs/runText';
import { QueryAge } from '../live/QueryAge';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { FreezeDialog } from './FreezeDialog';
import { UnfreezeDialog } from './UnfreezeDialog';

/** Windows in which nothing is promoted: those that hold, and those that come. */
export function FreezesPage() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const query = useFreezes();
  const [opener, setOpener] = useState<HTMLElement>();
  useDocumentTitle(t('tabs.freezes'), t('title'));
  const onAdd = (event: MouseEvent<HTMLElement>) => setOpener(event.currentTarget);
  return (
    <Page>
      <PipelinesHeader
        tab="freezes"
        actions={
          <>
            <QueryAge query={query} />
            <Button variant="contained" startIcon={<RiAddLine size={16} />} onClick={onAdd}>
              {t('freezes.add')}
            </Button>
          </>
        }
      />
      <PageContent>
        <Windows query={query} />
      </PageContent>
      {opener !== undefined && (
        <FreezeDialog opener={opener} onClose={() => setOpener(undefined)} />
      )}
    </Page>
  );
}

function Windows({ query }: { query: ReturnType<typeof useFreezes> }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [ending, setEnding] = useState<{ window: FreezeWindow; opener: HTMLElement }>();
  const { data, error } = query;
  if (data === undefined && error !== null) {
    return (
      <FailureState
        title={t('freezes.failed')}
        deniedTitle={t('freezes.denied')}
        error={error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (data === undefined) return <LoadingState lines={6} />;
  if (data.length === 0)
    return (
      <EmptyState
        icon={<RiSnowflakeLine size={32} />}
        title={t('freezes.empty')}
        description={t('freezes.emptyHint')}
      />
    );
  return (
    <>
      <Section flush title={t('freezes.list')}>
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {data.map(window => (
            <WindowRow
              key={window.id}
              window={window}
              onEnd={opener => setEnding({ window, opener })}
            />
          ))}
        </Box>
      </Section>
      {ending !== undefined && <UnfreezeDialog {...ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}

function WindowRow({ window, onEnd }: { window: FreezeWindow; onEnd(opener: HTMLElement): void }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const titles = new Map(useEnvironments().data?.map(({ name, title }) => [name, title]));
  const { environments, components, startsAt, endsAt, reason, createdBy, isActive } = window;
  const where = environments.map(name => titles.get(name) ?? name).join(', ');
  return (
    <Stack
      component="li"
      direction="row"
      flexWrap="wrap"
      alignItems="center"
      gap={1.5}
      sx={{
        px: 2,
        py: 1.5,
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-child': { border: 0 },
      }}
    >
      <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
        <Stack direction="row" flexWrap="wrap" alignItems="center" gap={1}>
          <Typography variant="subtitle2" sx={{ overflowWrap: 'anywhere' }}>
            {reason}
          </Typography>
          <StatusChip
            health={isActive ? 'warning' : 'unknown'}
            label={t(isActive ? 'freezes.active' : 'freezes.comes')}
          />
        </Stack>
        <Typography variant="body2">
          {where} ·{' '}
          {components.length === 0
            ? t('freezes.everything')
            : components.map(entityName).join(', ')}
        </Typography>
        <Typography variant="caption" color="text.secondary" component="div">
          {t('freezes.fromTo', {
            from: new Date(startsAt).toLocaleString(),
            to: new Date(endsAt).toLocaleString(),
          })}{' '}
          · {t('freezes.by', { by: shortActor(createdBy) })}
        </Typography>
      </Box>
      <Button
        variant="outlined"
        color="inherit"
        aria-label={t('freezes.endOf', { reason })}
        onClick={event => onEnd(event.currentTarget)}
      >
        {t('freezes.end')}
      </Button>
    </Stack>
  );
}
