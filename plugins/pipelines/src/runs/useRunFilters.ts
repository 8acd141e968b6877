import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ENGINES, RUN_PHASES } from '@kubemate/plugin-pipelines-common';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { uiTranslationRef, useUrlState, type MultiSelectProps } from '@kubemate/ui';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { shortActor } from './runText';
import { LONGER, RUNS_PARAMS } from './runsState';

/** Values that runs have, and those that are chosen though no run shown has them. */
function optionsOf(values: readonly (string | undefined)[], chosen: readonly string[]) {
  const all = new Set([...values, ...chosen].filter(value => value !== undefined && value !== ''));
  return [...all].sort().map(value => ({ value: value ?? '', title: value ?? '' }));
}

/** Of these the server takes one each. */
const SINGLES: Readonly<
  Record<'pipeline' | 'component' | 'branch' | 'author', (run: Run) => string | undefined>
> = {
  pipeline: ({ pipeline }) => pipeline,
  component: ({ component }) => component,
  branch: ({ source }) => source?.branch,
  author: ({ trigger }) => trigger.by,
};

/** The filters above the list: what can be chosen comes from the runs that are there. */
export function useRunFilters(runs: readonly Run[]): readonly MultiSelectProps[] {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { t: word } = useTranslationRef(uiTranslationRef);
  const [state, update] = useUrlState(RUNS_PARAMS);
  const many = (key: 'places' | 'folders', values: readonly string[]): MultiSelectProps => ({
    label: t(`runs.${key}`),
    options: optionsOf(values, state[key]),
    value: state[key],
    onChange: value => update({ [key]: value }, { history: 'push' }),
  });
  const one = (key: keyof typeof SINGLES): MultiSelectProps => ({
    label: t(`runs.${key}`),
    options: optionsOf(runs.map(SINGLES[key]), [state[key]]).map(({ value, title }) => ({
      value,
      title: key === 'author' ? shortActor(title) : title,
    })),
    value: state[key] === '' ? [] : [state[key]],
    // The latest choice counts.
    onChange: value => update({ [key]: value.at(-1) ?? '' }, { history: 'push' }),
  });
  return [
    {
      label: t('runs.phase'),
      options: RUN_PHASES.map(value => ({ value, title: word(`phase.${value}`) })),
      value: state.phases,
      onChange: phases => update({ phases }, { history: 'push' }),
    },
    {
      label: t('runs.engine'),
      options: ENGINES.map(value => ({ value, title: t(`engine.${value}`) })),
      value: state.engines,
      onChange: engines => update({ engines }, { history: 'push' }),
    },
    many(
      'places',
      runs.map(({ ref }) => ref.place),
    ),
    many(
      'folders',
      runs.map(({ ref }) => ref.folder),
    ),
    one('pipeline'),
    {
      label: t('runs.longer'),
      options: LONGER.filter(each => each !== 'any').map(value => ({
        ...{ value, title: t(`runs.longerThan.${value}`) },
      })),
      value: state.longer === 'any' ? [] : [state.longer],
      onChange: value => {
        const longer = LONGER.find(each => each === value.at(-1)) ?? 'any';
        update({ longer }, { history: 'push' });
      },
    },
    // What no run has is no question worth a control.
    ...(['component', 'branch', 'author'] as const)
      .map(one)
      .filter(({ options }) => options.length > 0),
  ];
}
