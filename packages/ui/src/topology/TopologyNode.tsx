import { alpha, styled } from '@mui/material/styles';
import { memo } from 'react';
import { visuallyHidden } from '../layout/visuallyHidden';
import { HEALTH_ICON } from '../status/healthLook';
import { radii, type } from '../theme/tokens';
import { useTheme } from '@mui/material/styles';
import type { PlacedItem } from './layoutTopology';
import { splitName } from './splitName';

const Button = styled('button')(({ theme }) => {
  const c = theme.palette.kubemate;
  return {
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    padding: '0 10px',
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    color: c.text.primary,
    backgroundColor: c.surface.raised,
    border: `1px solid ${c.border.subtle}`,
    borderRadius: radii.medium,
    boxShadow: `0 1px 2px ${alpha(c.text.primary, 0.06)}`,
    '&:hover': { borderColor: c.border.control },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: 2 },
    '&[data-health=failed], &[data-health=warning]': { borderWidth: 1.5 },
    '&[data-health=failed]': {
      borderColor: c.health.failed.fg,
      backgroundColor: c.health.failed.bg,
    },
    '&[data-health=warning]': {
      borderColor: c.health.warning.fg,
      backgroundColor: c.health.warning.bg,
    },
    '&[data-ghost=true]': { borderStyle: 'dashed', boxShadow: 'none' },
    // The text stays legible: what is faded can still be looked for.
    '&[data-faded=true]': {
      color: c.text.tertiary,
      backgroundColor: c.surface.base,
      borderColor: c.border.subtle,
      boxShadow: 'none',
      '& svg': { opacity: 0.4 },
    },
    '&[aria-pressed=true]': {
      borderColor: c.brand.main,
      boxShadow: `0 0 0 2px ${c.brand.main}`,
    },
    '& > svg': { flex: 'none' },
    // A node that has just come is seen to come.
    '@media (prefers-reduced-motion: no-preference)': {
      animation: 'topology-arrive 0.9s ease-out',
    },
    '@keyframes topology-arrive': {
      from: { backgroundColor: c.flash, opacity: 0 },
      '25%': { backgroundColor: c.flash, opacity: 1 },
    },
  };
});

const Text = styled('span')({
  flex: 1,
  minWidth: 0,
  '& > span': {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

const Title = styled('span')({
  fontSize: type.dense.size,
  lineHeight: `${type.dense.line}px`,
  fontWeight: type.weight.medium,
});

/** Of a long name its end is kept. The name itself stays one text beside it, for who hears or searches the page. */
const Cut = styled('span')({
  display: 'flex',
  '&::before': {
    content: 'attr(data-start)',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  '&::after': { content: 'attr(data-end)', flex: 'none' },
});

const Subtitle = styled('span')(({ theme }) => ({
  fontSize: 11,
  lineHeight: '14px',
  color: theme.palette.kubemate.text.secondary,
  '[data-faded=true] &': { color: 'inherit' },
}));

export interface TopologyNodeProps {
  place: PlacedItem;
  selected: boolean;
  faded: boolean;
  /** The one item of the map that Tab leads to. */
  tabbable: boolean;
  onSelect(id: string): void;
  onFocus(id: string): void;
}

/** One object of the map: kind, name, the fact that says most, and health as a shape. */
export const TopologyNode = memo(
  ({ place, selected, faded, tabbable, onSelect, onFocus }: TopologyNodeProps) => {
    const { item, x, y, width, height } = place;
    const tone = useTheme().palette.kubemate.health[item.health];
    const Icon = HEALTH_ICON[item.health];
    const { start, end } = splitName(item.title);
    return (
      <Button
        type="button"
        data-node={item.id}
        data-health={item.health}
        data-ghost={item.ghost === true}
        data-faded={faded}
        aria-pressed={selected}
        aria-label={item.label}
        title={item.label}
        tabIndex={tabbable ? 0 : -1}
        onClick={() => onSelect(item.id)}
        onFocus={() => onFocus(item.id)}
        style={{ width, height, left: x, top: y }}
      >
        {item.icon}
        <Text>
          <Title>
            {end !== '' && <Cut aria-hidden data-start={start} data-end={end} />}
            <span style={end === '' ? undefined : visuallyHidden}>{item.title}</span>
          </Title>{' '}
          <Subtitle>{item.subtitle}</Subtitle>
        </Text>
        <Icon size={16} color={tone.fg} aria-hidden />
      </Button>
    );
  },
);
TopologyNode.displayName = 'TopologyNode';
