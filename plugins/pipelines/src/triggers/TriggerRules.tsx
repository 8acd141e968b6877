import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Trigger } from '@kubemate/plugin-pipelines-common';
import { KeyValueList, PartialBanner } from '@kubemate/ui';
import Typography from '@mui/material/Typography';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { lines, usePassing } from './usePassing';

/** What a trigger lets through, what it adds, and what it starts. */
export function TriggerRules(props: { trigger: Trigger; place: string; inGroup: boolean }) {
  const { trigger, place, inGroup } = props;
  const { name, folder, interceptors, params, makes, problem } = trigger;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { when, added } = usePassing(interceptors, inGroup);
  const items = [
    when,
    {
      ...{ key: 'starts', label: t('triggers.starts') },
      value: makes.map(({ kind, pipeline }, index) => (
        <div key={`${kind} ${index}`}>
          {pipeline === undefined || pipeline.includes('$(') ? (
            t('triggers.makes', { kind })
          ) : (
            <MaybeLink to={links.definition({ place, folder, name: pipeline })}>
              {pipeline}
            </MaybeLink>
          )}
        </div>
      )),
    },
    added,
    {
      ...{ key: 'params', label: t('triggers.params') },
      value: lines(params.map(param => `${param.name} = ${param.value}`)),
    },
  ].filter(({ value }) => value.length > 0);
  return (
    <>
      <Typography
        variant="subtitle2"
        component="h3"
        sx={{ mb: 0.5, fontWeight: 'fontWeightBold', overflowWrap: 'anywhere' }}
      >
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
