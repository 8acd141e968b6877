import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { DEBUG_PROFILES } from '@kubemate/kube-common';
import { PartialBanner } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useEffect, useRef, useState } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import { describeError } from '../api/describeError';
import { podApiRef } from '../api/podApiRef';
import type { ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { debugContainerState } from './podTargets';

const DEFAULT_IMAGE = 'busybox:1.36';
const POLL_MS = 1_000;

export interface DebugDialogProps {
  target: ObjectTarget;
  containers: readonly string[];
  onClose(): void;
  /** Called with the container's name when it runs. */
  onReady(container: string): void;
}

type Progress =
  | { readonly step: 'form'; readonly problem?: string }
  | { readonly step: 'adding' }
  | { readonly step: 'waiting'; readonly reason?: string };

/** Adds an ephemeral container to a pod and waits until it runs. */
export function DebugDialog({ target, containers, onClose, onReady }: DebugDialogProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [image, setImage] = useState(DEFAULT_IMAGE);
  const [sees, setSees] = useState(containers[0] ?? '');
  const [profile, setProfile] = useState<(typeof DEBUG_PROFILES)[number]>('general');
  const { progress, add } = useDebugContainer(target, onReady);
  const busy = progress.step !== 'form';
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="debug-title">
      <DialogTitle id="debug-title">{t('terminal.debugTitle', { pod: target.name })}</DialogTitle>
      <DialogContent>
        <Stack gap={2}>
          <DialogContentText>{t('terminal.debugHint')}</DialogContentText>
          <TextField
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            size="small"
            label={t('terminal.image')}
            value={image}
            disabled={busy}
            onChange={event => setImage(event.target.value)}
          />
          <TextField
            select
            size="small"
            label={t('terminal.target')}
            value={sees}
            disabled={busy}
            SelectProps={{ displayEmpty: true }}
            InputLabelProps={{ shrink: true }}
            onChange={event => setSees(event.target.value)}
          >
            <MenuItem value="">{t('terminal.noTarget')}</MenuItem>
            {containers.map(name => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            size="small"
            label={t('terminal.profile')}
            value={profile}
            disabled={busy}
            onChange={event =>
              setProfile(DEBUG_PROFILES.find(each => each === event.target.value) ?? 'general')
            }
          >
            {DEBUG_PROFILES.map(each => (
              <MenuItem key={each} value={each}>
                {t(`terminal.profiles.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          <ProgressBanner progress={progress} />
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('terminal.cancel')}</Button>
        <Button
          variant="contained"
          disabled={busy || image.trim() === ''}
          onClick={() => void add({ image: image.trim(), profile, target: sees || undefined })}
        >
          {t('terminal.add')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function ProgressBanner({ progress }: { progress: Progress }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  if (progress.step === 'adding')
    return <PartialBanner severity="info" title={t('terminal.adding')} />;
  if (progress.step === 'waiting')
    return (
      <PartialBanner
        severity="info"
        title={
          progress.reason === undefined
            ? t('terminal.waiting')
            : t('terminal.waitingFor', { reason: progress.reason })
        }
      />
    );
  return progress.problem === undefined ? null : <PartialBanner title={progress.problem} />;
}

function useDebugContainer(target: ObjectTarget, onReady: (container: string) => void) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const pods = useApi(podApiRef);
  const clusters = useApi(clustersApiRef);
  const [progress, setProgress] = useState<Progress>({ step: 'form' });
  const closing = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    closing.current = controller;
    return () => controller.abort();
  }, []);
  const add = async (asked: {
    image: string;
    profile: (typeof DEBUG_PROFILES)[number];
    target?: string;
  }) => {
    const { signal } = closing.current;
    const { cluster, namespace = '', name: pod } = target;
    setProgress({ step: 'adding' });
    try {
      const { container } = await pods.addDebugContainer(
        { cluster, namespace, pod, ...asked },
        { signal },
      );
      while (!signal.aborted) {
        const object = await clusters.getObject(target, { signal });
        const { state, reason } = debugContainerState(object, container);
        if (state === 'running') {
          onReady(container);
          return;
        }
        if (state === 'ended') throw new Error(t('terminal.debugEnded', { reason: reason ?? '' }));
        setProgress({ step: 'waiting', reason });
        await new Promise(resolve => setTimeout(resolve, POLL_MS));
      }
    } catch (error) {
      if (!signal.aborted) setProgress({ step: 'form', problem: describeError(error).message });
    }
  };
  return { progress, add };
}
