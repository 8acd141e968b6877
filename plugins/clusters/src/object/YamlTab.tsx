import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { flagParam, useUrlState, YamlView } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import { RiEditLine } from '@remixicon/react';
import { useMemo } from 'react';
import { YamlEditTab } from '../editor/YamlEditTab';
import type { ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { toYaml } from './toYaml';

const PARAMS = { managedFields: flagParam(), edit: flagParam() };

/** The object as YAML, as kubectl would print it. */
export function YamlTab({ target, object }: { target: ObjectTarget; object: ClusterObject }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [{ managedFields, edit }, update] = useUrlState(PARAMS);
  const text = useMemo(() => toYaml(object, { managedFields }), [object, managedFields]);
  // What is shown of a Secret are sizes: written back they would become its values.
  const isSecret = object.kind === 'Secret';
  if (edit && !isSecret)
    return <YamlEditTab target={target} object={object} onClose={() => update({ edit: false })} />;
  return (
    <>
      {isSecret && (
        <Typography variant="caption" color="text.secondary">
          {t('object.secretHint')} {edit && t('operations.edit.secret')}
        </Typography>
      )}
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <YamlView
          text={text}
          fileName={`${object.metadata.name}.yaml`}
          controls={
            <>
              {!isSecret && (
                <Button
                  variant="outlined"
                  startIcon={<RiEditLine size={16} />}
                  onClick={() => update({ edit: true })}
                >
                  {t('operations.edit.start')}
                </Button>
              )}
              <FormControlLabel
                label={t('object.managedFields')}
                slotProps={{ typography: { variant: 'body2' } }}
                sx={{ ml: 0.5 }}
                control={
                  <Switch
                    size="small"
                    checked={managedFields}
                    onChange={(_, on) => update({ managedFields: on })}
                  />
                }
              />
            </>
          }
        />
      </Box>
    </>
  );
}
