import { QueryWrapper, useCommandKey, type PaletteSource } from '@kubemate/ui';
import { lazy, Suspense, useEffect, useState } from 'react';

const load = () => import('./PaletteDialog').then(module => ({ default: module.PaletteDialog }));
const PaletteDialog = lazy(load);

/** After the page has come to rest: a person types as soon as they pressed Ctrl-K, and letters must not be lost to a download. */
const PRELOAD_AFTER_MS = 1500;

/** Waits for Ctrl-K on every page; the palette itself loads once the page is at rest, or when it is first asked for. */
export function PaletteElement({ sources }: { sources: readonly PaletteSource[] }) {
  const [open, setOpen] = useState(false);
  useCommandKey(() => setOpen(true));
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => {}), PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <QueryWrapper>
        <PaletteDialog sources={sources} onClose={() => setOpen(false)} />
      </QueryWrapper>
    </Suspense>
  );
}
