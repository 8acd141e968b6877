import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Trigger } from '@kubemate/plugin-pipelines-common';
import { KeyValueList, PartialBanner } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** What a trigger lets through, what it adds, and what it starts. */
export function TriggerRules(props: { trigger: Trigger; at: { place: string; folder: string } }) {
  const { trigger, at } = props;
  const { name, interceptors, params, makes, problem } = trigger;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const conditions = interceptors.flatMap(
    ({ name: of, filter, eventTypes, overlays }): string[] => {
      if (filter !== undefined) return [filter];
      if (eventTypes !== undefined) return [t('triggers.event', { types: eventTypes.join(', ') })];
      return overlays.length > 0 ? [] : [t('triggers.other', { name: of })];
    },
  );
  const overlays = interceptors.flatMap(each => each.overlays);
  const lines = (texts: readonly string[]) => texts.map(text => <Code key={text}>{text}</Code>);
  const items = [
    {
      ...{ key: 'when', label: t('triggers.when') },
      value: conditions.length === 0 ? t('triggers.always') : lines(conditions),
    },
    {
      ...{ key: 'starts', label: t('triggers.starts') },
      value: makes.map(({ kind, pipeline }, index) => (
        <div key={`${kind} ${index}`}>
          {pipeline === undefined || pipeline.includes('$(') ? (
            t('triggers.makes', { kind })
          ) : (
            <MaybeLink to={links.definition({ ...at, name: pipeline })}>{pipeline}</MaybeLink>
          )}
        </div>
      )),
    },
    {
      ...{ key: 'added', label: t('triggers.added') },
      value: lines(overlays.map(({ key, expression }) => `${key} = ${expression}`)),
    },
    {
      ...{ key: 'params', label: t('triggers.params') },
      value: lines(params.map(param => `${param.name} = ${param.value}`)),
    },
  ].filter(({ value }) => value.length > 0);
  return (
    <>
      <Typography variant="subtitle2" component="h3" sx={{ mb: 0.5 }}>
        {name}
      </Typography>
      {problem === undefined ? (
        <KeyValueList items={items} />
      ) : (
        <PartialBanner title={t('triggers.unread', { reason: problem })} />
      )}
    </>
  );
}

function Code({ children }: { children: ReactNode }) {
  return (
    <Box component="code" sx={{ display: 'block', fontSize: 13, overflowWrap: 'anywhere' }}>
      {children}
    </Box>
  );
}
