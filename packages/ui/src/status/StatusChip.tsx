import type { Health } from '@kubemate/kube-common';
import { styled, useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { memo, type CSSProperties, type ReactNode } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { radii, type } from '../theme/tokens';
import { HEALTH_ICON } from './healthLook';

export interface StatusChipProps {
  health: Health;
  /** The word Kubernetes uses, `CrashLoopBackOff`; the translated health where absent. */
  label?: string;
  /** `plain` has no surface: for table cells. */
  variant?: 'chip' | 'plain';
}

/** Inline, not a rule for each: a table draws one in every row, and rules cost more than the row. */
const PLAIN: CSSProperties = {
  display: 'inline-flex',
  alignItems: 'center',
  gap: 5,
  maxWidth: '100%',
  minWidth: 0,
  lineHeight: `${type.dense.line}px`,
  fontWeight: type.weight.medium,
  verticalAlign: 'middle',
};
const NO_SHRINK: CSSProperties = { flex: 'none' };
const CUT: CSSProperties = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' };

const Chip = styled('span')<{ health: Health }>(({ theme, health }) => {
  const tone = theme.palette.kubemate.health[health];
  return {
    ...PLAIN,
    color: tone.fg,
    fontSize: type.caption.size,
    padding: '1px 8px 1px 6px',
    borderRadius: radii.full,
    backgroundColor: tone.bg,
    border: `1px solid ${tone.border}`,
  };
});

function LabelledChip({ health, label, variant }: Required<StatusChipProps>) {
  const Icon = HEALTH_ICON[health];
  const content = (
    <>
      <Icon size={14} aria-hidden style={NO_SHRINK} />
      <span style={CUT}>{label}</span>
    </>
  );
  return variant === 'plain' ? (
    <PlainChip health={health} title={label}>
      {content}
    </PlainChip>
  ) : (
    <Chip health={health} title={label}>
      {content}
    </Chip>
  );
}

function PlainChip(props: { health: Health; title: string; children: ReactNode }) {
  const { health } = useTheme().palette.kubemate;
  const style = { ...PLAIN, color: health[props.health].fg };
  return (
    <span style={style} title={props.title}>
      {props.children}
    </span>
  );
}

function HealthChip({ health, variant }: Required<Omit<StatusChipProps, 'label'>>) {
  const { t } = useTranslationRef(uiTranslationRef);
  return <LabelledChip health={health} variant={variant} label={t(`health.${health}`)} />;
}

/** How something is doing, by shape, colour and word. */
export const StatusChip = memo(({ health, label, variant = 'chip' }: StatusChipProps) =>
  label === undefined ? (
    <HealthChip health={health} variant={variant} />
  ) : (
    <LabelledChip health={health} variant={variant} label={label} />
  ),
);
StatusChip.displayName = 'StatusChip';
