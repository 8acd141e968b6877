import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { templateRunOperations } from '@kubemate/plugin-template-runs-common';
import type { UndoPlan } from '@kubemate/plugin-template-runs-common';
import {
  EmptyState,
  FailureState,
  LoadingState,
  OperationDialog,
  operationsApiRef,
  PageContent,
  PartialBanner,
  QueryWrapper,
  receiptTrayApiRef,
  Section,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { templateRunsApiRef } from './templateRunsApiRef';
import { UndoRow } from './UndoRow';
import { canUndo, chosenAtFirst, textsToType } from './undoState';
import { usePluginSay } from './usePluginSay';

/** What a run of a template has made, to be taken back. */
export function UndoPage() {
  const { taskId = '' } = useParams();
  return (
    <QueryWrapper>
      <PageContent>
        <Undo run={taskId} />
      </PageContent>
    </QueryWrapper>
  );
}

function Undo({ run }: { run: string }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const api = useApi(templateRunsApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['template-runs', run],
    queryFn: ({ signal }) => api.undoPlan(run, { signal }),
    staleTime: 0,
  });
  if (data !== undefined) return <Plan key={run} plan={data} />;
  if (error === null) return <LoadingState />;
  return (
    <FailureState title={t('create.undo.failed')} error={error} onRetry={() => void refetch()} />
  );
}

function Plan({ plan }: { plan: UndoPlan }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { run, items, failures, unknownSteps } = plan;
  const title = useRunTitle(run);
  const [picked, setPicked] = useState<ReadonlySet<string>>();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [isAsking, setAsking] = useState(false);
  // What has gone meanwhile is not chosen any more.
  const open = new Set(items.filter(canUndo).map(({ id }) => id));
  const chosen = new Set([...(picked ?? chosenAtFirst(items))].filter(id => open.has(id)));
  const texts = textsToType(items, chosen);
  const goesOn = run.status === 'open' || run.status === 'processing';
  const isReady = chosen.size > 0 && !goesOn && texts.every(text => typed[text] === text);
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, maxWidth: 960 }}>
      <Box>
        <Typography variant="h2" component="h1" sx={{ overflowWrap: 'anywhere' }}>
          {t('create.undo.heading', { title })}
        </Typography>
        <Typography variant="body2" color="text.secondary">
          {t('create.undo.explained')}{' '}
          <Link component={RouterLink} to={`/create/tasks/${run.id}`} underline="always" noWrap>
            {t('create.undo.toRun')}
          </Link>
        </Typography>
      </Box>
      {failures.length > 0 && (
        <PartialBanner
          title={t('create.undo.partial')}
          items={failures.map(({ plugin, reason }) => ({
            key: plugin,
            text: `${plugin}: ${reason}`,
          }))}
        />
      )}
      {goesOn && <Typography>{t('create.undo.goesOn')}</Typography>}
      {items.length === 0 ? (
        <EmptyState
          icon={<RiArrowGoBackLine size={32} />}
          title={t('create.undo.nothing')}
          description={t('create.undo.nothingHint')}
        />
      ) : (
        <Section title={t('create.undo.made')} flush>
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {items.map(item => (
              <UndoRow
                key={item.id}
                item={item}
                isChosen={chosen.has(item.id)}
                onChoose={isChosen => choose(item.id, isChosen)}
              />
            ))}
          </Box>
        </Section>
      )}
      {unknownSteps.length > 0 && (
        <Section title={t('create.undo.unknown')}>
          {unknownSteps.map(({ name, action }) => (
            <Typography key={name} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
              {name} ({action})
            </Typography>
          ))}
        </Section>
      )}
      {texts.map(text => (
        <TextField
          key={text}
          label={t('create.undo.type', { text })}
          value={typed[text] ?? ''}
          onChange={event => setTyped({ ...typed, [text]: event.target.value })}
          autoComplete="off"
          spellCheck={false}
          size="small"
          sx={{ maxWidth: 480 }}
        />
      ))}
      {open.size > 0 && (
        <Box>
          <Button
            variant="contained"
            color="error"
            disabled={!isReady}
            startIcon={<RiArrowGoBackLine size={16} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t('create.undo.run', { number: String(chosen.size) })}
          </Button>
        </Box>
      )}
      {isAsking && (
        <UndoDialog
          input={{ run: run.id, items: [...chosen], confirmed: [...texts] }}
          onClose={() => setAsking(false)}
        />
      )}
    </Box>
  );
}

/** What the template of the run is called in the language of the page; as the run has it until that is known. */
function useRunTitle({ id, title }: UndoPlan['run']): string {
  const scaffolder = useApi(scaffolderApiRef);
  const { data } = useQuery({
    queryKey: ['scaffolder', 'title', id],
    queryFn: async () =>
      (await scaffolder.getTask(id)).spec.templateInfo?.entity?.metadata.title ?? null,
  });
  return data ?? title;
}

interface UndoInput {
  readonly run: string;
  readonly items: string[];
  readonly confirmed: string[];
}

function UndoDialog({ input, onClose }: { input: UndoInput; onClose: () => void }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const say = usePluginSay();
  const operations = useApi(operationsApiRef);
  const tray = useApi(receiptTrayApiRef);
  const queries = useQueryClient();
  // What is left changes below it while it is open.
  const [asked] = useState(input);
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={templateRunOperations.undo}
      input={asked}
      title={t('create.undo.title')}
      onClose={onClose}
      onReceipt={receipt => {
        tray.add(receipt);
        void queries.invalidateQueries({ queryKey: ['template-runs'] });
      }}
    />
  );
}
