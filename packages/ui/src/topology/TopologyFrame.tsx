import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { styled, useTheme } from '@mui/material/styles';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { memo } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { HEALTH_ICON } from '../status/healthLook';
import { radii, type } from '../theme/tokens';
import { GROUP, type PlacedGroup } from './layoutTopology';

const Frame = styled('div')(({ theme }) => ({
  position: 'absolute',
  backgroundColor: theme.palette.kubemate.surface.base,
  border: `1px solid ${theme.palette.kubemate.border.subtle}`,
  borderRadius: radii.large,
}));

const Header = styled('button')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  width: '100%',
  height: GROUP.header - 4,
  padding: '0 10px',
  border: 0,
  background: 'none',
  font: 'inherit',
  fontSize: type.dense.size,
  color: theme.palette.kubemate.text.secondary,
  textAlign: 'left',
  cursor: 'pointer',
  borderRadius: radii.large,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  '&:hover': { color: theme.palette.kubemate.text.primary },
  '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: -2 },
  '& > strong': {
    color: theme.palette.kubemate.text.primary,
    fontWeight: type.weight.bold,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  '& > svg': { flex: 'none' },
}));

export interface TopologyFrameProps {
  place: PlacedGroup;
  onFold(group: string, folded: boolean): void;
}

/** The frame of a group; its title folds it. */
export const TopologyFrame = memo(({ place, onFold }: TopologyFrameProps) => {
  const { t } = useTranslationRef(uiTranslationRef);
  const tokens = useTheme().palette.kubemate;
  const { group, x, y, width, height } = place;
  const Arrow = group.folded ? RiArrowRightSLine : RiArrowDownSLine;
  const Icon = HEALTH_ICON[group.health];
  return (
    <Frame style={{ left: x, top: y, width, height }}>
      <Header
        type="button"
        aria-expanded={!group.folded}
        aria-label={`${group.title} ${group.subtitle}, ${t(`health.${group.health}`)}`}
        onClick={() => onFold(group.id, !group.folded)}
      >
        <Arrow size={16} aria-hidden />
        <strong>{group.title}</strong> <span>{group.subtitle}</span>
        <Icon size={14} color={tokens.health[group.health].fg} aria-hidden />
      </Header>
    </Frame>
  );
});
TopologyFrame.displayName = 'TopologyFrame';
