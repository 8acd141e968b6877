import type { Value } from '@kubemate/plugin-pipelines-common';
import { KeyValueList } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { formatValue } from './formatValue';

/** Named values under a title. */
export function ValueList(props: {
  title: string;
  values: readonly { readonly name: string; readonly value: Value }[];
}) {
  return (
    <Box>
      <Typography variant="subtitle2" component="h3" sx={{ mb: 0.5 }}>
        {props.title}
      </Typography>
      <KeyValueList
        items={props.values.map(({ name, value }) => ({
          ...{ key: name, label: name },
          value: (
            <Box component="span" sx={{ fontFamily: 'monospace', whiteSpace: 'pre-wrap' }}>
              {formatValue(value)}
            </Box>
          ),
        }))}
      />
    </Box>
  );
}
