import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Health } from '@kubemate/kube-common';
import type { ExecEnd, ExecStart } from '@kubemate/plugin-clusters-common';
import { FailureState, PartialBanner, StatusChip, Terminal, useServerText } from '@kubemate/ui';
import type { TerminalScreen, TerminalSize } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { podApiRef } from '../api/podApiRef';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { TerminalFeed } from './TerminalFeed';
import type { TerminalState } from './TerminalFeed';

const CONNECTING: TerminalState = { state: 'connecting' };
const HEALTH: Readonly<Record<TerminalState['state'], Health>> = {
  connecting: 'progressing',
  connected: 'ok',
  reconnecting: 'warning',
  ended: 'idle',
  taken: 'idle',
  failed: 'failed',
};

export interface TerminalSessionProps {
  request: Omit<ExecStart, 'columns' | 'rows'>;
  onClose(): void;
}

/** One session of a terminal, from its start to its end. Another request is another component. */
export function TerminalSession({ request, onClose }: TerminalSessionProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const api = useApi(podApiRef);
  const [feed, setFeed] = useState<TerminalFeed>();
  const size = useRef<TerminalSize>({ columns: 80, rows: 24 });
  const state = useSyncExternalStore(
    useCallback(listener => feed?.subscribe(listener) ?? (() => {}), [feed]),
    () => feed?.snapshot() ?? CONNECTING,
  );
  const ready = (screen: TerminalScreen) => {
    const opened = new TerminalFeed({ api, request, screen }, size.current);
    setFeed(opened);
    opened.open();
    screen.focus();
    return () => opened.close();
  };
  useEffect(() => () => feed?.close(), [feed]);
  const { container, pod } = request;
  const over = state.state === 'ended' || state.state === 'taken' || state.state === 'failed';
  return (
    <>
      <Stack direction="row" alignItems="center" flexWrap="wrap" gap={1.5} role="status">
        <StatusText state={state} />
        <Box sx={{ flex: 1 }} />
        <Button size="small" onClick={onClose}>
          {over ? t('terminal.close') : t('terminal.disconnect')}
        </Button>
      </Stack>
      {state.state === 'reconnecting' && <PartialBanner title={t('terminal.reconnectingHint')} />}
      {state.state === 'failed' && <StartFailure error={state.error} />}
      <Box sx={{ flex: 1, minHeight: 240, display: 'flex' }}>
        <Terminal
          label={t('terminal.label', { container, pod })}
          onReady={ready}
          onInput={text => feed?.input(text)}
          onResize={next => {
            size.current = next;
            feed?.resize(next);
          }}
        />
      </Box>
    </>
  );
}

function StatusText({ state }: { state: TerminalState }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const health = HEALTH[state.state];
  switch (state.state) {
    case 'connecting':
      return <StatusChip health={health} label={t('terminal.connecting')} />;
    case 'connected':
      return (
        <>
          <StatusChip health={health} label={t('terminal.connected')} />
          <Typography variant="body2" color="text.secondary">
            {state.recorded ? t('terminal.recorded') : t('terminal.notRecorded')}
          </Typography>
        </>
      );
    case 'reconnecting':
      return <StatusChip health={health} label={t('terminal.reconnecting')} />;
    case 'ended':
      return <EndText end={state.end} />;
    case 'taken':
      return <StatusChip health={health} label={t('terminal.taken')} />;
    default:
      return <StatusChip health={health} label={t('terminal.startFailed')} />;
  }
}

function EndText({ end }: { end: ExecEnd }) {
  const said = useServerText();
  const { t } = useTranslationRef(clustersTranslationRef);
  switch (end.type) {
    case 'exited':
      return end.exitCode === 0 ? (
        <StatusChip health="idle" label={t('terminal.exitedWell')} />
      ) : (
        <StatusChip health="warning" label={t('terminal.exited', { code: String(end.exitCode) })} />
      );
    case 'revoked':
      return (
        <Sentence health="failed" text={t('terminal.revoked', { reason: said(end.reason) })} />
      );
    case 'lost':
      return <Sentence health="failed" text={t('terminal.lost', { reason: said(end.reason) })} />;
    case 'failed':
      return <Sentence health="failed" text={t('terminal.failed', { reason: said(end.reason) })} />;
    default:
      return <StatusChip health="idle" label={t('terminal.closed')} />;
  }
}

/** A sentence may be long: it wraps, which a chip does not. */
function Sentence({ health, text }: { health: Health; text: string }) {
  return (
    <Typography variant="body2" sx={{ color: `kubemate.health.${health}.fg`, minWidth: 0 }}>
      {text}
    </Typography>
  );
}

function StartFailure({ error }: { error: unknown }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <FailureState
      title={t('terminal.startFailed')}
      deniedTitle={t('terminal.deniedTitle')}
      error={error}
    />
  );
}
