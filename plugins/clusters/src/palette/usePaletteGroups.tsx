import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseResourceId } from '@kubemate/kube-common';
import {
  pageEntry,
  StatusChip,
  type PaletteEntry as Entry,
  type PaletteFinds,
  type PaletteGroup,
} from '@kubemate/ui';
import {
  RiCompass3Line,
  RiHome5Line,
  RiListCheck3,
  RiNodeTree,
  RiServerLine,
  RiSteering2Line,
  RiTerminalBoxLine,
  RiUserLine,
} from '@remixicon/react';
import { useEffect, useMemo, useState } from 'react';
import { useClusterList, useSearch } from '../api/queries';
import { useResourceTypes } from '../explorer/useResourceTypes';
import { KindIcon } from '../kinds/KindIcon';
import { useLinks } from '../links/useLinks';
import { recentKey, targetOf } from '../recent/recentObjects';
import { useRecentObjects } from '../recent/useRecentObjects';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { matchScore, rankMatches } from './rankMatches';

const PAUSE = 120;
const MOST = { recent: 6, pages: 6, things: 5, clusters: 5, kinds: 6 };

export interface PaletteGroups {
  readonly groups: readonly PaletteGroup[];
  readonly addresses: ReadonlyMap<string, string>;
  readonly loading: boolean;
}

/**
 * Everything that answers the query, the group with the best answer first; equally good ones as they stand here. Objects
 * come last: they arrive later, and must not push away the result that a person is about to open.
 */
export function usePaletteGroups(query: string, finds: readonly PaletteFinds[]): PaletteGroups {
  const { t } = useTranslationRef(clustersTranslationRef);
  const text = query.trim();
  const recent = useRecentEntries();
  const pages = usePageEntries();
  const clusters = useClusterEntries();
  const kinds = useKindEntries();
  const objects = useObjectEntries(text);
  return useMemo(() => {
    const best = (entries: readonly Entry[], most: number) =>
      rankMatches(entries, text, entry => entry.texts).slice(0, most);
    const viewed = best(recent, MOST.recent);
    const known = new Set(viewed.map(({ to }) => to));
    const things = finds.flatMap(({ group }) => group ?? []);
    const allPages = [...pages, ...finds.flatMap(found => found.pages)];
    const here = [
      { id: 'recent', title: t('palette.recent'), entries: viewed },
      { id: 'pages', title: t('palette.pages'), entries: best(allPages, MOST.pages) },
      ...things.map(({ id, title, entries }) => ({
        id,
        title,
        entries: best(entries, MOST.things),
      })),
      { id: 'clusters', title: t('palette.clusters'), entries: best(clusters, MOST.clusters) },
      // Without a word all kinds would match, and none more than another.
      {
        id: 'kinds',
        title: t('palette.kinds'),
        entries: text === '' ? [] : best(kinds, MOST.kinds),
      },
    ];
    const found = [
      ...bestFirst(here, text),
      {
        id: 'objects',
        title: t('palette.objects'),
        entries: objects.entries.filter(({ to }) => !known.has(to)),
      },
    ].filter(({ entries }) => entries.length > 0);
    const all = found.flatMap(({ entries }) => entries);
    return {
      groups: found.map(({ id, title, entries }) => ({
        id,
        title,
        items: entries.map(({ item }) => item),
      })),
      addresses: new Map(all.map(({ item, to }) => [item.id, to])),
      loading: objects.loading,
    };
  }, [text, t, recent, pages, finds, clusters, kinds, objects]);
}

function bestFirst<G extends { entries: readonly Entry[] }>(groups: readonly G[], text: string) {
  const scoreOf = ({ entries: [first] }: G) =>
    Math.max(0, ...(first?.texts ?? []).map(candidate => matchScore(candidate, text)));
  return [...groups].sort((a, b) => scoreOf(b) - scoreOf(a));
}

