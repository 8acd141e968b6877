import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { RiZoomInLine, RiZoomOutLine } from '@remixicon/react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';

/** How small a graph can be made, largest first. */
export const SCALES: readonly number[] = [1, 0.8, 0.65, 0.5];

export interface GraphFooterProps {
  hasCritical: boolean;
  /** Which of the scales; absent where everything fits. */
  scaleAt?: number;
  onScaleChange?(at: number): void;
}

/** Says what the marked line means, and makes a large graph smaller. Nothing where neither is needed. */
export function GraphFooter({ hasCritical, scaleAt, onScaleChange }: GraphFooterProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  if (!hasCritical && scaleAt === undefined) return null;
  return (
    <Stack direction="row" alignItems="center" gap={1} sx={{ px: 2, minHeight: 36 }}>
      {hasCritical && (
        <>
          <Box aria-hidden sx={{ width: 20, borderTop: 3, borderColor: 'kubemate.brand.main' }} />
          <Typography variant="caption" color="text.secondary">
            {t('dag.critical')}
          </Typography>
        </>
      )}
      {scaleAt !== undefined && (
        <Stack
          direction="row"
          sx={{ ml: 'auto' }}
          role="toolbar"
          aria-label={t('topology.controls')}
        >
          <ScaleButton
            label={t('topology.zoomOut')}
            disabled={scaleAt >= SCALES.length - 1}
            onClick={() => onScaleChange?.(scaleAt + 1)}
          >
            <RiZoomOutLine size={18} />
          </ScaleButton>
          <ScaleButton
            label={t('topology.zoomIn')}
            disabled={scaleAt === 0}
            onClick={() => onScaleChange?.(scaleAt - 1)}
          >
            <RiZoomInLine size={18} />
          </ScaleButton>
        </Stack>
      )}
    </Stack>
  );
}

function ScaleButton(props: {
  label: string;
  disabled: boolean;
  onClick(): void;
  children: React.ReactNode;
}) {
  const { label, disabled, onClick, children } = props;
  return (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} disabled={disabled} onClick={onClick}>
          {children}
        </IconButton>
      </span>
    </Tooltip>
  );
}
