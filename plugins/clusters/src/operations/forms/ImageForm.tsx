import { useTranslationRef } from '@backstage/frontend-plugin-api';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';
import { Fields } from '../../object/Fields';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import type { FormProps } from './FormProps';

/** Which image a container is to run. */
export function ImageForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const pod = new Fields(subject.object).at('spec', 'template', 'spec');
  const containers = [...pod.at('containers').items, ...pod.at('initContainers').items].map(
    item => ({ name: item.at('name').text ?? '', image: item.at('image').text ?? '' }),
  );
  const [container, setContainer] = useState(containers[0]?.name ?? '');
  const now = containers.find(({ name }) => name === container)?.image ?? '';
  const [image, setImage] = useState(now);
  const chosen = image.trim();
  useEffect(() => {
    onInput(
      chosen === '' || chosen === now || container === ''
        ? undefined
        : { workload: objectInput(subject), container, image: chosen },
    );
  }, [chosen, container, now]); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <Stack gap={2} sx={{ pt: 1 }}>
      <TextField
        select
        size="small"
        label={t('operations.container')}
        value={container}
        onChange={event => {
          setContainer(event.target.value);
          setImage(containers.find(({ name }) => name === event.target.value)?.image ?? '');
        }}
        sx={{ maxWidth: 320 }}
      >
        {containers.map(({ name }) => (
          <MenuItem key={name} value={name}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        size="small"
        label={t('operations.image')}
        value={image}
        onChange={event => setImage(event.target.value)}
        inputProps={{ spellCheck: false, autoComplete: 'off' }}
        fullWidth
      />
    </Stack>
  );
}
