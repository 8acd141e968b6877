import { CommandPalette, type PaletteSource } from '@kubemate/ui';
import { Suspense, useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { usePaletteGroups } from './usePaletteGroups';
import { useSourceFinds } from './useSourceFinds';

/** Jumps to the pages and things of every plugin, to clusters, kinds and any object. */
export function PaletteDialog(props: { sources: readonly PaletteSource[]; onClose(): void }) {
  const { sources, onClose } = props;
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const { finds, readers } = useSourceFinds(sources);
  const { groups, addresses, loading } = usePaletteGroups(useDeferredValue(query), finds);
  return (
    <>
      <Suspense fallback={null}>{readers}</Suspense>
      <CommandPalette
        open
        onClose={onClose}
        query={query}
        onQueryChange={setQuery}
        groups={groups}
        loading={loading}
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
