import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { CopyButton, EmptyState, KeyValueList, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { formatValue } from './formatValue';

/** What went into a run and what came out of it. */
export function RunFacts({ run }: { run: RunDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const values = (list: RunDetail['params']) =>
    list.map(({ name, value }) => ({ name, value: <Mono>{formatValue(value)}</Mono> }));
  const artifacts = run.artifacts.map(({ name, uri, digest }) => {
    const address = digest === undefined ? uri : `${uri}@${digest}`;
    const value = (
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 0.5 }}>
        <Mono>{address}</Mono>
        <CopyButton text={address} />
      </Box>
    );
    return { name, value };
  });
  const workspaces = run.workspaces.map(({ name, binding }) => ({ name, value: binding }));
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
      }}
    >
      <Facts title={t('run.params')} none={t('run.noParams')} items={values(run.params)} />
      <Facts title={t('run.artifacts')} none={t('run.noArtifacts')} items={artifacts} />
      {run.ref.engine === 'tekton' && (
        <>
          <Facts title={t('run.results')} none={t('run.noResults')} items={values(run.results)} />
          <Facts title={t('run.workspaces')} none={t('run.noWorkspaces')} items={workspaces} />
        </>
      )}
    </Box>
  );
}

function Mono({ children }: { children: string }) {
  return (
    <Box component="span" sx={{ fontFamily: 'monospace', whiteSpace: 'pre-wrap' }}>
      {children}
    </Box>
  );
}

function Facts(props: {
  title: string;
  none: string;
  items: readonly { readonly name: string; readonly value: ReactNode }[];
}) {
  const { title, none, items } = props;
  return (
    <Section title={title}>
      {items.length === 0 ? (
        <EmptyState title={none} />
      ) : (
        <KeyValueList items={items.map(({ name, value }) => ({ key: name, label: name, value }))} />
      )}
    </Section>
  );
}
