import { type PageLayoutProps, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Page, PageHeader } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink, useLocation, useResolvedPath } from 'react-router-dom';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { CATALOG_PATH } from '../catalog/catalogPath';
import { frameOf } from './frameOf';

/** Backstage's graph of the catalog has a header of its own, and says so nowhere. */
const GRAPH_PATH = '/catalog-graph';

/**
 * The frame that Backstage gives a page which draws no header of its own, in the portal's looks: title and tabs, or the way
 * back to the plugin's first page where a page below it has a heading of its own.
 */
export function PageFrame(props: PageLayoutProps) {
  const { title, icon, noHeader, titleLink, headerActions = [], tabs, children } = props;
  const words = useStockTitles();
  const base = useResolvedPath('.').pathname;
  const { pathname } = useLocation();
  if (noHeader || title === undefined || base === GRAPH_PATH) return <>{children}</>;
  const frame = frameOf({ base, pathname, titleLink, tabs });
  const actions = headerActions.filter(action => action !== null);
  if (frame.kind === 'below')
    return (
      <>
        <Box
          // An entity's name is a heading of the second order: Backstage expects its plugin's before it.
          component={frame.back === CATALOG_PATH ? 'h1' : 'div'}
          sx={{ m: 0, px: { xs: 2, md: 2.5 }, pt: 2, pb: 0.5, typography: 'body2' }}
        >
          <Link component={RouterLink} to={frame.back} color="text.secondary">
            {words(title)}
          </Link>
        </Box>
        {children}
      </>
    );
  return (
    <Page>
      <PageHeader
        title={words(title)}
        icon={<Box sx={{ display: 'flex', '& svg': { width: 22, height: 22 } }}>{icon}</Box>}
        {...(actions.length > 0 && { actions })}
        tabs={frame.tabs.map(({ id, label, to }) => ({ id, title: words(label), to }))}
        {...(frame.activeTab !== undefined && { activeTab: frame.activeTab })}
      />
      <Box sx={{ flex: 1, minHeight: 0, overflow: 'auto' }}>{children}</Box>
    </Page>
  );
}

/** Backstage writes titles of pages and tabs into their definitions, in English; those it ships are translated here. */
function useStockTitles(): (title: string) => string {
  const { t } = useTranslationRef(shellTranslationRef);
  const titles: Readonly<Record<string, string>> = {
    Catalog: t('page.catalog'),
    Create: t('page.create'),
    Templates: t('create.templates'),
    Tasks: t('create.runs'),
    Upgrades: t('create.upgrades'),
    Actions: t('create.steps'),
    'Template Editor': t('create.editor'),
    'Templating Extensions': t('create.extensions'),
  };
  return title => titles[title] ?? title;
}
