import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TenantList } from '@kubemate/plugin-tenants-common';
import { StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { ChainView } from './ChainView';
import type { FindingGroup } from './groupFindings';

/** One finding: who, what is wrong with it, where, and on demand the evidence and what to do. */
export function FindingLine(props: { group: FindingGroup; clusters: TenantList['clusters'] }) {
  const { group, clusters } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [open, setOpen] = useState(false);
  const id = useId();
  const { kind, severity, cluster, chain } = group.finding;
  const { subject, binding } = chain;
  const places = group.clusters.map(
    name => clusters.find(each => each.name === name)?.title ?? name,
  );
  const Fold = open ? RiArrowDownSLine : RiArrowRightSLine;
  return (
    <Box component="li" sx={{ px: 2, py: 1.25, '& + &': { borderTop: 1, borderColor: 'divider' } }}>
      <Stack direction="row" flexWrap="wrap" alignItems="center" columnGap={1.5} rowGap={0.5}>
        <Box sx={{ minWidth: 84 }}>
          <StatusChip
            health={severity === 'high' ? 'failed' : 'warning'}
            label={t(`severity.${severity}`)}
          />
        </Box>
        <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
          <Typography variant="body2" component="div" sx={{ overflowWrap: 'anywhere' }}>
            <Box component="span" sx={{ fontWeight: 550 }}>
              {subject.name}
            </Box>{' '}
            {t(`finding.${kind}`)}
          </Typography>
          <Typography variant="caption" color="text.secondary" component="div">
            {t(`subjectKind.${subject.kind}`)}
            {binding.namespace !== undefined && ` · ${binding.namespace}`}
            {' · '}
            {places.join(', ')}
          </Typography>
        </Box>
        <Button
          color="inherit"
          startIcon={<Fold size={16} />}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-label={t('findings.evidenceOf', { subject: subject.name })}
          onClick={() => setOpen(!open)}
        >
          {t('findings.evidence')}
        </Button>
      </Stack>
      {open && (
        <Stack id={id} gap={1.5} sx={{ pt: 1.5 }}>
          <ChainView chain={chain} cluster={cluster} />
          <Typography variant="body2">{t(`findingHint.${kind}`)}</Typography>
        </Stack>
      )}
    </Box>
  );
}
