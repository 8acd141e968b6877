import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { pageEntry, type PaletteFinds } from '@kubemate/ui';
import { RiGitRepositoryLine } from '@remixicon/react';
import { useMemo } from 'react';
import { useRepositories } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** The list and every repository that the person may read, for the palette. */
export function useRepositoryFinds(): PaletteFinds {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const { data } = useRepositories();
  return useMemo(
    () => ({
      pages: [
        pageEntry({
          to: links.repositories(),
          title: t('list.title'),
          icon: <RiGitRepositoryLine size={18} />,
        }),
      ],
      group: {
        id: 'repositories',
        title: t('list.title'),
        entries: (data?.items ?? []).map(place => ({
          to: links.repository(place),
          texts: [`${place.owner}/${place.name}`, place.description ?? ''],
          item: {
            id: `repository:${place.owner}/${place.name}`,
            title: `${place.owner}/${place.name}`,
            detail: place.description,
            icon: <RiGitRepositoryLine size={18} />,
          },
        })),
      },
    }),
    [t, links, data],
  );
}
