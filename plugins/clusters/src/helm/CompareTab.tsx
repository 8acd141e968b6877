import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { HelmReleaseRef, HelmRevision } from '@kubemate/plugin-clusters-common';
import { choiceParam, DiffView, EmptyState, numberParam, Section, useUrlState } from '@kubemate/ui';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { useReveal } from './helmQueries';
import { RevealNotice } from './RevealNotice';
import { RevisionSelect } from './RevisionSelect';

const KINDS = ['values', 'manifest'] as const;
const PARAMS = { from: numberParam(0), to: numberParam(0), compare: choiceParam(KINDS) };

/** Two revisions side by side: what was given, or what was sent to the cluster. */
export function CompareTab(props: { release: HelmReleaseRef; revisions: readonly HelmRevision[] }) {
  const { release, revisions } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const [params, update] = useUrlState(PARAMS);
  const reveal = useReveal(release);
  const known = (revision: number, at: number) =>
    revisions.some(each => each.revision === revision)
      ? revision
      : (revisions[Math.min(at, revisions.length - 1)]?.revision ?? 0);
  const [from, to] = [known(params.from, 1), known(params.to, 0)];
  const [before, after] = [from, to].map(revision =>
    reveal.data?.find(each => each.revision === revision),
  );
  const kind = params.compare;
  return (
    <Section title={t('helm.tabs.compare')}>
      <Stack gap={2}>
        <Stack direction="row" gap={1.5} flexWrap="wrap" alignItems="center">
          <RevisionSelect
            label={t('helm.from')}
            revisions={revisions}
            value={from}
            onChange={revision => update({ from: revision })}
          />
          <RevisionSelect
            label={t('helm.against')}
            revisions={revisions}
            value={to}
            onChange={revision => update({ to: revision })}
          />
          <ToggleButtonGroup
            exclusive
            value={kind}
            aria-label={t('helm.what')}
            onChange={(_, chosen: typeof kind | null) => chosen && update({ compare: chosen })}
          >
            {KINDS.map(each => (
              <ToggleButton key={each} value={each}>
                {t(`helm.tabs.${each}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </Stack>
        {from === to ? (
          <EmptyState title={t('helm.same')} description={t('helm.sameHint')} />
        ) : before === undefined || after === undefined ? (
          <RevealNotice
            reveal={reveal}
            label={t('helm.revealCompare')}
            onReveal={() => reveal.mutate([from, to])}
          />
        ) : before[kind] === after[kind] ? (
          <Typography variant="body2" color="text.secondary" role="status">
            {t('helm.equal')}
          </Typography>
        ) : (
          <DiffView
            before={before[kind]}
            after={after[kind]}
            label={`${release.name} ${from} → ${to}`}
          />
        )}
      </Stack>
    </Section>
  );
}
