import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { Age } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';
import { RunDuration } from '../runs/RunDuration';
import { shortCommit } from '../runs/runText';
import { useTriggerText } from '../runs/useTriggerText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** The facts of a run in a line: pipeline, where, what started it, commit, since when and how long. */
export function RunSubtitle({ run }: { run: RunDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const triggerText = useTriggerText();
  const { ref, pipeline, source, trigger } = run;
  const { place, folder } = ref;
  return (
    <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.25 }}>
      <span>
        {pipeline === undefined ? (
          t('runs.inline')
        ) : (
          <MaybeLink to={links.definition({ place, folder, name: pipeline })}>{pipeline}</MaybeLink>
        )}
      </span>
      <span>{`${place} / ${folder}`}</span>
      <span>
        {trigger.by === undefined ? (
          triggerText(trigger)
        ) : (
          <MaybeLink to={links.runs({ author: trigger.by })}>{triggerText(trigger)}</MaybeLink>
        )}
      </span>
      {source?.branch !== undefined && (
        <MaybeLink to={links.runs({ branch: source.branch })}>{source.branch}</MaybeLink>
      )}
      {source?.commit !== undefined && <code>{shortCommit(source.commit)}</code>}
      <span>
        {t('runs.started')} <Age at={run.startedAt ?? run.createdAt} />
      </span>
      <span>
        {t('runs.duration')} <RunDuration run={run} />
      </span>
    </Box>
  );
}
