import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes } from '@kubemate/kube-common';
import {
  CodeBlock,
  operationFailure,
  operationsApiRef,
  PartialBanner,
  useReturnFocus,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiDownloadLine, RiEyeLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { Action } from './actionCatalog';
import { downloadBytes } from './forms/downloadBytes';
import { fromBase64, fromBytes } from './forms/configDraft';
import type { Subject } from './Subject';

/** Values of a Secret as the operation answers them: base64 by key. They live in this dialog and nowhere else. */
type Values = Readonly<Record<string, string>>;

/** Shows the values of a Secret, after saying that this is recorded. */
export function RevealDialog(props: {
  action: Action;
  subject: Subject;
  title: string;
  opener?: HTMLElement | null;
  onClose(): void;
}) {
  const { action, subject, title, opener, onClose } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const operations = useApi(operationsApiRef);
  const focus = useReturnFocus(opener);
  const id = useId();
  const [values, setValues] = useState<Values>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const reveal = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const receipt = await operations.run(action.contract, action.input(subject));
      setValues(textsOf(receipt.output?.values));
    } catch (error) {
      setFailure(operationFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  const close = () => {
    focus();
    onClose();
  };
  return (
    <Dialog open onClose={close} maxWidth="sm" fullWidth disableRestoreFocus aria-labelledby={id}>
      <DialogTitle id={id} variant="h2">
        {title}
      </DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        {failure !== undefined && <PartialBanner severity="failed" title={failure} />}
        {values === undefined ? (
          <Typography variant="body2">{t('operations.revealHint')}</Typography>
        ) : (
          Object.entries(values).map(([key, value]) => (
            <RevealedValue key={key} name={key} value={value} />
          ))
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, py: 2 }}>
        <Button color="inherit" onClick={close}>
          {t('operations.keys.close')}
        </Button>
        {values === undefined && (
          <Button
            variant="contained"
            disabled={busy}
            startIcon={<RiEyeLine size={16} />}
            onClick={() => void reveal()}
          >
            {t('operations.actions.reveal')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function textsOf(values: unknown): Values {
  if (typeof values !== 'object' || values === null) return {};
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function RevealedValue({ name, value }: { name: string; value: string }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const bytes = fromBase64(value);
  const content = fromBytes(bytes);
  return (
    <Box>
      <Stack direction="row" alignItems="center" gap={1}>
        <Typography variant="subtitle2" component="h3" sx={{ flex: 1, overflowWrap: 'anywhere' }}>
          {name}
        </Typography>
        <Button
          color="inherit"
          startIcon={<RiDownloadLine size={16} />}
          aria-label={t('operations.configDownload', { key: name })}
          onClick={() => downloadBytes({ name, bytes })}
        />
      </Stack>
      {content.kind === 'text' ? (
        <CodeBlock code={content.text} />
      ) : (
        <Typography variant="body2" color="text.secondary">
          {t('operations.revealBinary', { size: formatBytes(bytes.length) })}
        </Typography>
      )}
    </Box>
  );
}
