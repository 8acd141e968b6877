import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunDetail, RunRef } from '@kubemate/plugin-pipelines-common';
import {
  DataAge,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  type GraphTask,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  PartialBanner,
  PhaseChip,
  Section,
  TaskGantt,
  TaskGraph,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useMemo } from 'react';
import { Link as RouterLink, Navigate, useParams } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { whyLost } from '../runs/runText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { chosenTask } from './chosenTask';
import { FailurePanel } from './FailurePanel';
import { RunActions } from './RunActions';
import { RunFacts } from './RunFacts';
import { RUN_PARAMS } from './runParams';
import { RunInputs } from './RunInputs';
import { RunSubtitle } from './RunSubtitle';
import { saysMore } from './saysMore';
import { TaskPanel } from './TaskPanel';
import { useRun, type LiveRun } from './useRun';

/** One run, live: what it does, why it failed, when each task ran, and what they wrote. */
export function RunPage() {
  const { engine, place = '', folder = '', name = '' } = useParams();
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const ref: RunRef = {
    engine: engine === 'jenkins' ? 'jenkins' : 'tekton',
    ...{ place, folder, name },
  };
  const live = useRun(ref);
  const run = live.data;
  const title = run?.ref.name ?? name;
  useDocumentTitle(title, t('title'));
  // What waited in a queue is called otherwise once it runs.
  if (run !== undefined && run.ref.name !== name)
    return <Navigate replace to={links.run(run.ref)} />;
  return (
    <Page>
      <PageHeader
        title={title}
        breadcrumbs={[{ title: t('title'), to: links.runs() }]}
        status={run && <PhaseChip phase={run.phase} />}
        subtitle={run && <RunSubtitle run={run} />}
        actions={
          <>
            {(live.connection === 'connecting' || live.connection === 'offline') && (
              <DataAge connection={live.connection} />
            )}
            {run && <RunActions run={run} />}
          </>
        }
      />
      <PageContent>
        <RunBody live={live} name={name} />
      </PageContent>
    </Page>
  );
}

function RunBody({ live, name }: { live: LiveRun; name: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { data, error } = live;
  if (data !== undefined)
    return (
      <>
        {error !== undefined && (
          <PartialBanner
            title={t('run.stale')}
            items={[{ key: 'why', text: describeError(error).message }]}
          />
        )}
        <RunReady run={data} />
      </>
    );
  if (error === undefined) return <LoadingState lines={8} />;
  const { kind, message } = describeError(error);
  if (kind === 'denied') return <DeniedState title={t('run.denied')} reason={message} />;
  if (kind === 'not-found')
    return (
      <EmptyState
        title={t('run.unknown', { name })}
        description={t('run.unknownHint')}
        action={
          <Button variant="outlined" component={RouterLink} to={links.runs()}>
            {t('run.toList')}
          </Button>
        }
      />
    );
  return <ErrorState title={t('run.failed')} error={new Error(message)} onRetry={live.retry} />;
}

function RunReady({ run }: { run: RunDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [{ view, task: named }, update] = useUrlState(RUN_PARAMS);
  const task = chosenTask(run, named);
  const graph = useGraph(run);
  const select = (id: string | undefined) =>
    update({ task: id ?? '', step: '', line: '' }, { history: 'push' });
  const lost = whyLost(run);
  const common = { selected: task?.id, onSelect: select, label: t('run.tasks') };
  return (
    <>
      {run.isArchived && lost === undefined && (
        <PartialBanner severity="info" title={t('run.archived')} />
      )}
      {run.missing?.includes('stages') && (
        <PartialBanner
          severity="info"
          title={t('run.noStages')}
          items={[{ key: 'why', text: t('run.noStagesHint') }]}
        />
      )}
      <RunInputs run={run} />
      <FailurePanel run={run} />
      {run.failure === undefined &&
        run.message !== undefined &&
        run.phase !== 'succeeded' &&
        saysMore(run) && (
          <PartialBanner
            severity="info"
            title={
              lost === undefined
                ? [run.reason, run.message].filter(Boolean).join(': ')
                : t(`activity.lost.${lost}`)
            }
          />
        )}
      <Section
        flush
        title={t('run.tasks')}
        actions={
          <ToggleButtonGroup
            exclusive
            value={view}
            aria-label={t('run.view')}
            onChange={(_, value: typeof view | null) =>
              value !== null && update({ view: value }, { history: 'push' })
            }
          >
            <ToggleButton value="graph">{t('run.graph')}</ToggleButton>
            <ToggleButton value="timeline">{t('run.timeline')}</ToggleButton>
          </ToggleButtonGroup>
        }
      >
        {graph.nodes.length === 0 && (
          <EmptyState title={t('run.noTasks')} description={t('run.noTasksHint')} />
        )}
        {graph.nodes.length > 0 && view === 'graph' && <TaskGraph graph={graph} {...common} />}
        {graph.nodes.length > 0 && view === 'timeline' && (
          <TaskGantt tasks={graph.nodes} {...common} />
        )}
      </Section>
      {task !== undefined && <TaskPanel run={run.ref} task={task} />}
      <RunFacts run={run} />
    </>
  );
}

function useGraph({ graph }: RunDetail) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return useMemo(
    () => ({
      edges: graph.edges,
      nodes: graph.nodes.map((node): GraphTask => ({
        ...node,
        ...(node.retries > 0 && { note: t('run.retries', { count: node.retries }) }),
      })),
    }),
    [graph, t],
  );
}
