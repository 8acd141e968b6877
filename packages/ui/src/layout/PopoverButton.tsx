import Button from '@mui/material/Button';
import Popover from '@mui/material/Popover';
import { useState, type ReactNode } from 'react';

export interface PopoverButtonProps {
  /** On the button; names the popover too, unless `dialogLabel` does. */
  label: string;
  dialogLabel?: string;
  icon: ReactNode;
  /** A mark behind the label: how many conditions are set. */
  badge?: string;
  /** Which edge of the button the popover shares. */
  align: 'left' | 'right';
  /** What the popover holds; `close` ends it. */
  children(close: () => void): ReactNode;
}

/** A toolbar button that opens a small dialog under itself. */
export function PopoverButton(props: PopoverButtonProps) {
  const { label, dialogLabel = label, icon, badge, align, children } = props;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        startIcon={icon}
        onClick={event => setAnchor(event.currentTarget)}
        sx={{ bgcolor: 'background.paper' }}
      >
        {label}
        {badge}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: align }}
        transformOrigin={{ vertical: 'top', horizontal: align }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': dialogLabel } }}
      >
        {children(close)}
      </Popover>
    </>
  );
}
