import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EventListener, Trigger } from '@kubemate/plugin-pipelines-common';
import { Age, KeyValueList, PartialBanner, PhaseChip, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiPlayLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { HookAddress } from './HookAddress';
import { ReceivedList } from './ReceivedList';
import { TriggerRules } from './TriggerRules';
import { usePassing } from './usePassing';

interface Props {
  listener: EventListener;
  /** `group`: of the trigger, where one selects it. */
  onReplay(replayed: { trigger: Trigger; group?: string; opener: HTMLElement }): void;
}

/** One event listener: its triggers and its groups of them, and the runs it has started. */
export function ListenerSection({ listener, onReplay }: Props) {
  const { place, folder, name, triggers, groups, problem } = listener;
  return (
    <Section flush title={`${name} · ${place} / ${folder}`}>
      <HookAddress listener={listener} />
      <TriggerList {...{ triggers, place, onReplay }} />
      {problem !== undefined && <Unread reason={problem} />}
      {groups.map(group => (
        <GroupRules key={group.name} {...{ group, place, onReplay }} />
      ))}
      <ReceivedList listener={listener} />
      <Deliveries listener={listener} />
    </Section>
  );
}

function TriggerList(props: {
  triggers: readonly Trigger[];
  place: string;
  group?: string;
  onReplay: Props['onReplay'];
}) {
  const { triggers, place, group, onReplay } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  if (triggers.length === 0) return null;
  return (
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
            <TriggerRules {...{ trigger, place }} inGroup={group !== undefined} />
          </Box>
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<RiPlayLine size={16} />}
            disabled={trigger.problem !== undefined}
            onClick={event => onReplay({ trigger, group, opener: event.currentTarget })}
          >
            {t('triggers.replay')}
          </Button>
        </Stack>
      ))}
    </Box>
  );
}

/** What an event has to pass before the triggers that a group selects, and those. */
function GroupRules(props: {
  group: EventListener['groups'][number];
  place: string;
  onReplay: Props['onReplay'];
}) {
  const { group, place, onReplay } = props;
  const { name, interceptors, selector, folders, triggers, problem } = group;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { when, added } = usePassing(interceptors);
  const everywhere = folders.includes('*');
  const where = everywhere ? t('triggers.allNamespaces') : folders.join(', ');
  const selects = {
    ...{ key: 'selects', label: t('triggers.selects') },
    value:
      selector === ''
        ? t('triggers.selectsAll', { where })
        : t('triggers.selectsBy', { selector, where }),
  };
  return (
    <Box role="group" aria-label={t('triggers.group', { name })}>
      <Box sx={{ px: 2, pt: 1.5, pb: 1, bgcolor: 'action.hover' }}>
        <Typography
          variant="subtitle2"
          component="h3"
          sx={{ mb: 0.5, fontWeight: 'fontWeightBold' }}
        >
          {t('triggers.group', { name })}
        </Typography>
        <KeyValueList items={[when, added, selects].filter(({ value }) => value.length > 0)} />
      </Box>
      {problem !== undefined && <Unread reason={problem} />}
      {problem === undefined && triggers.length === 0 && (
        <Typography variant="body2" color="text.secondary" sx={{ px: 2, py: 1.5 }}>
          {t('triggers.selectsNone')}
        </Typography>
      )}
      <TriggerList {...{ triggers, place, onReplay }} group={name} />
    </Box>
  );
}

function Unread({ reason }: { reason: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return (
    <Box sx={{ px: 2, pt: 1.5 }}>
      <PartialBanner title={t('triggers.unselected', { reason })} />
    </Box>
  );
}

function Deliveries({ listener: { deliveries } }: { listener: EventListener }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  return (
    <Box sx={{ px: 2, py: 1.5 }}>
      <Typography variant="subtitle2" component="h3" sx={{ fontWeight: 'fontWeightBold' }}>
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
