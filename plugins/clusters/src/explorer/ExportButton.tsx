import { toastApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { describeError, downloadText } from '@kubemate/ui';
import type { Column } from '@kubemate/kube-common';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import Button from '@mui/material/Button';
import { RiCloseLine, RiDownload2Line } from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { exportRows } from './exportRows';
import type { RowQuestion } from './explorerState';

export interface ExportButtonProps {
  question: RowQuestion;
  columns: readonly Column[];
  disabled: boolean;
}

/** Downloads every matching row, not only those on the screen. */
export function ExportButton({ question, columns, disabled }: ExportButtonProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const client = useApi(clustersApiRef);
  const toast = useApi(toastApiRef);
  const [progress, setProgress] = useState<{ loaded: number; total: number }>();
  const running = useRef<AbortController>();
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    const controller = new AbortController();
    running.current = controller;
    setProgress({ loaded: 0, total: 0 });
    try {
      const { signal } = controller;
      const text = await exportRows({ client, question, columns, signal, onProgress: setProgress });
      downloadText({
        name: `${question.resource.plural}.csv`,
        type: 'text/csv;charset=utf-8',
        text,
      });
    } catch (error) {
      if (!controller.signal.aborted)
        toast.post({
          title: t('explorer.exportFailed', { reason: describeError(error).message }),
          status: 'danger',
        });
    } finally {
      setProgress(undefined);
    }
  };
  if (progress !== undefined)
    return (
      <Button
        color="inherit"
        aria-label={t('explorer.exportCancel')}
        startIcon={<RiCloseLine size={16} />}
        onClick={() => running.current?.abort()}
      >
        {t('explorer.exporting', {
          loaded: progress.loaded.toLocaleString(),
          total: progress.total.toLocaleString(),
        })}
      </Button>
    );
  return (
    <Tooltip title={t('explorer.export')}>
      <span>
        <IconButton aria-label={t('explorer.export')} disabled={disabled} onClick={start}>
          <RiDownload2Line size={18} />
        </IconButton>
      </span>
    </Tooltip>
  );
}
