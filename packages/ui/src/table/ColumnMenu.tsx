import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiArrowDownLine, RiArrowUpLine, RiLayoutColumnLine } from '@remixicon/react';
import { PopoverButton } from '../layout/PopoverButton';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import {
  DEFAULT_LAYOUT,
  isVisible,
  moveColumn,
  orderColumns,
  setVisible,
  type ColumnLayout,
} from './columnLayout';

interface MenuColumn {
  readonly id: string;
  readonly title: string;
  readonly hidden?: boolean;
  readonly primary?: boolean;
}

export interface ColumnMenuProps {
  columns: readonly MenuColumn[];
  layout: ColumnLayout;
  onLayoutChange(layout: ColumnLayout): void;
}

function ColumnLine(props: ColumnMenuProps & { column: MenuColumn }) {
  const { column, columns, layout, onLayoutChange } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const move = (by: -1 | 1) => onLayoutChange(moveColumn(columns, layout, { id: column.id, by }));
  return (
    <Stack direction="row" alignItems="center">
      <FormControlLabel
        sx={{ flex: 1, m: 0, minWidth: 0 }}
        slotProps={{ typography: { variant: 'body2', noWrap: true } }}
        label={column.title}
        control={
          <Checkbox
            sx={{ p: 0.5, mr: 0.5 }}
            checked={isVisible(column, layout)}
            disabled={column.primary}
            onChange={(_, on) => onLayoutChange(setVisible(layout, column.id, on))}
          />
        }
      />
      <IconButton
        aria-label={t('table.moveEarlier', { column: column.title })}
        onClick={() => move(-1)}
      >
        <RiArrowUpLine size={14} />
      </IconButton>
      <IconButton
        aria-label={t('table.moveLater', { column: column.title })}
        onClick={() => move(1)}
      >
        <RiArrowDownLine size={14} />
      </IconButton>
    </Stack>
  );
}

/** Chooses a table's columns, their order and its density. */
export function ColumnMenu(props: ColumnMenuProps) {
  const { columns, layout, onLayoutChange } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <PopoverButton
      label={t('table.columns')}
      dialogLabel={t('table.chooseColumns')}
      icon={<RiLayoutColumnLine size={16} />}
      align="right"
    >
      {() => (
        <Box sx={{ width: 290, maxWidth: '90vw', p: 1.5 }}>
          <Typography variant="caption" color="text.secondary">
            {t('table.density')}
          </Typography>
          <ToggleButtonGroup
            exclusive
            fullWidth
            size="small"
            value={layout.density}
            aria-label={t('table.density')}
            onChange={(_, density) => density && onLayoutChange({ ...layout, density })}
            sx={{ mt: 0.5, mb: 1.5 }}
          >
            <ToggleButton value="comfortable">{t('table.comfortable')}</ToggleButton>
            <ToggleButton value="compact">{t('table.compact')}</ToggleButton>
          </ToggleButtonGroup>
          <Box sx={{ maxHeight: 340, overflow: 'auto' }}>
            {orderColumns(columns, layout).map(column => (
              <ColumnLine key={column.id} column={column} {...props} />
            ))}
          </Box>
          <Button fullWidth sx={{ mt: 1 }} onClick={() => onLayoutChange(DEFAULT_LAYOUT)}>
            {t('table.reset')}
          </Button>
        </Box>
      )}
    </PopoverButton>
  );
}
