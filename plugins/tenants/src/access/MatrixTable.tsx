import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AccessMatrix } from '@kubemate/plugin-tenants-common';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { subjectText } from './accessState';
import { levelOf, strongest, type Level } from './matrixLevels';
import { stickyColumn } from './stickyColumn';

/** How far a right reaches, quiet for reading and loud for everything. */
const TONE = {
  none: undefined,
  read: 'idle',
  write: 'progressing',
  all: 'warning',
} as const satisfies Record<Level, string | undefined>;

export interface MatrixTableProps {
  items: readonly AccessMatrix['items'][number][];
  resources: readonly string[];
  cluster: string;
  namespace: string;
}

/** Subjects over kinds; each cell leads to why it is so. */
export function MatrixTable({ items, resources, cluster, namespace }: MatrixTableProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const place = { cluster, ...(namespace === '' ? {} : { namespace }) };
  const only = (subject: string) => links.access({ tab: 'matrix', ...place, subject });
  const why = (subject: string, given: readonly string[] | undefined, resource: string) =>
    links.access({ subject, verb: strongest(given), resource, ...place });
  return (
    <Box tabIndex={0} role="group" aria-label={t('matrix.label')} sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label={t('matrix.label')}
        sx={{ '& td, & th': { px: 1 }, '& th:first-of-type': { pl: 2 } }}
      >
        <TableHead>
          <TableRow>
            <TableCell sx={stickyColumn}>{t('matrix.subject')}</TableCell>
            {resources.map(resource => (
              <TableCell key={resource} title={resource}>
                {resource.split('.')[0]}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map(({ subject, verbs }) => {
            const text = subjectText(subject);
            return (
              <TableRow key={text}>
                <TableCell component="th" scope="row" sx={stickyColumn}>
                  <Link component={RouterLink} to={only(text)} title={t('matrix.only')}>
                    {subject.name}
                  </Link>
                  <Typography variant="caption" color="text.secondary" component="div">
                    {t(`subjectKind.${subject.kind}`)}
                    {subject.namespace !== undefined && ` · ${subject.namespace}`}
                  </Typography>
                </TableCell>
                {resources.map(resource => (
                  <TableCell key={resource}>
                    <LevelLink
                      to={why(text, verbs[resource], resource)}
                      verbs={verbs[resource]}
                      label={`${subject.name}, ${resource}`}
                    />
                  </TableCell>
                ))}
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Box>
  );
}

function LevelLink(props: { to: string; verbs: readonly string[] | undefined; label: string }) {
  const { to, verbs = [], label } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const level = levelOf(verbs);
  const tone = TONE[level];
  const word = t(`matrix.level.${level}`);
  const given = verbs.join(', ');
  return (
    <Box
      component={RouterLink}
      to={to}
      title={level === 'none' ? word : given}
      aria-label={`${label}: ${level === 'none' ? word : `${word} (${given})`}`}
      sx={{
        display: 'inline-block',
        px: 0.75,
        borderRadius: 0.5,
        typography: 'caption',
        whiteSpace: 'nowrap',
        textDecoration: 'none',
        color: tone === undefined ? 'text.secondary' : `kubemate.health.${tone}.fg`,
        bgcolor: tone === undefined ? undefined : `kubemate.health.${tone}.bg`,
        '&:hover': { textDecoration: 'underline' },
      }}
    >
      {level === 'none' ? '–' : word}
    </Box>
  );
}
