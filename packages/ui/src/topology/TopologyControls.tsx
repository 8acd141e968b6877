import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@mui/material/IconButton';
import Paper from '@mui/material/Paper';
import Tooltip from '@mui/material/Tooltip';
import { RiAddLine, RiFullscreenLine, RiSubtractLine } from '@remixicon/react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import type { Size, Viewport } from './Viewport';

/** How much larger one press makes it. */
export const ZOOM_STEP = 1.3;

export interface TopologyControlsProps {
  viewport: Viewport;
  layout: Size;
}

/** Zoom and fit, for who has neither wheel nor keys. */
export function TopologyControls({ viewport, layout }: TopologyControlsProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const controls = [
    { label: t('topology.zoomIn'), icon: RiAddLine, act: () => viewport.zoomBy(ZOOM_STEP) },
    {
      label: t('topology.zoomOut'),
      icon: RiSubtractLine,
      act: () => viewport.zoomBy(1 / ZOOM_STEP),
    },
    { label: t('topology.fit'), icon: RiFullscreenLine, act: () => viewport.fit(layout) },
  ];
  return (
    <Paper
      data-map-control
      variant="outlined"
      role="toolbar"
      aria-label={t('topology.controls')}
      sx={{
        position: 'absolute',
        left: 12,
        bottom: 12,
        display: 'flex',
        flexDirection: 'column',
        p: 0.25,
        bgcolor: 'kubemate.surface.raised',
      }}
    >
      {controls.map(({ label, icon: Icon, act }) => (
        <Tooltip key={label} title={label} placement="right">
          <IconButton aria-label={label} onClick={act}>
            <Icon size={18} />
          </IconButton>
        </Tooltip>
      ))}
    </Paper>
  );
}
