import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import Box from '@mui/material/Box';
import { useState } from 'react';
import type { ObjectTarget } from '../links/useLinks';
import { TerminalPanel } from './TerminalPanel';

export interface TerminalKeeperProps {
  target: ObjectTarget;
  object: ClusterObject | undefined;
  shown: boolean;
}

/** The terminal tab, hidden instead of taken away once it was opened: its session goes on while another tab is shown. */
export function TerminalKeeper({ target, object, shown }: TerminalKeeperProps) {
  const [opened, setOpened] = useState(shown);
  if (shown && !opened) setOpened(true);
  if ((!opened && !shown) || object === undefined) return null;
  return (
    <Box
      hidden={!shown}
      sx={{
        display: shown ? 'flex' : 'none',
        flexDirection: 'column',
        flex: 1,
        minHeight: 0,
        gap: 1.5,
      }}
    >
      <TerminalPanel target={target} object={object} />
    </Box>
  );
}
