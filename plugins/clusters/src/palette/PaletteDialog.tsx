import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CommandPalette, type PaletteSource } from '@kubemate/ui';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { usePaletteGroups } from './usePaletteGroups';
import { useSourceFinds } from './useSourceFinds';

/** Jumps to the pages and things of every plugin, to clusters, kinds and any object. */
export function PaletteDialog(props: { sources: readonly PaletteSource[]; onClose(): void }) {
  const { sources, onClose } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const { finds, failed, readers } = useSourceFinds(sources);
  const { groups, addresses, loading } = usePaletteGroups(useDeferredValue(query), finds);
  return (
    <>
      {readers}
      <CommandPalette
        open
        onClose={onClose}
        query={query}
        onQueryChange={setQuery}
        groups={groups}
        loading={loading}
        problem={
          failed.length === 0
            ? undefined
            : t('palette.sourcesFailed', { names: failed.map(({ title }) => title).join(', ') })
        }
        onOpen={(item, { newTab }) => {
          const to = addresses.get(item.id);
          if (to === undefined) return;
          onClose();
          if (newTab) window.open(to, '_blank', 'noopener');
          else navigate(to);
        }}
      />
    </>
  );
}
