import Box from '@mui/material/Box';
import CircularProgress from '@mui/material/CircularProgress';
import Divider from '@mui/material/Divider';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useId, type ReactNode } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { Shortcut } from '../layout/Shortcut';

/** One thing that can be done. */
export interface ActionItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Items of one group stand together. */
  readonly group?: string;
  /** The key that does the same, shown beside the label. */
  readonly shortcut?: string;
  /** Why it cannot be done; shown under the label. */
  readonly disabledReason?: string;
  /** Takes something away. */
  readonly danger?: boolean;
}

export interface ActionMenuProps {
  anchor: HTMLElement | null;
  onClose(): void;
  /** What the menu is about: `Actions for payments`. */
  label: string;
  items: readonly ActionItem[];
  /** Closing the menu is then up to the host. */
  onSelect(id: string): void;
  /** Rights are being asked for: items can be seen, not chosen. */
  loading?: boolean;
  /** Where the rights could not be asked for. */
  note?: string;
}

/** What can be done, and of what cannot, why. Worked by arrow keys like any menu. */
export function ActionMenu(props: ActionMenuProps) {
  const { anchor, onClose, label, items, onSelect, loading = false, note } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Menu
      anchorEl={anchor}
      open={anchor !== null}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      MenuListProps={{ 'aria-label': label, dense: true, 'aria-busy': loading }}
      slotProps={{ paper: { sx: { width: 340, maxWidth: 'calc(100vw - 32px)' } } }}
    >
      {items.flatMap((item, at) => [
        ...(at > 0 && items[at - 1]?.group !== item.group
          ? [<Divider key={`before ${item.id}`} />]
          : []),
        <ActionMenuItem
          key={item.id}
          item={item}
          loading={loading}
          onSelect={() => onSelect(item.id)}
        />,
      ])}
      {loading && (
        <Box
          component="li"
          role="status"
          key="loading"
          sx={{ display: 'flex', gap: 1, px: 2, py: 0.5, typography: 'caption' }}
        >
          <CircularProgress size={14} aria-hidden /> {t('operation.checkingRights')}
        </Box>
      )}
      {note !== undefined && (
        <Box component="li" role="status" key="note" sx={{ px: 2, py: 0.5, typography: 'caption' }}>
          {note}
        </Box>
      )}
    </Menu>
  );
}

function ActionMenuItem(props: { item: ActionItem; loading: boolean; onSelect(): void }) {
  const { item, loading, onSelect, ...rest } = props;
  const id = useId();
  const denied = item.disabledReason !== undefined;
  const off = denied || loading;
  return (
    <MenuItem
      {...rest}
      aria-disabled={off || undefined}
      aria-describedby={denied ? id : undefined}
      onClick={off ? undefined : onSelect}
      sx={{
        alignItems: 'flex-start',
        whiteSpace: 'normal',
        color: !off && item.danger ? 'error.main' : undefined,
        cursor: off ? 'default' : undefined,
      }}
    >
      {item.icon !== undefined && (
        <ListItemIcon sx={{ mt: '2px', color: 'inherit', opacity: off ? 0.6 : 1 }}>
          {item.icon}
        </ListItemIcon>
      )}
      <ListItemText
        primary={item.label}
        secondary={item.disabledReason}
        primaryTypographyProps={{
          variant: 'body2',
          color: off ? 'text.secondary' : 'inherit',
        }}
        secondaryTypographyProps={{
          id,
          variant: 'caption',
          color: 'text.secondary',
          // The reason in full: half of it would name the right without whom to ask.
          sx: { display: 'block', whiteSpace: 'normal', overflowWrap: 'anywhere' },
        }}
      />
      {item.shortcut !== undefined && (
        <Box sx={{ pl: 1, typography: 'caption' }} aria-hidden>
          <Shortcut keys={[item.shortcut]} />
        </Box>
      )}
    </MenuItem>
  );
}
