import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TenantList } from '@kubemate/plugin-tenants-common';
import {
  ActionButton,
  EmptyState,
  FailureState,
  LoadingState,
  Section,
  useUrlState,
} from '@kubemate/ui';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiQuestionLine } from '@remixicon/react';
import { useState, type FormEvent } from 'react';
import { useAccessAnswer } from '../api/queries';
import { compactInput } from '../form/compactInput';
import { SubjectPicker } from '../form/SubjectPicker';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { AccessAnswerView } from './AccessAnswerView';
import {
  ACCESS_PARAMS,
  questionProblem,
  RESOURCES,
  toAccessRequest,
  VERBS,
  type Question,
} from './accessState';
import { PlaceFields } from './PlaceFields';
import { USUAL } from './usualQuestions';

/** May somebody do something somewhere, and by which binding. */
export function WhyTab({ list }: { list: TenantList }) {
  const [state] = useUrlState(ACCESS_PARAMS);
  const { subject, verb, resource, cluster, namespace, name } = state;
  const question = { subject, verb, resource, cluster, namespace, name };
  return (
    <>
      <QuestionForm list={list} asked={question} />
      <Answer question={question} list={list} />
    </>
  );
}

function QuestionForm({ list, asked }: { list: TenantList; asked: Question }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [, update] = useUrlState(ACCESS_PARAMS);
  const [draft, setDraft] = useState(asked);
  const [shown, setShown] = useState(asked);
  // Another question in the address, by a link or by Back, is written into the form; the focus stays where it is.
  if (JSON.stringify(shown) !== JSON.stringify(asked)) {
    setShown(asked);
    setDraft(asked);
  }
  const problem = questionProblem(draft);
  const change = (patch: Partial<Question>) => setDraft(now => ({ ...now, ...patch }));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === undefined) update({ ...draft }, { history: 'push' });
  };
  const others = list.mayAskAboutOthers;
  return (
    <Section title={t('access.question')}>
      <Stack component="form" gap={1.5} onSubmit={onSubmit} noValidate>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'flex-start' }}>
          {others ? (
            <SubjectPicker
              free
              label={t('access.subject')}
              helperText={t('access.subjectHint')}
              value={draft.subject}
              onChange={subject => change({ subject })}
              error={problem === 'subject' ? t('access.problem.subject') : undefined}
              sx={{ flex: '2 1 200px' }}
            />
          ) : (
            <TextField
              size="small"
              label={t('access.subject')}
              value={t('access.yourself')}
              helperText={t('access.onlyYourself')}
              inputProps={{ readOnly: true }}
              sx={{ flex: '2 1 200px' }}
            />
          )}
          <WordField
            label={t('access.verb')}
            options={VERBS}
            value={draft.verb}
            onChange={verb => change({ verb })}
            width={100}
          />
          <WordField
            label={t('access.resource')}
            options={RESOURCES}
            value={draft.resource}
            onChange={resource => change({ resource })}
            width={180}
          />
          <PlaceFields
            list={list}
            cluster={draft.cluster}
            namespace={draft.namespace}
            onChange={change}
          />
          <TextField
            size="small"
            label={t('access.name')}
            value={draft.name}
            onChange={event => change({ name: event.target.value.trim() })}
            sx={{ flex: '1 1 170px' }}
          />
        </Box>
        <Stack direction="row" flexWrap="wrap" gap={1} alignItems="center">
          <Typography variant="caption" color="text.secondary">
            {t('access.usual')}
          </Typography>
          {USUAL.map(({ key, verb, resource }) => (
            <Chip
              key={key}
              clickable
              variant={draft.verb === verb && draft.resource === resource ? 'filled' : 'outlined'}
              label={t(`access.usually.${key}`)}
              onClick={() => change({ verb, resource })}
            />
          ))}
          <Box sx={{ ml: 'auto' }}>
            <ActionButton
              type="submit"
              variant="contained"
              disabledReason={problem && t(`access.problem.${problem}`)}
            >
              {t('access.ask')}
            </ActionButton>
          </Box>
        </Stack>
      </Stack>
    </Section>
  );
}

/** A word of a list, or another one. */
function WordField(props: {
  label: string;
  options: readonly string[];
  value: string;
  onChange(value: string): void;
  width: number;
}) {
  const { label, options, value, onChange, width } = props;
  return (
    <Autocomplete
      freeSolo
      size="small"
      options={[...options]}
      inputValue={value}
      // A word of the list is chosen and shows all others; anything else filters them.
      value={options.includes(value) ? value : null}
      onInputChange={(_, next, reason) => {
        if (reason !== 'reset' || next !== '') onChange(next.trim());
      }}
      renderInput={params => (
        <TextField
          {...params}
          label={label}
          InputProps={{ ...params.InputProps, sx: compactInput }}
        />
      )}
      sx={{ flex: `1 1 ${width}px` }}
    />
  );
}

function Answer({ question, list }: { question: Question; list: TenantList }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const request = toAccessRequest(question);
  const query = useAccessAnswer(request);
  if (request === undefined)
    return (
      <EmptyState
        icon={<RiQuestionLine size={32} />}
        title={t('access.askFirst')}
        description={t('access.askFirstHint')}
      />
    );
  if (query.isPending) return <LoadingState label={t('access.asking')} lines={4} />;
  if (query.data === undefined) {
    return (
      <FailureState
        title={t('access.answerFailed')}
        deniedTitle={t('access.deniedOthers')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return <AccessAnswerView answer={query.data} request={request} list={list} />;
}
