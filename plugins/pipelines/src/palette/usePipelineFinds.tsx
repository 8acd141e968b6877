import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { pageEntry, type PaletteFinds } from '@kubemate/ui';
import {
  RiCheckDoubleLine,
  RiGitMergeLine,
  RiPulseLine,
  RiRouteLine,
  RiSnowflakeLine,
} from '@remixicon/react';
import { useMemo } from 'react';
import { useDefinitions } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** The pages of this plugin and every pipeline that the person may see, for the palette. */
export function usePipelineFinds(): PaletteFinds {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { data } = useDefinitions({ kind: 'Pipeline' });
  return useMemo(
    () => ({
      pages: [
        pageEntry({ to: links.runs(), title: t('title'), icon: <RiGitMergeLine size={18} /> }),
        pageEntry({ to: links.board(), title: t('tabs.board'), icon: <RiRouteLine size={18} /> }),
        pageEntry({
          to: links.approvals(),
          title: t('tabs.approvals'),
          icon: <RiCheckDoubleLine size={18} />,
        }),
        pageEntry({
          to: links.freezes(),
          title: t('tabs.freezes'),
          icon: <RiSnowflakeLine size={18} />,
        }),
        pageEntry({ to: links.flow(), title: t('tabs.flow'), icon: <RiPulseLine size={18} /> }),
      ],
      group: {
        id: 'pipelines',
        title: t('title'),
        entries: (data?.items ?? []).map(item => ({
          to: links.definition(item),
          texts: [item.name],
          item: {
            id: `pipeline:${item.place}/${item.folder}/${item.name}`,
            title: item.name,
            detail: `${item.place} / ${item.folder}`,
            icon: <RiGitMergeLine size={18} />,
          },
        })),
      },
    }),
    [t, links, data],
  );
}
