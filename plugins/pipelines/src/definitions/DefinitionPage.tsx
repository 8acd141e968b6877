import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { DefinitionDetail } from '@kubemate/plugin-pipelines-common';
import {
  accessInWords,
  ActionButton,
  choiceParam,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  operationsApiRef,
  Page,
  PageContent,
  PageHeader,
  PhaseChip,
  textParam,
  useDocumentTitle,
  useOperationSay,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiEditLine, RiFileCodeLine, RiPlayLine } from '@remixicon/react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { useDefinition } from '../api/queries';
import { useSay } from '../board/useSay';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { DefinitionFacts } from './DefinitionFacts';
import { StartRunDialog } from './StartRunDialog';

const PARAMS = { kind: choiceParam(['Pipeline', 'Task']), task: textParam(), preset: textParam() };

/** One Pipeline or Task: what it does, what it asks for, who uses it; a Pipeline is started here. */
export function DefinitionPage() {
  const { place = '', folder = '', name = '' } = useParams();
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [{ kind, task, preset }, update] = useUrlState(PARAMS);
  const query = useDefinition({ place, folder, name }, kind);
  const { data } = query;
  useDocumentTitle(name, t('title'));
  const yaml =
    data?.engine === 'tekton'
      ? links.yaml(kind === 'Task' ? 'tasks' : 'pipelines', { place, folder, name })
      : undefined;
  return (
    <Page>
      <PageHeader
        title={name}
        breadcrumbs={[
          { title: t('title'), to: links.runs() },
          { title: t('tabs.definitions'), to: links.definitions() },
        ]}
        status={data?.lastRun && <PhaseChip phase={data.lastRun.phase} />}
        subtitle={[`${place} / ${folder}`, data?.description].filter(Boolean).join(' · ')}
        actions={
          <>
            {yaml !== undefined && (
              <>
                <Button
                  color="inherit"
                  startIcon={<RiFileCodeLine size={16} />}
                  component={RouterLink}
                  to={yaml}
                >
                  YAML
                </Button>
                <Button
                  color="inherit"
                  startIcon={<RiEditLine size={16} />}
                  component={RouterLink}
                  to={`${yaml}&edit=true`}
                >
                  {t('definitions.edit')}
                </Button>
              </>
            )}
            {data?.kind === 'Pipeline' && (
              <StartButton
                definition={data}
                preset={preset}
                onPreset={id => update({ preset: id })}
              />
            )}
          </>
        }
      />
      <PageContent>
        <DefinitionBody
          query={query}
          task={task}
          onTask={id => update({ task: id ?? '' }, { history: 'push' })}
        />
      </PageContent>
    </Page>
  );
}

/** Opens the form; at once where the address names a preset. */
function StartButton(props: {
  definition: DefinitionDetail;
  preset: string;
  onPreset(id: string): void;
}) {
  const { definition, preset, onPreset } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const operations = useApi(operationsApiRef);
  const say = useOperationSay(useSay());
  const [opener, setOpener] = useState<HTMLElement | null | undefined>(
    preset === '' ? undefined : null,
  );
  const { engine, place, folder, name } = definition;
  const access = useQuery({
    queryKey: ['operations', 'access', 'pipelines', 'start', place, folder, name],
    queryFn: ({ signal }) =>
      operations.access(
        [
          {
            contract: pipelineOperations.startRun,
            input: { engine, place, folder, pipeline: name },
          },
        ],
        { signal },
      ),
    staleTime: 15_000,
    retry: false,
  });
  const answer = access.data?.[0];
  return (
    <>
      <ActionButton
        variant="contained"
        startIcon={<RiPlayLine size={16} />}
        disabledReason={
          answer?.allowed === false
            ? (accessInWords(answer, say).reason ?? t('actions.denied'))
            : undefined
        }
        onClick={event => setOpener(event.currentTarget)}
      >
        {t('start.run')}
      </ActionButton>
      {opener !== undefined && (
        <StartRunDialog
          definition={definition}
          opener={opener}
          {...{ preset, onPreset }}
          onClose={() => {
            setOpener(undefined);
            onPreset('');
          }}
        />
      )}
    </>
  );
}

function DefinitionBody(props: {
  query: ReturnType<typeof useDefinition>;
  task: string;
  onTask(id: string | undefined): void;
}) {
  const { query, task, onTask } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  if (query.data !== undefined)
    return <DefinitionFacts definition={query.data} task={task} onTask={onTask} />;
  if (query.isPending) return <LoadingState lines={8} />;
  const { kind, message } = describeError(query.error);
  if (kind === 'denied') return <DeniedState title={t('definitions.denied')} reason={message} />;
  if (kind === 'not-found')
    return (
      <EmptyState
        title={t('definitions.unknown')}
        description={message}
        action={
          <Button variant="outlined" component={RouterLink} to={links.definitions()}>
            {t('definitions.toList')}
          </Button>
        }
      />
    );
  return (
    <ErrorState
      title={t('definitions.failed')}
      error={new Error(message)}
      onRetry={() => void query.refetch()}
    />
  );
}
