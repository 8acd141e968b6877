import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Trigger } from '@kubemate/plugin-pipelines-common';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** What interceptors let through, and what they add. */
export function usePassing(interceptors: Trigger['interceptors'], inGroup = false) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const conditions = interceptors.flatMap(({ name, filter, eventTypes, overlays }): string[] => {
    if (filter !== undefined) return [filter];
    if (eventTypes !== undefined) return [t('triggers.event', { types: eventTypes.join(', ') })];
    return overlays.length > 0 ? [] : [t('triggers.other', { name })];
  });
  const overlays = interceptors.flatMap(each => each.overlays);
  return {
    when: {
      ...{ key: 'when', label: t('triggers.when') },
      value:
        conditions.length === 0
          ? t(inGroup ? 'triggers.alwaysOfGroup' : 'triggers.always')
          : lines(conditions),
    },
    added: {
      ...{ key: 'added', label: t('triggers.added') },
      value: lines(overlays.map(({ key, expression }) => `${key} = ${expression}`)),
    },
  };
}

/** Lines of code. */
export function lines(texts: readonly string[]) {
  return texts.map(text => <Code key={text}>{text}</Code>);
}

function Code({ children }: { children: ReactNode }) {
  return (
    <Box component="code" sx={{ display: 'block', fontSize: 13, overflowWrap: 'anywhere' }}>
      {children}
    </Box>
  );
}
