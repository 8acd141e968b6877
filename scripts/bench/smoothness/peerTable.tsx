import Paper from '@mui/material/Paper';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { forwardRef, useEffect, useState } from 'react';
import type { ComponentProps } from 'react';
import { createRoot } from 'react-dom/client';
import { TableVirtuoso } from 'react-virtuoso';

// MUI's documented way to a table of many rows: https://v5.mui.com/material-ui/react-table/#virtualized-table

const ROWS = 100_000;
const COLUMNS = ['name', 'namespace', 'cluster', 'status', 'ready', 'restarts', 'node', 'cpu'];
const CHANGED = 20;
const DELTA_MS = 100;

type Row = Record<string, string | number>;

const FIRST: readonly Row[] = Array.from({ length: ROWS }, (_, at) => ({
  name: `cart-7d9c5b6f4-${at}`,
  namespace: `namespace-${at % 40}`,
  cluster: ['dev', 'staging', 'prod', 'edge'][at % 4] ?? '',
  status: at % 9 === 0 ? 'CrashLoopBackOff' : 'Running',
  ready: '1/1',
  restarts: 0,
  node: `worker-${at % 60}`,
  cpu: 0.1,
}));

const COMPONENTS = {
  Scroller: forwardRef<HTMLDivElement>((props, ref) => (
    <TableContainer component={Paper} {...props} ref={ref} data-peer="" />
  )),
  Table: (props: ComponentProps<typeof Table>) => (
    <Table {...props} size="small" sx={{ tableLayout: 'fixed' }} />
  ),
  TableHead: forwardRef<HTMLTableSectionElement>((props, ref) => (
    <TableHead {...props} ref={ref} />
  )),
  TableRow,
  TableBody: forwardRef<HTMLTableSectionElement>((props, ref) => (
    <TableBody {...props} ref={ref} />
  )),
};

function PeerTable() {
  const [rows, setRows] = useState(FIRST);
  useEffect(() => {
    let turn = 0;
    const timer = setInterval(() => {
      turn += 1;
      const top = document.querySelector('[data-peer]')?.scrollTop ?? 0;
      const first = Math.floor(top / 33);
      setRows(before => {
        const next = before.slice();
        for (let at = 0; at < CHANGED; at += 1) {
          const place = first + ((turn * 7 + at) % 40);
          const row = next[place];
          if (row !== undefined) next[place] = { ...row, restarts: turn, cpu: (turn % 40) / 10 };
        }
        return next;
      });
    }, DELTA_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <div style={{ height: '100vh' }}>
      <TableVirtuoso
        data={rows}
        components={COMPONENTS}
        fixedHeaderContent={() => (
          <TableRow>
            {COLUMNS.map(column => (
              <TableCell key={column}>{column}</TableCell>
            ))}
          </TableRow>
        )}
        itemContent={(_, row) =>
          COLUMNS.map(column => <TableCell key={column}>{row[column]}</TableCell>)
        }
      />
    </div>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<PeerTable />);
