import { CommandPalette } from '@kubemate/ui';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { usePaletteGroups } from './usePaletteGroups';

/** Jumps to pages, clusters, kinds and any object. */
export function PaletteDialog({ onClose }: { onClose(): void }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const { groups, addresses, loading } = usePaletteGroups(useDeferredValue(query));
  return (
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
  );
}
