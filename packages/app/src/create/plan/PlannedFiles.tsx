import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes } from '@kubemate/kube-common';
import type { PlannedFile } from '@kubemate/plugin-template-runs-common';
import { CodeBlock } from '@kubemate/ui';
import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemText from '@mui/material/ListItemText';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { shellTranslationRef } from '../../translations/shellTranslationRef';

/** What somebody reads first to know what this is. */
const FIRST = ['README.md', 'catalog-info.yaml'];
const HEIGHT = 420;
const LINES = 19;

/** The files that a template would write, and what is in them. */
export function PlannedFiles({ files }: { files: readonly PlannedFile[] }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [chosen, setChosen] = useState(
    () => FIRST.find(path => files.some(file => file.path === path)) ?? files[0]?.path,
  );
  const file = files.find(({ path }) => path === chosen);
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(220px, 2fr) minmax(0, 5fr)' },
      }}
    >
      <List
        dense
        aria-label={t('create.plan.fileList')}
        sx={{
          ...{ overflow: 'auto', maxHeight: { xs: 200, md: HEIGHT }, py: 0.5 },
          ...{ borderRight: { md: 1 }, borderBottom: { xs: 1, md: 0 } },
          '&&': { borderColor: 'divider' },
        }}
      >
        {files.map(({ path, bytes }) => (
          <ListItemButton
            key={path}
            selected={path === chosen}
            onClick={() => setChosen(path)}
            sx={{ py: 0.25, gap: 1 }}
          >
            <ListItemText
              primary={path}
              primaryTypographyProps={{ variant: 'body2', noWrap: true, title: path }}
            />
            <Typography variant="caption" color="text.secondary" noWrap sx={{ flex: 'none' }}>
              {formatBytes(bytes)}
            </Typography>
          </ListItemButton>
        ))}
      </List>
      <Box sx={{ p: 1.5, minWidth: 0 }}>
        {file?.text === undefined ? (
          <Typography variant="body2" color="text.secondary">
            {t('create.plan.noText')}
          </Typography>
        ) : (
          <CodeBlock code={file.text} wrap={false} maxLines={LINES} />
        )}
      </Box>
    </Box>
  );
}
