import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';

export interface PlainTableProps {
  /** Accessible name. */
  label: string;
  head: readonly string[];
  rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
  /** Where cells of different heights stand in their row. */
  align?: 'top' | 'middle';
}

/** A short table inside a card: every row drawn, scrolling sideways by itself where it does not fit. */
export function PlainTable({ label, head, rows, align = 'top' }: PlainTableProps) {
  return (
    <Box tabIndex={0} role="group" aria-label={label} sx={{ overflowX: 'auto' }}>
      <Table size="small" aria-label={label} sx={{ '& tr:last-child > td': { borderBottom: 0 } }}>
        <TableHead>
          <TableRow>
            {head.map(title => (
              <TableCell key={title}>{title}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={row.key}>
              {row.cells.map((cell, column) => (
                <TableCell key={head[column] ?? column} sx={{ verticalAlign: align }}>
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
