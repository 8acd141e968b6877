import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Flow, FlowMetrics } from '@kubemate/plugin-pipelines-common';
import { EmptyState, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { RiPulseLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { entityName } from '../approvals/entityName';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { FIGURES, figureText } from './flowFigures';

/** The four keys of each team and component. */
export function FlowTable({ metrics }: { metrics: FlowMetrics }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { teams, components } = metrics;
  if (components.length === 0)
    return (
      <EmptyState
        icon={<RiPulseLine size={32} />}
        title={t('flow.empty')}
        description={t('flow.emptyHint')}
        action={
          <Button variant="outlined" component={RouterLink} to={links.board()}>
            {t('flow.toBoard')}
          </Button>
        }
      />
    );
  return (
    <>
      <FlowRows
        title={t('flow.teams')}
        rows={teams.map(({ owner, flow }) => ({ key: owner, name: entityName(owner), flow }))}
      />
      <FlowRows
        title={t('flow.components')}
        rows={components.map(({ component, flow }) => ({
          key: component,
          name: entityName(component),
          to: links.componentBoard(component),
          flow,
        }))}
      />
    </>
  );
}

function FlowRows(props: {
  title: string;
  rows: readonly { key: string; name: string; to?: string; flow: Flow }[];
}) {
  const { title, rows } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  if (rows.length === 0) return null;
  return (
    <Section flush title={title}>
      {/* Scrolls on a narrow screen, and so has to be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <Box tabIndex={0} role="region" aria-label={title} sx={{ overflowX: 'auto' }}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{title}</TableCell>
              {FIGURES.map(figure => (
                <TableCell key={figure} align="right">
                  {t(`flow.figure.${figure}`)}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map(({ key, name, to, flow }) => (
              <TableRow key={key}>
                <TableCell component="th" scope="row">
                  {to === undefined ? (
                    name
                  ) : (
                    <Link component={RouterLink} to={to}>
                      {name}
                    </Link>
                  )}
                </TableCell>
                {FIGURES.map(figure => (
                  <TableCell key={figure} align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
                    {figureText(flow, figure)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Section>
  );
}
