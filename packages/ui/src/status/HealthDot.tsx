import type { Health } from '@kubemate/kube-common';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { HEALTH_ICON } from './healthLook';

export interface HealthDotProps {
  health: Health;
  /** Read out and shown in a tooltip; the translated health where absent. */
  label?: string;
  size?: number;
}

/** The shape of a health alone, where its word stands elsewhere or would be too long. */
export function HealthDot({ health, label, size = 14 }: HealthDotProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const tone = useTheme().palette.kubemate.health[health];
  const Icon = HEALTH_ICON[health];
  const text = label ?? t(`health.${health}`);
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      style={{ display: 'inline-flex', flex: 'none' }}
    >
      <Icon size={size} color={tone.fg} aria-hidden />
    </span>
  );
}
