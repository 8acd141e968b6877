import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterObject, ExecStart, PodAccess } from '@kubemate/plugin-clusters-common';
import {
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  FailureState,
  LoadingState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Tooltip from '@mui/material/Tooltip';
import { RiTerminalBoxLine } from '@remixicon/react';
import { useState } from 'react';
import { useObject } from '../api/queries';
import type { ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { DebugContainerWait } from './DebugContainerWait';
import { DebugDialog } from './DebugDialog';
import { usePodAccess, useRunningPods } from './podQueries';
import { containerChoices, type ContainerChoice } from './podTargets';
import { TerminalSession } from './TerminalSession';

const PODS = { group: '', version: 'v1', plural: 'pods' };
const SHELLS = ['/bin/sh', '/bin/bash', '/bin/zsh'] as const;
const ATTACH = 'attach';

export interface TerminalPanelProps {
  target: ObjectTarget;
  object: ClusterObject;
}

/** Terminals in the containers of a pod or of a workload's pods. */
export function TerminalPanel({ target, object }: TerminalPanelProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { pods, isPending, error } = useRunningPods(target, object);
  const [chosen, setChosen] = useState<string>();
  if (isPending) return <LoadingState lines={8} />;
  if (error !== null) return <FailureState title={t('terminal.startFailed')} error={error} />;
  const pod = chosen !== undefined && pods.includes(chosen) ? chosen : pods[0];
  if (pod === undefined)
    return <EmptyState title={t('terminal.noPods')} description={t('terminal.noPodsHint')} />;
  return (
    <PodTerminals
      target={{ ...target, resource: PODS, name: pod }}
      pods={pods}
      onPodChange={setChosen}
    />
  );
}

interface PodTerminalsProps {
  target: ObjectTarget;
  pods: readonly string[];
  onPodChange(pod: string): void;
}

function PodTerminals({ target, pods, onPodChange }: PodTerminalsProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { cluster, namespace = '', name: pod } = target;
  const object = useObject(target);
  const access = usePodAccess({ cluster, namespace, pod });
  const [container, setContainer] = useState('');
  const [command, setCommand] = useState<string>(SHELLS[0]);
  const [debugging, setDebugging] = useState(false);
  const [added, setAdded] = useState<string>();
  const [session, setSession] = useState<{ request: ExecStart; key: number }>();
  if (object.isPending || access.isPending) return <LoadingState lines={8} />;
  if (access.data === undefined || object.data === undefined) {
    const { kind, message } = describeError(access.error ?? object.error);
    return kind === 'denied' ? (
      <DeniedState title={t('terminal.deniedTitle')} reason={message} />
    ) : (
      <ErrorState
        title={t('terminal.startFailed')}
        error={new Error(message)}
        onRetry={() => void Promise.all([access.refetch(), object.refetch()])}
      />
    );
  }
  const choices = containerChoices(object.data);
  const current = choices.find(({ name }) => name === container) ?? choices[0];
  const missing = missingRight(access.data, command === ATTACH);
  const reason =
    missing &&
    t('terminal.denied', {
      verb: 'create',
      resource: missing.resource,
      namespace,
      reason: missing.reason,
    });
  const open = (where: string, how: string) =>
    setSession(before => ({
      key: (before?.key ?? 0) + 1,
      request: {
        ...{ cluster, namespace, pod, container: where, tty: true },
        ...(how === ATTACH ? {} : { command: [how] }),
      },
    }));
  const denied = reason !== undefined && session === undefined;
  return (
    <>
      <Stack direction="row" alignItems="center" flexWrap="wrap" gap={1.5}>
        {pods.length > 1 && (
          <Choice
            label={t('terminal.pod')}
            value={pod}
            options={pods.map(name => ({ value: name, text: name }))}
            onChange={onPodChange}
          />
        )}
        <Choice
          label={t('terminal.container')}
          value={current?.name ?? ''}
          options={choices.map(choice => ({ value: choice.name, text: choiceText(choice, t) }))}
          onChange={setContainer}
        />
        <Choice
          label={t('terminal.command')}
          value={command}
          options={[
            ...SHELLS.map(shell => ({ value: shell, text: shell })),
            { value: ATTACH, text: t('terminal.attach') },
          ]}
          onChange={setCommand}
        />
        <Reasoned reason={reason}>
          <Button
            variant={session === undefined ? 'contained' : 'outlined'}
            disabled={reason !== undefined || current === undefined}
            onClick={() => current && open(current.name, command)}
          >
            {session === undefined ? t('terminal.connect') : t('terminal.connectAgain')}
          </Button>
        </Reasoned>
        <Reasoned reason={access.data.debug.allowed ? undefined : debugReason(access.data)}>
          <Button
            variant="outlined"
            disabled={!access.data.debug.allowed}
            onClick={() => setDebugging(true)}
          >
            {t('terminal.debug')}
          </Button>
        </Reasoned>
      </Stack>
      {added !== undefined && (
        <DebugContainerWait
          key={added}
          target={target}
          container={added}
          onReady={() => {
            setAdded(undefined);
            setContainer(added);
            setCommand(ATTACH);
            open(added, ATTACH);
          }}
        />
      )}
      {denied && <DeniedState title={t('terminal.deniedTitle')} reason={reason} />}
      {!denied && session === undefined && (
        <EmptyState
          icon={<RiTerminalBoxLine size={32} />}
          title={`${pod} / ${current?.name ?? ''}`}
          description={[
            t('terminal.hint'),
            ...(access.data.recorded ? [t('terminal.recordedHint')] : []),
          ].join(' ')}
        />
      )}
      {session !== undefined && (
        <TerminalSession
          key={session.key}
          request={session.request}
          onClose={() => setSession(undefined)}
        />
      )}
      {debugging && (
        <DebugDialog
          target={target}
          containers={choices.filter(({ kind }) => kind === 'container').map(({ name }) => name)}
          onClose={() => setDebugging(false)}
          onAdded={setAdded}
        />
      )}
    </>
  );
}

type Translate = ReturnType<typeof useTranslationRef<typeof clustersTranslationRef.T>>['t'];

function choiceText({ name, kind, running }: ContainerChoice, t: Translate): string {
  if (!running) return t('terminal.notRunning', { name });
  return kind === 'debug' ? t('terminal.debugKind', { name }) : name;
}

function missingRight(access: PodAccess, attach: boolean) {
  const right = attach ? access.attach : access.exec;
  if (right.allowed) return undefined;
  return { resource: attach ? 'pods/attach' : 'pods/exec', reason: right.reason ?? '' };
}

function debugReason({ debug }: PodAccess): string {
  return debug.reason ?? '';
}

/** A control that says why it is disabled; the reason is also read out. */
function Reasoned({ reason, children }: { reason?: string; children: JSX.Element }) {
  if (reason === undefined || reason === '') return children;
  return (
    <Tooltip title={reason}>
      {/* A disabled control takes no focus, and its reason must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <span tabIndex={0} role="note" aria-label={reason}>
        {children}
      </span>
    </Tooltip>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { readonly value: string; readonly text: string }[];
  onChange(value: string): void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      sx={{ minWidth: 150, maxWidth: '100%' }}
    >
      {options.map(option => (
        <MenuItem key={option.value} value={option.value}>
          {option.text}
        </MenuItem>
      ))}
    </TextField>
  );
}
