import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiArrowRightSLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { uiTranslationRef } from '../i18n/uiTranslationRef';

export interface Breadcrumb {
  title: string;
  to: string;
}

export interface PageTab {
  /** Equal to `activeTab` when chosen. */
  id: string;
  title: ReactNode;
  to: string;
  /** A count or a mark behind the title. */
  badge?: ReactNode;
}

export interface PageHeaderProps {
  title: string;
  /** Ancestors, outermost first; the page itself is not among them. */
  breadcrumbs?: readonly Breadcrumb[];
  /** A mark before the title. */
  icon?: ReactNode;
  /** Beside the title: a status chip. */
  status?: ReactNode;
  /** Under the title: one line of facts. */
  subtitle?: ReactNode;
  /** At the end of the title's line: buttons, the age of the data. */
  actions?: ReactNode;
  tabs?: readonly PageTab[];
  activeTab?: string;
}

function Breadcrumbs({ items }: { items: readonly Breadcrumb[] }) {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Stack
      component="nav"
      aria-label={t('page.breadcrumbs')}
      direction="row"
      alignItems="center"
      flexWrap="wrap"
      sx={{ color: 'text.secondary', typography: 'body2', minWidth: 0 }}
    >
      {items.map(({ title, to }, at) => (
        <Stack key={to} direction="row" alignItems="center" sx={{ minWidth: 0 }}>
          <Link component={RouterLink} to={to} color="inherit" noWrap sx={{ maxWidth: 280 }}>
            {title}
          </Link>
          {at < items.length - 1 && <RiArrowRightSLine size={14} aria-hidden />}
        </Stack>
      ))}
    </Stack>
  );
}

/** The top of a page: where it is, what it is, how it does, what can be done, and its sections. */
export function PageHeader(props: PageHeaderProps) {
  const { title, breadcrumbs = [], icon, status, subtitle, actions, tabs = [], activeTab } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  // A long title leaves no room beside it; the line of the ancestors has some.
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('sm'));
  return (
    <Box
      component="header"
      sx={{
        px: { xs: 2, md: 3 },
        pt: { xs: 1.5, md: 2 },
        pb: tabs.length > 0 ? 0 : { xs: 1.5, md: 2 },
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
      }}
    >
      {breadcrumbs.length > 0 && (
        <Stack direction="row" alignItems="center" gap={1}>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Breadcrumbs items={breadcrumbs} />
          </Box>
          {isNarrow && actions}
        </Stack>
      )}
      <Stack direction="row" alignItems="center" flexWrap="wrap" columnGap={1.5} rowGap={1}>
        {icon !== undefined && <Box sx={{ display: 'flex', color: 'text.secondary' }}>{icon}</Box>}
        <Typography variant="h1" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
        {status}
        {actions !== undefined && !(isNarrow && breadcrumbs.length > 0) && (
          <Stack
            direction="row"
            alignItems="center"
            flexWrap="wrap"
            gap={1}
            sx={{ ml: 'auto', minHeight: 32 }}
          >
            {actions}
          </Stack>
        )}
      </Stack>
      {subtitle !== undefined && (
        <Typography variant="body2" color="text.secondary" component="div" sx={{ mt: 0.25 }}>
          {subtitle}
        </Typography>
      )}
      {tabs.length > 0 && (
        <Tabs
          component="nav"
          value={activeTab ?? false}
          variant="scrollable"
          scrollButtons={false}
          aria-label={t('page.tabs')}
          sx={{ mt: 0.5, mb: '-1px' }}
        >
          {tabs.map(tab => (
            <Tab
              key={tab.id}
              value={tab.id}
              component={RouterLink}
              to={tab.to}
              iconPosition="end"
              icon={tab.badge === undefined ? undefined : <span>{tab.badge}</span>}
              label={tab.title}
            />
          ))}
        </Tabs>
      )}
    </Box>
  );
}
