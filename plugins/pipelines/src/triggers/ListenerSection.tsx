import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EventListener, Trigger } from '@kubemate/plugin-pipelines-common';
import { Age, PartialBanner, PhaseChip, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiPlayLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { TriggerRules } from './TriggerRules';

/** One event listener: its triggers, and the runs it has started. */
export function ListenerSection(props: {
  listener: EventListener;
  onReplay(trigger: Trigger, opener: HTMLElement): void;
}) {
  const { listener, onReplay } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { place, folder, name, address, triggers, hasGroups } = listener;
  return (
    <Section flush title={`${name} · ${place} / ${folder}`}>
      {address !== undefined && (
        <Typography variant="body2" color="text.secondary" sx={{ px: 2, pt: 1.5 }}>
          {t('triggers.address', { url: address })}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {triggers.map(trigger => (
          <Stack
            component="li"
            key={trigger.name}
            aria-label={trigger.name}
            direction="row"
            flexWrap="wrap"
            alignItems="flex-start"
            gap={1.5}
            sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider' }}
          >
            <Box sx={{ flex: '1 1 320px', minWidth: 0 }}>
              <TriggerRules trigger={trigger} at={{ place, folder }} />
            </Box>
            <Button
              variant="outlined"
              color="inherit"
              startIcon={<RiPlayLine size={16} />}
              disabled={trigger.problem !== undefined}
              onClick={event => onReplay(trigger, event.currentTarget)}
            >
              {t('triggers.replay')}
            </Button>
          </Stack>
        ))}
      </Box>
      {hasGroups && (
        <Box sx={{ px: 2, pt: 1.5 }}>
          <PartialBanner severity="info" title={t('triggers.groups')} />
        </Box>
      )}
      <Deliveries listener={listener} />
    </Section>
  );
}

function Deliveries({ listener: { deliveries } }: { listener: EventListener }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  return (
    <Box sx={{ px: 2, py: 1.5 }}>
      <Typography variant="subtitle2" component="h3">
        {t('triggers.deliveries')}
      </Typography>
      {deliveries.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('triggers.noDeliveries')}
        </Typography>
      )}
      {deliveries.map(({ run, trigger }) => (
        <Stack
          key={run.uid}
          direction="row"
          flexWrap="wrap"
          alignItems="center"
          columnGap={1.5}
          sx={{ typography: 'body2', mt: 0.5 }}
        >
          <PhaseChip phase={run.phase} variant="plain" />
          <Link component={RouterLink} to={links.run(run.ref)} sx={{ overflowWrap: 'anywhere' }}>
            {run.ref.name}
          </Link>
          {trigger !== undefined && <span>{t('triggers.by', { trigger })}</span>}
          <Age at={run.createdAt} />
        </Stack>
      ))}
    </Box>
  );
}
