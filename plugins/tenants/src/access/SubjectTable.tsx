import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AccessMatrix } from '@kubemate/plugin-tenants-common';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { RiCheckLine, RiSubtractLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { subjectText, VERBS } from './accessState';
import { stickyColumn } from './stickyColumn';

export interface SubjectTableProps {
  item: AccessMatrix['items'][number];
  resources: readonly string[];
  cluster: string;
  namespace: string;
}

/** What one subject may do: kinds over verbs, each cell the way to why. */
export function SubjectTable({ item, resources, cluster, namespace }: SubjectTableProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const subject = subjectText(item.subject);
  const label = t('matrix.subjectLabel', { subject: item.subject.name });
  return (
    <Box tabIndex={0} role="group" aria-label={label} sx={{ overflowX: 'auto' }}>
      <Table size="small" aria-label={label} sx={{ '& td, & th': { px: 1 } }}>
        <TableHead>
          <TableRow>
            <TableCell sx={stickyColumn}>{t('matrix.kind')}</TableCell>
            {VERBS.map(verb => (
              <TableCell key={verb} align="center">
                {verb}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {resources.map(resource => (
            <TableRow key={resource}>
              <TableCell component="th" scope="row" sx={stickyColumn}>
                {resource}
              </TableCell>
              {VERBS.map(verb => (
                <TableCell key={verb} align="center">
                  <VerbLink
                    allowed={item.verbs[resource]?.includes(verb) === true}
                    to={links.access({
                      ...{ subject, verb, resource, cluster },
                      ...(namespace === '' ? {} : { namespace }),
                    })}
                    what={`${verb} ${resource}`}
                  />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function VerbLink({ allowed, to, what }: { allowed: boolean; to: string; what: string }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const text = `${what}: ${t(allowed ? 'access.allowed' : 'access.denied')}`;
  const Icon = allowed ? RiCheckLine : RiSubtractLine;
  return (
    <Box
      component={RouterLink}
      to={to}
      title={text}
      aria-label={text}
      sx={{
        display: 'inline-flex',
        p: 0.25,
        borderRadius: 0.5,
        color: allowed ? 'kubemate.health.ok.fg' : 'text.secondary',
        bgcolor: allowed ? 'kubemate.health.ok.bg' : undefined,
      }}
    >
      <Icon size={16} aria-hidden />
    </Box>
  );
}
