import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { CARD_HEIGHT, HEADER_HEIGHT, ROW_HEIGHT } from './tableStyles';

/** Borders, and the bar that scrolls sideways. */
const EDGE = 12;

export interface TableFrameProps {
  /** How many the table has. */
  rows: number;
  /** Pixels; room for what the table says where it is empty. */
  minHeight: number;
  children: ReactNode;
}

/** Gives a table an end of its own on a page that scrolls: as high as its rows, up to most of the screen, so that only what is seen is drawn. */
export function TableFrame({ rows, minHeight, children }: TableFrameProps) {
  const height = (row: number) =>
    `clamp(${minHeight}px, ${HEADER_HEIGHT + EDGE + row * rows}px, 70dvh)`;
  return (
    <Box
      sx={{
        display: 'flex',
        flexDirection: 'column',
        height: { xs: height(CARD_HEIGHT), md: height(ROW_HEIGHT.comfortable) },
      }}
    >
      {children}
    </Box>
  );
}