function useRecentEntries(): readonly Entry[] {
  const links = useLinks();
  const { items } = useRecentObjects();
  return useMemo(
    () =>
      items.flatMap((object): Entry[] => {
        const target = targetOf(object);
        if (target === undefined) return [];
        const detail = [object.kind, object.namespace, object.cluster].filter(Boolean).join(' · ');
        return [
          {
            to: links.object(target),
            texts: [object.name],
            item: {
              id: `recent:${recentKey(object)}`,
              title: object.name,
              detail,
              icon: <KindIcon kind={object.kind} />,
            },
          },
        ];
      }),
    [items, links],
  );
}

function usePageEntries(): readonly Entry[] {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  return useMemo(
    () =>
      [
        { to: links.home(), title: t('home.title'), icon: <RiHome5Line size={18} /> },
        { to: links.clusters(), title: t('clusters.title'), icon: <RiServerLine size={18} /> },
        { to: links.explorer(), title: t('explorer.title'), icon: <RiCompass3Line size={18} /> },
        { to: links.logs(), title: t('logs.title'), icon: <RiTerminalBoxLine size={18} /> },
        { to: links.map(), title: t('map.title'), icon: <RiNodeTree size={18} /> },
        { to: links.helm(), title: t('helm.title'), icon: <RiSteering2Line size={18} /> },
        {
          to: links.operations(),
          title: t('operations.page.title'),
          icon: <RiListCheck3 size={18} />,
        },
        { to: links.identity(), title: t('identity.title'), icon: <RiUserLine size={18} /> },
      ]
        // A page that an installation has switched off has the address of home.
        .filter(({ to }, at) => at === 0 || to !== links.home())
        .map(pageEntry),
    [links, t],
  );
}

function useClusterEntries(): readonly Entry[] {
  const links = useLinks();
  const { data } = useClusterList();
  return useMemo(
    () =>
      (data?.items ?? []).map(({ name, title, version }) => ({
        to: links.cluster(name),
        texts: [name, title],
        item: { id: `cluster:${name}`, title, detail: version, icon: <RiServerLine size={18} /> },
      })),
    [data, links],
  );
}

function useKindEntries(): readonly Entry[] {
  const links = useLinks();
  const { types } = useResourceTypes();
  return useMemo(
    () =>
      types.flatMap((type): Entry[] => {
        const resource = parseResourceId(type.resource);
        if (resource === undefined || !type.listable) return [];
        return [
          {
            to: links.explorer({ resource }),
            texts: [type.kind, type.plural, ...type.shortNames],
            item: {
              id: `kind:${type.resource}`,
              title: type.kind,
              detail: type.group === '' ? type.version : `${type.group}/${type.version}`,
              icon: <KindIcon kind={type.kind} />,
            },
          },
        ];
      }),
    [types, links],
  );
}

function useObjectEntries(text: string): { entries: readonly Entry[]; loading: boolean } {
  const links = useLinks();
  const settled = useSettled(text);
  const { data, isFetching } = useSearch(settled);
  return useMemo(() => {
    const found = text === '' ? [] : (data?.items ?? []);
    const entries = found.flatMap(({ resource: id, kind, row }): Entry[] => {
      const resource = parseResourceId(id);
      if (resource === undefined) return [];
      const { cluster, namespace, name } = row;
      return [
        {
          to: links.object({ cluster, resource, namespace, name }),
          texts: [name],
          item: {
            id: `object:${cluster}/${id}/${namespace ?? ''}/${name}`,
            title: name,
            detail: [kind, namespace, cluster].filter(Boolean).join(' · '),
            icon: <KindIcon kind={kind} />,
            mark: <StatusChip health={row.health} label={row.reason} variant="plain" />,
          },
        },
      ];
    });
    return { entries, loading: text !== '' && (isFetching || settled !== text) };
  }, [text, settled, data, isFetching, links]);
}

/** The text once typing pauses. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
