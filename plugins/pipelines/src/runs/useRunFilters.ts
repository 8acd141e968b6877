import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RUN_PHASES } from '@kubemate/plugin-pipelines-common';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { uiTranslationRef, useUrlState, type FacetChip, type MultiSelectProps } from '@kubemate/ui';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { shortActor } from './runText';
import { RUNS_PARAMS } from './runsState';

/** Values that runs have, and those that are chosen though no run shown has them. */
function optionsOf(values: readonly (string | undefined)[], chosen: readonly string[]) {
  const all = new Set([...values, ...chosen].filter(value => value !== undefined && value !== ''));
  return [...all].sort().map(value => ({ value: value ?? '', title: value ?? '' }));
}

/** The filters above the list: what can be chosen comes from the runs that are there. */
export function useRunFilters(runs: readonly Run[]): {
  readonly selects: readonly MultiSelectProps[];
  readonly chips: readonly FacetChip[];
} {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { t: word } = useTranslationRef(uiTranslationRef);
  const [state, update] = useUrlState(RUNS_PARAMS);
  const many = (key: 'places' | 'folders', values: readonly string[]): MultiSelectProps => ({
    label: t(`runs.${key}`),
    options: optionsOf(values, state[key]),
    value: state[key],
    onChange: value => update({ [key]: value }, { history: 'push' }),
  });
  const chips = (['pipeline', 'component', 'branch', 'author'] as const).flatMap(key =>
    state[key] === ''
      ? []
      : {
          key,
          label: t('runs.chip', { name: t(`runs.${key}`), value: shortActor(state[key]) }),
          onRemove: () => update({ [key]: '' }, { history: 'push' }),
        },
  );
  return {
    chips,
    selects: [
      {
        label: t('runs.phase'),
        options: RUN_PHASES.map(value => ({ value, title: word(`phase.${value}`) })),
        value: state.phases,
        onChange: phases => update({ phases }, { history: 'push' }),
      },
      many(
        'places',
        runs.map(({ ref }) => ref.place),
      ),
      many(
        'folders',
        runs.map(({ ref }) => ref.folder),
      ),
      {
        label: t('runs.pipeline'),
        options: optionsOf(
          runs.map(({ pipeline }) => pipeline),
          [state.pipeline],
        ),
        value: state.pipeline === '' ? [] : [state.pipeline],
        // The server takes one: the latest choice counts.
        onChange: value => update({ pipeline: value.at(-1) ?? '' }, { history: 'push' }),
      },
    ],
  };
}
