import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterObject, LogsRequest } from '@kubemate/plugin-clusters-common';
import {
  choiceParam,
  FailureState,
  flagParam,
  LogBuffer,
  LogView,
  parseLineLink,
  PartialBanner,
  textParam,
  useLogBuffer,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import type { ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { LogFeed } from './LogFeed';
import { containersOf } from './logSources';

const SINCE = ['all', '5m', '1h', '6h', '1d'] as const;
const SECONDS = { all: undefined, '5m': 300, '1h': 3600, '6h': 21_600, '1d': 86_400 } as const;
const SINCE_WORDS = {
  all: 'logs.sinceAll',
  '5m': 'logs.since5m',
  '1h': 'logs.since1h',
  '6h': 'logs.since6h',
  '1d': 'logs.since1d',
} as const;
/** A year: the most that the logs are asked for. */
const LONGEST_SINCE = 31_536_000;
const PARAMS = {
  container: textParam(),
  previous: flagParam(),
  since: choiceParam(SINCE),
  find: textParam(),
  line: textParam(),
};

/** How far back to read for a linked line to be among those that come; nothing where no line is linked. */
function secondsTo(link: string, now: number): number | undefined {
  const at = parseLineLink(link)?.at;
  if (at === undefined) return undefined;
  return Math.min(LONGEST_SINCE, Math.max(1, Math.ceil((now - at) / 1000) + 1));
}

export interface LogsPanelProps {
  target: ObjectTarget;
  /** Names the containers to choose from. */
  object?: ClusterObject;
}

/** The logs of a pod, or of all pods of a workload, merged and followed. What to read lives in the address. */
export function LogsPanel({ target, object }: LogsPanelProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [{ container, previous, since, find, line }, update] = useUrlState(PARAMS);
  const containers = useMemo(() => containersOf(object), [object]);
  // The line with which the page was opened; one chosen later is there already.
  const [reach] = useState(() => secondsTo(line, Date.now()));
  const seconds = SECONDS[since] ?? (line === '' ? undefined : reach);
  const request: LogsRequest = {
    cluster: target.cluster,
    resource: target.resource,
    namespace: target.namespace ?? '',
    name: target.name,
    follow: !previous,
    ...(previous ? { previous } : {}),
    ...(container === '' ? {} : { container }),
    // A time limits the answer by itself; otherwise the newest lines are a good start.
    ...(seconds === undefined
      ? { tailLines: 2000 }
      : { sinceSeconds: seconds, tailLines: 100_000 }),
  };
  return (
    <>
      <Stack direction="row" alignItems="center" flexWrap="wrap" gap={1.5}>
        <TextField
          select
          size="small"
          label={t('logs.container')}
          value={container}
          onChange={event =>
            update({ container: event.target.value, line: '' }, { history: 'push' })
          }
          SelectProps={{ displayEmpty: true }}
          InputLabelProps={{ shrink: true }}
          sx={{ minWidth: 160 }}
        >
          <MenuItem value="">{t('logs.allContainers')}</MenuItem>
          {[...new Set([...containers, ...(container === '' ? [] : [container])])].map(name => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          size="small"
          label={t('logs.since')}
          value={since}
          onChange={event => {
            const chosen = SINCE.find(choice => choice === event.target.value);
            update({ since: chosen ?? 'all', line: '' }, { history: 'push' });
          }}
          sx={{ minWidth: 130 }}
        >
          {SINCE.map(choice => (
            <MenuItem key={choice} value={choice}>
              {t(SINCE_WORDS[choice])}
            </MenuItem>
          ))}
        </TextField>
        <FormControlLabel
          title={t('logs.previousHint')}
          label={t('logs.previous')}
          slotProps={{ typography: { variant: 'body2' } }}
          control={
            <Switch
              size="small"
              checked={previous}
              onChange={(_, on) => update({ previous: on, line: '' }, { history: 'push' })}
            />
          }
        />
      </Stack>
      <LogStream
        key={JSON.stringify(request)}
        request={request}
        search={find}
        onSearchChange={text => update({ find: text })}
        link={line}
        onLink={chosen => update({ line: chosen })}
      />
    </>
  );
}

interface LogStreamProps {
  request: LogsRequest;
  search: string;
  onSearchChange(search: string): void;
  link: string;
  onLink(link: string): void;
}

/** One request's lines; another request is another component. */
function LogStream(props: LogStreamProps) {
  const { request, search, onSearchChange, link, onLink } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const client = useApi(clustersApiRef);
  const [attempt, setAttempt] = useState(0);
  const { feed, buffer } = useMemo(() => {
    const lines = new LogBuffer();
    return { buffer: lines, feed: new LogFeed({ client, request, buffer: lines }), attempt };
    // The component is keyed by its request, so only a person's retry makes another feed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, attempt]);
  useEffect(() => {
    feed.open();
    return () => feed.close();
  }, [feed]);
  const { state, reconnecting, problems, sources, error } = useSyncExternalStore(
    feed.subscribe,
    feed.snapshot,
  );
  const { lines, dropped } = useLogBuffer(buffer);
  if (state === 'failed') {
    return (
      <FailureState
        title={t('logs.failed')}
        deniedTitle={t('logs.denied')}
        error={error}
        onRetry={() => setAttempt(count => count + 1)}
      />
    );
  }
  return (
    <>
      {reconnecting && <PartialBanner title={t('logs.reconnect')} />}
      <Box sx={{ flex: 1, minHeight: 240, display: 'flex', flexDirection: 'column' }}>
        <LogView
          lines={lines}
          dropped={dropped}
          state={state}
          showSource={sources > 1}
          fileName={`${request.name}.log`}
          problems={problems.map(({ key, source, reason }) => ({
            key,
            text: t('logs.sourceProblem', { source, reason }),
          }))}
          search={search}
          onSearchChange={onSearchChange}
          link={link === '' ? undefined : link}
          onLink={onLink}
        />
      </Box>
    </>
  );
}
