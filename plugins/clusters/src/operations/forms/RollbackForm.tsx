import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseTime } from '@kubemate/kube-common';
import type { Revision } from '@kubemate/plugin-clusters-common';
import { Age, EmptyState, FailureState, LoadingState } from '@kubemate/ui';
import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import type { FormProps } from './FormProps';
import { useRevisions } from './useRevisions';

/** Which revision to go back to. What differs is in the plan of each. */
export function RollbackForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const query = useRevisions(subject);
  const [chosen, setChosen] = useState<number>();
  if (query.isPending) return <LoadingState lines={3} />;
  if (query.data === undefined)
    return (
      <FailureState
        title={t('operations.revisionsFailed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  if (query.data.every(revision => revision.current))
    return (
      <EmptyState
        title={t('operations.revisionsEmpty')}
        description={t('operations.revisionsEmptyHint')}
      />
    );
  return (
    <FormControl>
      <FormLabel id="revisions">{t('operations.revisions')}</FormLabel>
      <RadioGroup
        aria-labelledby="revisions"
        value={chosen ?? ''}
        onChange={(_, value) => {
          const revision = Number(value);
          setChosen(revision);
          onInput({ workload: objectInput(subject), revision });
        }}
      >
        {query.data.map(revision => (
          <FormControlLabel
            key={revision.revision}
            value={revision.revision}
            disabled={revision.current}
            control={<Radio size="small" />}
            label={<RevisionLabel revision={revision} />}
            sx={{ alignItems: 'flex-start', '& .MuiRadio-root': { pt: 0.5 } }}
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}

function RevisionLabel({ revision }: { revision: Revision }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { created, images, changeCause: cause, current } = revision;
  return (
    <Box sx={{ py: 0.25 }}>
      <Typography variant="subtitle2" component="span">
        {t('operations.revision')} {revision.revision}
      </Typography>
      <Typography variant="caption" color="text.secondary" component="span" sx={{ ml: 1 }}>
        {current ? t('operations.revisionNow') : <Age at={parseTime(created)} />}
      </Typography>
      <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
        {[...images, ...(cause === undefined ? [] : [cause])].join(' · ')}
      </Typography>
    </Box>
  );
}
