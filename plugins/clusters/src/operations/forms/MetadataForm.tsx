import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Stack from '@mui/material/Stack';
import { useEffect, useMemo, useState } from 'react';
import { Fields } from '../../object/Fields';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import type { FormProps } from './FormProps';
import { PairEditor } from './PairEditor';
import { pairChanges } from './pairChanges';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Labels and annotations of any object. */
export function MetadataForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const before = useMemo(() => {
    const meta = new Fields(subject.object).at('metadata');
    const { [LAST_APPLIED]: _, ...annotations } = meta.at('annotations').map;
    return { labels: meta.at('labels').map, annotations };
    // What the object had when the form was opened: what others change meanwhile is the plan's to show.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const [after, setAfter] = useState(before);
  useEffect(() => {
    const labels = pairChanges(before.labels, after.labels);
    const annotations = pairChanges(before.annotations, after.annotations);
    onInput(
      labels === undefined && annotations === undefined
        ? undefined
        : {
            object: objectInput(subject),
            ...(labels && { labels }),
            ...(annotations && { annotations }),
          },
    );
  }, [before, after]); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <Stack gap={2.5}>
      <PairEditor
        title={t('operations.labels')}
        initial={before.labels}
        onChange={labels => setAfter(now => ({ ...now, labels }))}
      />
      <PairEditor
        title={t('operations.annotations')}
        initial={before.annotations}
        onChange={annotations => setAfter(now => ({ ...now, annotations }))}
      />
    </Stack>
  );
}
