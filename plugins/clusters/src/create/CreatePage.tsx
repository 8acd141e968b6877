import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ActionButton,
  EmptyState,
  Page,
  PageContent,
  PageHeader,
  Section,
  textParam,
  useDocumentTitle,
  useUrlState,
  YamlForm,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { RiUploadLine } from '@remixicon/react';
import { useMemo, useState } from 'react';
import { useClusterList, useResourceLists } from '../api/queries';
import { useKindSchemas, type KindName } from '../editor/useKindSchema';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { DocumentCard } from './DocumentCard';
import { readDocuments, type YamlDocument } from './readDocuments';
import { useCreation } from './useCreation';

const PARAMS = { cluster: textParam(), namespace: textParam() };
/** The most kinds whose schemas are asked for; an editor of more is a bundle nobody completes in. */
const KINDS = 12;

/** Objects from YAML: pasted or uploaded, many at once, each with its own plan and result. */
export function CreatePage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [{ cluster: chosen, namespace }, update] = useUrlState(PARAMS);
  const clusters = useClusterList().data?.items ?? [];
  const cluster = chosen === '' ? (clusters[0]?.name ?? '') : chosen;
  const [text, setText] = useState('');
  const documents = useMemo(() => readDocuments(text, namespace), [text, namespace]);
  const kinds = useMemo(() => kindsOf(documents), [documents]);
  const { schemaOf } = useKindSchemas(cluster, kinds);
  const types = useResourceLists(cluster === '' ? [] : [cluster])[0]?.data?.items;
  const namespaced = ({ apiVersion, kind }: YamlDocument) =>
    types?.find(
      type =>
        type.kind === kind && [type.group, type.version].filter(Boolean).join('/') === apiVersion,
    )?.namespaced;
  const { states, running, run, takeOver } = useCreation({ cluster, documents, namespaced });
  const all = [...states.values()];
  const open = all.filter(({ step }) => step !== 'done').length;
  const ready = documents.length > 0 && all.every(({ step }) => step !== 'planning') && open > 0;
  const tried = all.some(({ step }) => step === 'done');
  useDocumentTitle(t('operations.create.title'));
  const upload = async (files: FileList | null) => {
    const texts = await Promise.all([...(files ?? [])].map(file => file.text()));
    setText(now => [now.trim(), ...texts.map(item => item.trim())].filter(Boolean).join('\n---\n'));
  };
  return (
    <Page>
      <PageHeader
        title={t('operations.create.title')}
        breadcrumbs={[{ title: t('explorer.title'), to: links.explorer() }]}
        actions={
          <ActionButton
            variant="contained"
            disabledReason={ready && !running ? undefined : t('operations.create.nothing')}
            onClick={() => void run()}
          >
            {tried ? t('operations.create.again') : t('operations.create.run', { count: open })}
          </ActionButton>
        }
      />
      <PageContent layout="scroll">
        <Stack direction="row" flexWrap="wrap" gap={1.5} alignItems="center">
          <TextField
            select
            size="small"
            label={t('operations.create.cluster')}
            value={cluster}
            onChange={event => update({ cluster: event.target.value })}
            sx={{ minWidth: 160 }}
          >
            {clusters.map(({ name, title }) => (
              <MenuItem key={name} value={name}>
                {title}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            size="small"
            label={t('operations.create.namespace')}
            value={namespace}
            onChange={event => update({ namespace: event.target.value.trim() })}
            sx={{ width: 280, maxWidth: 1 }}
          />
          <Button component="label" variant="outlined" startIcon={<RiUploadLine size={16} />}>
            {t('operations.create.upload')}
            <input
              type="file"
              hidden
              multiple
              accept=".yaml,.yml,.json"
              aria-label={t('operations.create.upload')}
              onChange={event => void upload(event.target.files)}
            />
          </Button>
        </Stack>
        <Box sx={{ height: { xs: 300, md: 380 }, display: 'flex' }}>
          <YamlForm
            focus
            value={text}
            onChange={setText}
            schemaOf={schemaOf}
            label={t('operations.create.editor')}
            onSubmit={() => ready && !running && void run()}
          />
        </Box>
        <Section title={t('operations.create.documents')} flush>
          {documents.length === 0 ? (
            <EmptyState
              title={t('operations.create.empty')}
              description={t('operations.create.emptyHint')}
            />
          ) : (
            documents.map(document => (
              <DocumentCard
                key={document.key}
                cluster={cluster}
                document={document}
                state={states.get(document.key)}
                onTakeOver={() => void takeOver(document)}
                plural={types?.find(type => type.kind === document.kind)}
              />
            ))
          )}
        </Section>
      </PageContent>
    </Page>
  );
}

function kindsOf(documents: readonly YamlDocument[]): readonly KindName[] {
  const kinds = documents.filter(({ kind }) => kind !== '');
  return [
    ...new Map(
      kinds.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]),
    ).values(),
  ].slice(0, KINDS);
}
