import type { FacetChip } from '@kubemate/ui';
import type { ExplorerState } from './explorerState';

/** The conditions that are on beside words and places, each to be taken off by itself. */
export function conditionChips(
  state: ExplorerState,
  update: (patch: Partial<ExplorerState>, history: 'push') => void,
): readonly FacetChip[] {
  const chips: FacetChip[] = [];
  if (state.health.length > 0)
    chips.push({
      key: 'health',
      label: `health=${state.health.join('|')}`,
      onRemove: () => update({ health: [] }, 'push'),
    });
  const conditions = state.filter.split(',').filter(part => part.trim() !== '');
  conditions.forEach((condition, index) =>
    chips.push({
      key: `filter:${index}`,
      label: condition,
      onRemove: () =>
        update({ filter: conditions.filter((_, other) => other !== index).join(',') }, 'push'),
    }),
  );
  if (state.labelSelector !== '')
    chips.push({
      key: 'labels',
      label: state.labelSelector,
      onRemove: () => update({ labelSelector: '' }, 'push'),
    });
  return chips;
}
