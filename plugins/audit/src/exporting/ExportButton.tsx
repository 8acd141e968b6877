import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ExportFormat, RecordFilterText } from '@kubemate/plugin-audit-common';
import { describeError, downloadText, PopoverButton, ServerText } from '@kubemate/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Typography from '@mui/material/Typography';
import { RiDownload2Line } from '@remixicon/react';
import { useMutation } from '@tanstack/react-query';
import { auditApiRef } from '../api/auditApiRef';
import { auditTranslationRef } from '../translations/auditTranslationRef';

const FILES = {
  csv: { type: 'text/csv', extension: 'csv' },
  jsonl: { type: 'application/x-ndjson', extension: 'jsonl' },
  syslog: { type: 'text/plain', extension: 'log' },
} as const satisfies Record<ExportFormat, { type: string; extension: string }>;
const FORMATS = ['csv', 'jsonl', 'syslog'] as const;

/** Takes the records that are shown out as a file. */
export function ExportButton({ filter, total }: { filter: RecordFilterText; total: number }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const api = useApi(auditApiRef);
  const take = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const text = await api.exportRecords({ ...filter, format });
      const { type, extension } = FILES[format];
      const day = new Date().toISOString().slice(0, 10);
      downloadText({ name: `audit-${day}.${extension}`, type, text });
    },
  });
  return (
    <PopoverButton label={t('export.button')} icon={<RiDownload2Line size={16} />} align="right">
      {close => (
        <Box sx={{ p: 1, width: 300, maxWidth: '90vw' }}>
          <Typography variant="body2" color="text.secondary" sx={{ px: 1, pb: 1 }}>
            {t('export.explanation', { number: total.toLocaleString() })}
          </Typography>
          {take.isError && (
            <Alert severity="error">
              <ServerText text={describeError(take.error).message} />
            </Alert>
          )}
          <Box role="menu" aria-label={t('export.button')}>
            {FORMATS.map(format => (
              <MenuItem
                key={format}
                disabled={take.isPending}
                onClick={() => take.mutate(format, { onSuccess: close })}
              >
                {t(`export.${format}`)}
              </MenuItem>
            ))}
          </Box>
        </Box>
      )}
    </PopoverButton>
  );
}
