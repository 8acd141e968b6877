import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DefinitionDetail, ParameterSpec } from '@kubemate/plugin-pipelines-common';
import {
  EmptyState,
  KeyValueList,
  PhaseChip,
  Section,
  TaskGraph,
  type GraphTask,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { formatValue } from '../run/formatValue';
import { ValueList } from '../run/ValueList';
import { TaskOutcomesSection } from '../outcomes/TaskOutcomesSection';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

export interface DefinitionFactsProps {
  definition: DefinitionDetail;
  /** Id of the task that is looked at; empty where none is. */
  task: string;
  onTask(id: string | undefined): void;
}

/** The graph of a definition, what it asks for and what it gives, who uses it, and its newest run. */
export function DefinitionFacts({ definition, task, onTask }: DefinitionFactsProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { graph, parts, params, workspaces, results } = definition;
  const drawn = useMemo(
    () =>
      graph && {
        edges: graph.edges,
        nodes: graph.nodes.map(({ id, title, kind }): GraphTask => ({ id, title, kind })),
      },
    [graph],
  );
  const chosen = graph?.nodes.find(({ id }) => id === task);
  return (
    <>
      {drawn === undefined && definition.engine === 'jenkins' && (
        <Section title={t('run.tasks')}>
          <EmptyState
            title={t('definitions.noStages')}
            description={t('definitions.noStagesHint')}
          />
        </Section>
      )}
      {drawn === undefined && definition.engine === 'tekton' && (
        <Section title={t('definitions.steps')}>
          <KeyValueList
            items={parts.map((name, at) => ({ key: name, label: String(at + 1), value: name }))}
          />
        </Section>
      )}
      {drawn !== undefined && (
        <Section
          flush
          title={t(definition.engine === 'jenkins' ? 'definitions.stages' : 'run.tasks')}
        >
          <TaskGraph graph={drawn} label={t('run.tasks')} selected={chosen?.id} onSelect={onTask} />
          {chosen !== undefined && definition.engine === 'tekton' && (
            <Box sx={{ p: 2, borderTop: 1, borderColor: 'divider' }}>
              {chosen.params.length === 0 ? (
                <Typography variant="body2" color="text.secondary">
                  {t('definitions.noTaskParams', { name: chosen.title })}
                </Typography>
              ) : (
                <ValueList
                  title={t('definitions.taskParams', { name: chosen.title })}
                  values={chosen.params}
                />
              )}
            </Box>
          )}
        </Section>
      )}
      {definition.kind === 'Pipeline' && <TaskOutcomesSection definition={definition} />}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <Section title={t('run.params')}>
          {params.length === 0 ? (
            <EmptyState title={t('definitions.noParams')} />
          ) : (
            <KeyValueList
              items={params.map(spec => ({
                ...{ key: spec.name, label: spec.name },
                value: <Parameter spec={spec} />,
              }))}
            />
          )}
        </Section>
        <Section title={t('definitions.use')}>
          <UseFacts definition={definition} />
        </Section>
        {workspaces.length > 0 && (
          <Section title={t('run.workspaces')}>
            <KeyValueList
              items={workspaces.map(({ name, description, optional }) => ({
                ...{ key: name, label: name },
                value: [t(optional ? 'definitions.optional' : 'definitions.required'), description]
                  .filter(Boolean)
                  .join(' · '),
              }))}
            />
          </Section>
        )}
        {results.length > 0 && (
          <Section title={t('run.results')}>
            <KeyValueList
              items={results.map(({ name, description }) => ({
                ...{ key: name, label: name, value: description ?? '—' },
              }))}
            />
          </Section>
        )}
      </Box>
    </>
  );
}

function Parameter({ spec }: { spec: ParameterSpec }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const value = spec.default;
  return (
    <>
      <div>
        {value === undefined
          ? t('definitions.required')
          : t('definitions.default', { value: formatValue(value) })}
        {` · ${t(`definitions.type.${spec.type}`)}`}
        {spec.enum !== undefined && ` · ${spec.enum.join(' | ')}`}
      </div>
      {spec.description !== undefined && (
        <Box sx={{ color: 'text.secondary' }}>{spec.description}</Box>
      )}
    </>
  );
}

function UseFacts({ definition }: { definition: DefinitionDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { place, folder, name, kind, lastRun, usedBy } = definition;
  const last =
    lastRun === undefined ? (
      t('definitions.neverRun')
    ) : (
      <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', gap: 1 }}>
        <Link component={RouterLink} to={links.run(lastRun.ref)}>
          {lastRun.ref.name}
        </Link>
        <PhaseChip phase={lastRun.phase} variant="plain" />
      </Box>
    );
  const runs = (
    <Link
      component={RouterLink}
      to={links.runs({ pipeline: name, places: place, folders: folder })}
    >
      {t('definitions.allRuns')}
    </Link>
  );
  const users =
    usedBy.length === 0
      ? t('definitions.unused')
      : usedBy.map(user => (
          <Box key={user}>
            <Link component={RouterLink} to={links.definition({ place, folder, name: user })}>
              {user}
            </Link>
          </Box>
        ));
  return (
    <KeyValueList
      items={
        kind === 'Task'
          ? [{ key: 'usedBy', label: t('definitions.usedBy'), value: users }]
          : [
              { key: 'last', label: t('definitions.lastRun'), value: last },
              { key: 'runs', label: t('tabs.runs'), value: runs },
            ]
      }
    />
  );
}
