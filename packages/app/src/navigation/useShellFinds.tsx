import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { pageEntry, type PaletteFinds } from '@kubemate/ui';
import { RiBookOpenLine, RiSettings3Line } from '@remixicon/react';
import { useMemo } from 'react';
import { settingsRouteRef } from '../settings/settingsPlugin';
import { shellTranslationRef } from '../translations/shellTranslationRef';

/** The catalog and the settings, for the palette. */
export function useShellFinds(): PaletteFinds {
  const { t } = useTranslationRef(shellTranslationRef);
  const catalog = useRouteRef(catalogPlugin.routes.catalogIndex)?.();
  const settings = useRouteRef(settingsRouteRef)?.();
  return useMemo(() => {
    const pages = [
      { to: catalog, title: t('page.catalog'), icon: <RiBookOpenLine size={18} /> },
      { to: settings, title: t('page.settings'), icon: <RiSettings3Line size={18} /> },
    ];
    return {
      pages: pages.flatMap(({ to, ...page }) =>
        to === undefined ? [] : pageEntry({ to, ...page }),
      ),
    };
  }, [t, catalog, settings]);
}
