import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Gate } from '@kubemate/plugin-pipelines-common';
import { HealthDot } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { entityName } from '../approvals/entityName';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { useGateText } from './useGateText';

const HEALTH = { passed: 'ok', blocked: 'failed', unknown: 'unknown' } as const;

/** What stands before an environment: open or shut, why, who can open it, and where. */
export function GateList({ gates }: { gates: readonly Gate[] }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const textOf = useGateText();
  if (gates.length === 0)
    return (
      <Typography variant="body2" color="text.secondary">
        {t('gate.none')}
      </Typography>
    );
  return (
    <Box component="ul" aria-label={t('gate.list')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {gates.map(gate => (
        <Box
          component="li"
          key={gate.kind}
          sx={{ display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr)', gap: 1, py: 0.5 }}
        >
          <Box sx={{ pt: 0.25 }}>
            <HealthDot health={HEALTH[gate.state]} />
          </Box>
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="subtitle2" component="div">
              {t(`gate.kind.${gate.kind}`)} · {t(`gate.state.${gate.state}`)}
            </Typography>
            <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
              {textOf(gate)}
            </Typography>
            {gate.state === 'blocked' && <Clears gate={gate} />}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Clears({ gate }: { gate: Gate }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { groups, permission } = gate.clearedBy;
  const place =
    gate.kind === 'approvals'
      ? { to: links.approvals(), title: t('tabs.approvals') }
      : gate.kind === 'freeze'
        ? { to: links.freezes(), title: t('tabs.freezes') }
        : gate.kind === 'pipeline-passed' && gate.run !== undefined
          ? { to: links.run(gate.run), title: gate.run.name }
          : undefined;
  return (
    <Typography variant="caption" color="text.secondary" component="div">
      {groups.length > 0
        ? t('gate.clearedByGroups', { groups: groups.map(entityName).join(', ') })
        : permission !== undefined && t('gate.clearedByPermission', { permission })}{' '}
      {place !== undefined && (
        <Link component={RouterLink} to={place.to} underline="always">
          {place.title}
        </Link>
      )}
    </Typography>
  );
}
