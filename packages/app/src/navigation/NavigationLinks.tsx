import type { ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { NavContentNavItem, NavContentNavItems } from '@backstage/plugin-app-react';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { shellTranslationRef } from '../translations/shellTranslationRef';

/** Pages that stand first, in this order; any other page follows by its title. */
const FIRST = [
  'page:clusters',
  'page:clusters/home',
  'page:clusters/clusters',
  'page:clusters/explorer',
  'page:clusters/map',
  'page:clusters/logs',
  'page:clusters/helm',
  'page:clusters/operations',
  'page:pipelines',
  'page:tenants',
  'page:tenants/access',
  'page:catalog',
  'page:repositories',
  'page:scaffolder',
];
const LAST = ['page:settings'];
/** Pages that the account menu or another page leads to. */
const ELSEWHERE = ['page:clusters/identity', 'page:catalog-graph', 'page:catalog/discover'];

/** Links to every page that has an icon, and no other place in the navigation. */
export function NavigationLinks(props: { navItems: NavContentNavItems; compact: boolean }) {
  const pages = props.navItems.clone().rest();
  const items = order(pages.filter(item => !ELSEWHERE.includes(item.node.spec.id)));
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexDirection: 'column', gap: 0.25 }}
    >
      {items.map(item => (
        <li key={item.node.spec.id}>
          <NavigationLink item={item} compact={props.compact} />
        </li>
      ))}
    </Box>
  );
}

function order(items: readonly NavContentNavItem[]): NavContentNavItem[] {
  const position = (item: NavContentNavItem) => {
    const { id } = item.node.spec;
    if (FIRST.includes(id)) return FIRST.indexOf(id);
    return LAST.includes(id) ? FIRST.length + 1 : FIRST.length;
  };
  return [...items].sort((a, b) => position(a) - position(b) || a.title.localeCompare(b.title));
}

function NavigationLink(props: { item: NavContentNavItem; compact: boolean }) {
  const { item, compact } = props;
  const title = useTitle(item);
  const { pathname } = useLocation();
  const isActive =
    item.href === '/'
      ? pathname === '/'
      : pathname === item.href || pathname.startsWith(`${item.href}/`);
  return (
    <Labelled title={compact ? title : ''}>
      <Box
        component={NavLink}
        to={item.href}
        end={item.href === '/'}
        aria-label={compact ? title : undefined}
        sx={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: compact ? 'center' : 'flex-start',
          gap: 1.25,
          height: 34,
          px: 1.25,
          borderRadius: 1,
          fontSize: 14,
          fontWeight: isActive ? 600 : 450,
          textDecoration: 'none',
          color: isActive ? 'kubemate.brand.onSubtle' : 'text.primary',
          bgcolor: isActive ? 'kubemate.brand.subtle' : 'transparent',
          '&:hover': { bgcolor: isActive ? 'kubemate.brand.subtle' : 'action.hover' },
          '& svg': { width: 18, height: 18, flexShrink: 0 },
        }}
      >
        {item.icon}
        {!compact && <span>{title}</span>}
      </Box>
    </Labelled>
  );
}

function Labelled(props: { title: string; children: JSX.Element }): ReactNode {
  return (
    <Tooltip title={props.title} placement="right">
      {props.children}
    </Tooltip>
  );
}

/** Pages of Backstage name themselves in English only; ours bring their own translated titles. */
function useTitle(item: NavContentNavItem): string {
  const { t } = useTranslationRef(shellTranslationRef);
  switch (item.node.spec.id) {
    case 'page:clusters/home':
      return t('page.home');
    case 'page:clusters':
    case 'page:clusters/clusters':
      return t('page.clusters');
    case 'page:clusters/explorer':
      return t('page.explorer');
    case 'page:clusters/map':
      return t('page.map');
    case 'page:clusters/logs':
      return t('page.logs');
    case 'page:clusters/helm':
      return t('page.helm');
    case 'page:clusters/operations':
      return t('page.operations');
    case 'page:pipelines':
      return t('page.pipelines');
    case 'page:tenants':
      return t('page.tenants');
    case 'page:tenants/access':
      return t('page.access');
    case 'page:audit':
      return t('page.audit');
    case 'page:catalog':
      return t('page.catalog');
    case 'page:repositories':
      return t('page.repositories');
    case 'page:scaffolder':
      return t('page.create');
    case 'page:settings':
      return t('page.settings');
    default:
      return item.title;
  }
}
