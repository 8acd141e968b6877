import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EventListener, TriggerOutcome } from '@kubemate/plugin-pipelines-common';
import { Age, StatusChip, useServerText } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

type Received = NonNullable<EventListener['hook']>['deliveries'][number];

const HEALTH = {
  started: 'ok',
  stopped: 'unknown',
  failed: 'failed',
  working: 'progressing',
  'cut-off': 'warning',
} as const;

/** What git servers have delivered to the portal, and what each trigger made of it. */
export function ReceivedList({ listener }: { listener: EventListener }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { place, hook } = listener;
  if (hook === undefined) return null;
  return (
    <Box sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider' }}>
      <Typography variant="subtitle2" component="h3" sx={{ fontWeight: 'fontWeightBold' }}>
        {t('triggers.received')}
      </Typography>
      {hook.deliveries.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('triggers.noneReceived')}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {hook.deliveries.map(delivery => (
          <Delivery key={delivery.id} delivery={delivery} place={place} />
        ))}
      </Box>
    </Box>
  );
}

function Delivery({ delivery, place }: { delivery: Received; place: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { id, event, ref, receivedAt, attempts, outcomes } = delivery;
  const state = stateOf(delivery);
  return (
    <Box component="li" aria-label={delivery.delivery || id} sx={{ typography: 'body2', mt: 1 }}>
      <Stack direction="row" flexWrap="wrap" alignItems="center" columnGap={1.5}>
        <StatusChip health={HEALTH[state]} label={t(`triggers.outcome.${state}`)} variant="plain" />
        <span>{[event, ref.replace(/^refs\/(heads|tags)\//, '')].filter(Boolean).join(' ')}</span>
        <Age at={receivedAt} />
        {attempts > 1 && <span>{t('triggers.attempts', { times: String(attempts) })}</span>}
        <Box component="span" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {delivery.delivery}
        </Box>
      </Stack>
      {outcomes.map(outcome => (
        <Outcome key={`${outcome.group ?? ''} ${outcome.name}`} outcome={outcome} place={place} />
      ))}
    </Box>
  );
}

function Outcome({ outcome, place }: { outcome: TriggerOutcome; place: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const said = useServerText();
  const links = useLinks();
  const { name, group, folder, text, runs } = outcome;
  const trigger = group === undefined ? name : `${group} / ${name}`;
  return (
    <Box sx={{ pl: 2.5, color: 'text.secondary', overflowWrap: 'anywhere' }}>
      {trigger}: {t(`triggers.outcome.${outcome.outcome}`)}
      {text !== '' && ` · ${said(text)}`}
      {runs.map(run => (
        <Link
          key={run}
          component={RouterLink}
          underline="always"
          to={links.run({ engine: 'tekton', place, folder, name: run })}
          sx={{ ml: 1 }}
        >
          {run}
        </Link>
      ))}
    </Box>
  );
}

/** What came of it at its best, unless something failed. */
function stateOf({ state, outcomes }: Received): keyof typeof HEALTH {
  if (state !== 'done') return state;
  return outcomes.some(({ outcome }) => outcome === 'started') ? 'started' : 'stopped';
}
