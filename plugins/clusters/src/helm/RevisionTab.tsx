import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  HelmReleaseRef,
  HelmRevision,
  RevealedRevision,
} from '@kubemate/plugin-clusters-common';
import {
  choiceParam,
  CodeBlock,
  EmptyState,
  numberParam,
  Section,
  useUrlState,
  YamlView,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { useReveal } from './helmQueries';
import { RevealNotice } from './RevealNotice';
import { RevisionSelect } from './RevisionSelect';

const KINDS = ['given', 'all'] as const;
const PARAMS = { revision: numberParam(0), values: choiceParam(KINDS) };

/** Values or manifest of one revision, once the person has asked for them. */
export function RevisionTab(props: {
  what: 'values' | 'manifest';
  release: HelmReleaseRef;
  revisions: readonly HelmRevision[];
}) {
  const { what, release, revisions } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const [{ revision: asked, values }, update] = useUrlState(PARAMS);
  const reveal = useReveal(release);
  const revision = revisions.some(each => each.revision === asked)
    ? asked
    : (revisions[0]?.revision ?? 0);
  const shown = reveal.data?.find(each => each.revision === revision);
  return (
    <Section title={t(`helm.tabs.${what}`)}>
      <Stack gap={2}>
        <Stack direction="row" gap={1.5} flexWrap="wrap" alignItems="center">
          <RevisionSelect
            label={t('helm.ofRevision')}
            revisions={revisions}
            value={revision}
            onChange={chosen => update({ revision: chosen })}
          />
          {what === 'values' && shown !== undefined && (
            <ToggleButtonGroup
              exclusive
              value={values}
              aria-label={t('helm.which')}
              onChange={(_, kind: (typeof KINDS)[number] | null) =>
                kind && update({ values: kind })
              }
            >
              {KINDS.map(kind => (
                <ToggleButton key={kind} value={kind}>
                  {t(`helm.${kind}`)}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
          )}
        </Stack>
        {shown === undefined ? (
          <RevealNotice
            reveal={reveal}
            label={t(what === 'values' ? 'helm.revealValues' : 'helm.revealManifest')}
            onReveal={() => reveal.mutate([revision])}
          />
        ) : (
          <Shown what={what} revision={shown} all={values === 'all'} name={release.name} />
        )}
      </Stack>
    </Section>
  );
}

function Shown(props: {
  what: 'values' | 'manifest';
  revision: RevealedRevision;
  all: boolean;
  name: string;
}) {
  const { what, revision, all, name } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const values = all ? revision.allValues : revision.values;
  const text = what === 'values' ? values : revision.manifest;
  if (text.trim() === '')
    return (
      <EmptyState
        title={t(what === 'values' ? 'helm.noValues' : 'helm.noManifest')}
        description={what === 'values' ? t('helm.noValuesHint') : undefined}
      />
    );
  return (
    <>
      <Box sx={{ height: 480, display: 'flex' }}>
        <YamlView
          text={text}
          label={t(`helm.tabs.${what}`)}
          fileName={`${name}-${revision.revision}-${what}.yaml`}
        />
      </Box>
      {what === 'manifest' && revision.notes !== '' && (
        <Box>
          <Box component="h3" sx={{ typography: 'subtitle1', m: 0, mb: 0.5 }}>
            {t('helm.notes')}
          </Box>
          <CodeBlock code={revision.notes} />
        </Box>
      )}
    </>
  );
}
