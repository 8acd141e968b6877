import { createExtensionBlueprint, createExtensionDataRef } from '@backstage/frontend-plugin-api';
import { lazy, useEffect, type ComponentType } from 'react';
import type { PaletteItem } from './CommandPaletteProps';

/** A result with its address. */
export interface PaletteEntry {
  readonly item: PaletteItem;
  readonly to: string;
  /** What the query is held against. */
  readonly texts: readonly string[];
}

/** What a plugin brings to the palette. */
export interface PaletteFinds {
  /** Shown among the pages of all plugins. */
  readonly pages: readonly PaletteEntry[];
  /** Shown under a heading of their own. */
  readonly group?: {
    readonly id: string;
    readonly title: string;
    readonly entries: readonly PaletteEntry[];
  };
}

export interface PaletteSource {
  readonly id: string;
  /** Of its plugin, in English: names the source where it has failed before it could name itself. */
  readonly title: string;
  /** Draws nothing; tells what it finds, and again when that changes. */
  readonly Reader: ComponentType<{ onFinds(finds: PaletteFinds): void }>;
}

const sourceDataRef = createExtensionDataRef<PaletteSource>().with({
  id: 'kubemate.palette-source',
});

/**
 * Puts a plugin's pages and things into the Ctrl-K palette. The loader gives a hook, which is called while the palette is
 * open, within a query cache; it must return the same object until something changes.
 */
export const PaletteSourceBlueprint = createExtensionBlueprint({
  kind: 'palette-source',
  attachTo: { id: 'app-root-element:clusters/palette', input: 'sources' },
  output: [sourceDataRef],
  dataRefs: { source: sourceDataRef },
  *factory(params: { loader(): Promise<() => PaletteFinds> }, { node }) {
    const Reader = lazy(async () => {
      const useFinds = await params.loader();
      return {
        default: function FindsReader({ onFinds }: { onFinds(finds: PaletteFinds): void }) {
          const finds = useFinds();
          useEffect(() => onFinds(finds), [finds, onFinds]);
          return null;
        },
      };
    });
    const { id, plugin } = node.spec;
    yield sourceDataRef({ id, title: plugin.title ?? plugin.pluginId, Reader });
  },
});

/** A page as a result; its address is searched too, so that its English name finds it in any language. */
export function pageEntry(
  page: Pick<PaletteItem, 'title' | 'icon'> & { to: string },
): PaletteEntry {
  const { to, title, icon } = page;
  return { to, texts: [title, to], item: { id: `page:${to}`, title, icon } };
}
