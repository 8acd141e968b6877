import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CodeBlock, PartialBanner, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Collapse from '@mui/material/Collapse';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { PlainTable } from '../cells/PlainTable';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { countRights, orderRights, type ProbeRight } from './probeSteps';

/** What the credential may do, what it lacks with the YAML that gives it, and what it should not have. */
export function RightsReport({ rights, fix }: { rights: readonly ProbeRight[]; fix?: string }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [open, setOpen] = useState(false);
  const { held, total, excess } = countRights(rights);
  return (
    <Stack gap={1.5}>
      <Stack direction="row" alignItems="center" gap={1.5} flexWrap="wrap">
        <Typography variant="subtitle1" component="h3">
          {t('registry.rights')}
        </Typography>
        <Typography variant="body2" color="text.secondary">
          {t('registry.rightsHeld', { held: String(held), total: String(total) })}
        </Typography>
        <Button color="inherit" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('registry.rightsShow')}
        </Button>
      </Stack>
      {excess.length > 0 && (
        <PartialBanner
          title={t('registry.excess')}
          items={excess.map(({ id }) => ({ key: id, text: id }))}
        />
      )}
      {fix !== undefined && (
        <Box>
          <Typography variant="subtitle2" component="h4" sx={{ mb: 0.5 }}>
            {t('registry.fix')}
          </Typography>
          <CodeBlock code={fix} maxLines={20} wrap={false} />
        </Box>
      )}
      <Collapse in={open} unmountOnExit>
        <PlainTable
          label={t('registry.rights')}
          head={[t('registry.right'), t('registry.held'), t('registry.need')]}
          rows={orderRights(rights).map(right => ({
            key: right.id,
            cells: [right.id, <Held key="held" right={right} />, t(`registry.needs.${right.need}`)],
          }))}
        />
        <Typography variant="caption" color="text.secondary" component="p" sx={{ mt: 1 }}>
          {t('registry.needsHint')}
        </Typography>
      </Collapse>
    </Stack>
  );
}

function Held({ right: { allowed, need } }: { right: ProbeRight }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const good = allowed === (need !== 'excess');
  const health = good ? 'ok' : need === 'needed' ? 'failed' : 'warning';
  return (
    <StatusChip
      variant="plain"
      health={health}
      label={t(allowed ? 'registry.heldYes' : 'registry.heldNo')}
    />
  );
}
