import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { PartialBanner } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { shortCommit } from '../runs/runText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { commitRange } from './commitRange';
import { compareRuns, isChanged, isTaskChanged, type RunComparison } from './compareRuns';
import { LogChange } from './LogChange';
import { runAddress } from './runAddress';
import { RunSide } from './RunSide';
import { TaskChanges } from './TaskChanges';
import { useRunsBeside } from './useCompared';
import { ValueChanges } from './ValueChanges';

/** In what two runs differ, the most telling first. */
export function Comparison({ a, b }: { a: RunDetail; b: RunDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const choices = useRunsBeside(b).data ?? [];
  const compared = useMemo(() => compareRuns(a, b), [a, b]);
  const show = (later: string, earlier: string) => navigate(links.compare(later, earlier));
  return (
    <>
      <Box
        sx={{
          ...{ display: 'grid', gap: 2 },
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <RunSide side="a" run={a} choices={choices} onChoose={to => show(runAddress(b.ref), to)} />
        <RunSide side="b" run={b} choices={choices} onChoose={to => show(to, runAddress(a.ref))} />
      </Box>
      <Summary compared={compared} />
      {compared.log !== undefined && <LogChange a={a} b={b} at={compared.log} />}
      <TaskChanges tasks={compared.tasks} />
      <Source compared={compared} />
      <ValueChanges title={t('run.params')} none={t('run.noParams')} values={compared.params} />
      <ValueChanges title={t('compare.uses')} none={t('compare.noUses')} values={compared.uses} />
      <ValueChanges title={t('run.results')} none={t('run.noResults')} values={compared.results} />
      <ValueChanges
        title={t('run.artifacts')}
        none={t('run.noArtifacts')}
        values={compared.artifacts}
      />
    </>
  );
}

function Summary({ compared }: { compared: RunComparison }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { source, params, uses, results, artifacts, tasks } = compared;
  const counts = Object.entries({ source, params, uses, results, artifacts }).map(
    ([key, values]) => ({ key, count: values.filter(isChanged).length }),
  );
  const items = [...counts, { key: 'tasks', count: tasks.filter(isTaskChanged).length }]
    .filter(({ count }) => count > 0)
    .map(({ key, count }) => ({
      key,
      text: t('compare.differing', { what: t(`compare.what.${what(key)}`), number: String(count) }),
    }));
  const text = items.map(item => item.text).join(' · ');
  return (
    <PartialBanner
      severity="info"
      title={t(items.length === 0 ? 'compare.nothing' : 'compare.summary')}
      items={items.length === 0 ? [] : [{ key: 'all', text }]}
    />
  );
}

const WHATS = ['source', 'params', 'uses', 'results', 'artifacts', 'tasks'] as const;

function what(key: string): (typeof WHATS)[number] {
  return WHATS.find(each => each === key) ?? 'tasks';
}

const SOURCES = ['pipeline', 'repository', 'branch', 'commit'] as const;

function Source({ compared: { source } }: { compared: RunComparison }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const range = commitRange(source);
  const nameOf = (name: string) => {
    const field = SOURCES.find(each => each === name);
    return field === undefined ? name : t(`compare.source.${field}`);
  };
  return (
    <ValueChanges
      title={t('compare.source.title')}
      none={t('compare.source.none')}
      values={source}
      nameOf={nameOf}
    >
      {range !== undefined && (
        <Box sx={{ mb: 1.5, typography: 'body2' }}>
          {t('compare.range')}{' '}
          {range.url === undefined ? (
            <code>{`${shortCommit(range.from)} … ${shortCommit(range.to)}`}</code>
          ) : (
            <Link href={range.url} target="_blank" rel="noreferrer">
              {`${shortCommit(range.from)} … ${shortCommit(range.to)}`}
            </Link>
          )}
        </Box>
      )}
    </ValueChanges>
  );
}
