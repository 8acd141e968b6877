import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { pageEntry, type PaletteFinds } from '@kubemate/ui';
import { RiKey2Line, RiOrganizationChart } from '@remixicon/react';
import { useMemo } from 'react';
import { useTenants } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';

/** The pages of this plugin and every tenant that the person may see, for the palette. */
export function useTenantFinds(): PaletteFinds {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const { data } = useTenants();
  return useMemo(
    () => ({
      pages: [
        pageEntry({
          to: links.tenants(),
          title: t('list.title'),
          icon: <RiOrganizationChart size={18} />,
        }),
        pageEntry({
          to: links.access(),
          title: t('access.explorer'),
          icon: <RiKey2Line size={18} />,
        }),
      ],
      group: {
        id: 'tenants',
        title: t('list.title'),
        entries: (data?.items ?? []).map(({ name, title, state }) => ({
          to: links.tenant(name),
          texts: [name, title],
          item: {
            id: `tenant:${name}`,
            title,
            detail: state === 'archived' ? `${name} · ${t('state.archived')}` : name,
            icon: <RiOrganizationChart size={18} />,
          },
        })),
      },
    }),
    [t, links, data],
  );
}
