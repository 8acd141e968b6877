import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Run, RunDetail } from '@kubemate/plugin-pipelines-common';
import { Age, formatAge, PhaseChip, uiTranslationRef } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { RunDuration } from '../runs/RunDuration';
import { sourceText } from '../runs/runText';
import { useTriggerText } from '../runs/useTriggerText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { runAddress } from './runAddress';

/** One of the two runs, and the others of its pipeline to choose from in its place. */
export function RunSide(props: {
  side: 'a' | 'b';
  run: RunDetail;
  choices: readonly Run[];
  onChoose(address: string): void;
}) {
  const { side, run, choices, onChoose } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { t: word } = useTranslationRef(uiTranslationRef);
  const links = useLinks();
  const triggerText = useTriggerText();
  const label = t(side === 'a' ? 'compare.earlier' : 'compare.later');
  const own = runAddress(run.ref);
  const others = choices.filter(({ ref }) => runAddress(ref) !== own);
  return (
    <Card component="section" aria-label={label} sx={{ p: 2, display: 'grid', gap: 1 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Typography variant="caption" color="text.secondary">
          {label}
        </Typography>
        <Link
          component={RouterLink}
          to={links.run(run.ref)}
          variant="subtitle2"
          sx={{ overflowWrap: 'anywhere' }}
        >
          {run.ref.name}
        </Link>
        <PhaseChip phase={run.phase} />
      </Box>
      <Typography variant="body2" color="text.secondary" component="div">
        {`${run.ref.place} / ${run.ref.folder} · ${sourceText(run.source)} · ${triggerText(run.trigger)} · `}
        <Age at={run.startedAt ?? run.createdAt} />
        {' · '}
        <RunDuration run={run} />
      </Typography>
      <TextField
        select
        size="small"
        label={t('compare.choose')}
        value={own}
        onChange={event => onChoose(event.target.value)}
        sx={{ maxWidth: 420 }}
      >
        {[run, ...others].map(each => (
          <MenuItem key={each.uid} value={runAddress(each.ref)}>
            {[
              each.ref.name,
              word(`phase.${each.phase}`),
              formatAge(Date.now() - (each.startedAt ?? each.createdAt)),
            ].join(' · ')}
          </MenuItem>
        ))}
      </TextField>
    </Card>
  );
}
