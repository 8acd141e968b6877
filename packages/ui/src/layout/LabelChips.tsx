import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { styled } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { fonts, radii, type } from '../theme/tokens';

export interface LabelChipsProps {
  labels: Readonly<Record<string, string>>;
  /** How many to show before the rest collapses. */
  limit?: number;
  /** Makes each chip a button: to filter by it. */
  onSelect?(label: { key: string; value: string }): void;
}

const Chip = styled('span')(({ theme }) => ({
  all: 'unset',
  display: 'inline-block',
  maxWidth: '100%',
  boxSizing: 'border-box',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  padding: '1px 6px',
  borderRadius: radii.small,
  border: `1px solid ${theme.palette.divider}`,
  backgroundColor: theme.palette.kubemate.surface.sunken,
  fontFamily: fonts.mono,
  fontSize: type.caption.size,
  lineHeight: `${type.dense.line}px`,
  '&:is(button)': { cursor: 'pointer' },
  '&:is(button):hover': { backgroundColor: theme.palette.kubemate.surface.pressed },
  '&:is(button):focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
}));

/** Labels or annotations as `key=value`, the long tail behind "n more". */
export function LabelChips({ labels, limit = 6, onSelect }: LabelChipsProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const [open, setOpen] = useState(false);
  const all = Object.entries(labels).sort(([a], [b]) => a.localeCompare(b));
  const shown = open ? all : all.slice(0, limit);
  if (all.length === 0) {
    return (
      <Typography variant="body2" color="text.secondary">
        {t('labels.none')}
      </Typography>
    );
  }
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, alignItems: 'center', minWidth: 0 }}>
      {shown.map(([key, value]) => {
        const text = value === '' ? key : `${key}=${value}`;
        return onSelect === undefined ? (
          <Chip key={key} title={text}>
            {text}
          </Chip>
        ) : (
          <Chip key={key} as="button" title={text} onClick={() => onSelect({ key, value })}>
            {text}
          </Chip>
        );
      })}
      {all.length > limit && (
        <Link component="button" type="button" variant="caption" onClick={() => setOpen(!open)}>
          {open ? t('labels.fewer') : t('labels.more', { number: String(all.length - limit) })}
        </Link>
      )}
    </Box>
  );
}
