import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TopologyNode } from '@kubemate/plugin-clusters-common';
import { uiTranslationRef } from '@kubemate/ui';
import { useMemo } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { NodeGroup } from './groupNodes';

/** What the map says of its nodes and groups. */
export interface MapWords {
  /** Under the name: `Deployment · 2/3`. */
  subtitle(node: TopologyNode): string;
  /** All of it in one line, for who hears the map. */
  label(node: TopologyNode): string;
  /** The application of a group. */
  group(group: NodeGroup, withNamespace: boolean): string;
  count(group: NodeGroup): string;
}

/** Kinds whose names are longer than a node is wide, as everybody calls them. */
const SHORT_KINDS: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'HPA',
  PersistentVolumeClaim: 'PVC',
  PodDisruptionBudget: 'PDB',
};

export function useMapWords(): MapWords {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { t: tUi } = useTranslationRef(uiTranslationRef);
  return useMemo(() => {
    const state = (node: TopologyNode) => {
      if (node.state === 'found') return undefined;
      if (node.state === 'outside')
        return t('map.state.outside', { namespace: node.namespace ?? '' });
      return t(`map.state.${node.state}`);
    };
    const pods = ({ pods: counted }: TopologyNode) => {
      const total = Object.values(counted ?? {}).reduce((sum, count) => sum + count, 0);
      return total === 0 ? undefined : t('map.pods', { count: total });
    };
    const subtitle = (node: TopologyNode) => {
      const fact = node.kind === 'Pod' ? (node.reason ?? node.detail) : node.detail;
      return [SHORT_KINDS[node.kind] ?? node.kind, state(node) ?? fact, pods(node)]
        .filter(Boolean)
        .join(' · ');
    };
    return {
      subtitle,
      label: node =>
        [
          `${node.name} ${subtitle(node)}`,
          node.state === 'found' ? tUi(`health.${node.health}`) : undefined,
          node.kind === 'Pod' ? undefined : node.reason,
        ]
          .filter(Boolean)
          .join(', '),
      group: ({ namespace, app }, withNamespace) => {
        if (namespace === undefined) return t('map.elsewhere');
        const title = app ?? t('map.shared');
        return withNamespace ? `${namespace} / ${title}` : title;
      },
      count: ({ nodes }) => t('map.objects', { count: nodes.length }),
    };
  }, [t, tUi]);
}
