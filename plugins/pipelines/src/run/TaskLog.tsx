import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunLogEvent, RunRef } from '@kubemate/plugin-pipelines-common';
import {
  FailureState,
  LogBuffer,
  LogView,
  PartialBanner,
  useLogBuffer,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { LiveFeed } from '../live/LiveFeed';
import { useLiveFeed } from '../live/useLiveFeed';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { applyLogEvent, type LogState } from './logState';
import { RUN_PARAMS } from './runParams';

export interface TaskLogProps {
  run: RunRef;
  task: string;
  /** All steps where absent. */
  step?: string;
}

/** The log of one task, followed while it runs; the address can mark a line. Another task or step is another component. */
export function TaskLog({ run, task, step }: TaskLogProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const api = useApi(pipelinesApiRef);
  const [{ line, find }, update] = useUrlState(RUN_PARAMS);
  const { engine, place, folder, name } = run;
  const { feed, buffer } = useMemo(() => {
    const lines = new LogBuffer();
    const query = { task, ...(step !== undefined && { step }) };
    return {
      buffer: lines,
      feed: new LiveFeed<RunLogEvent, LogState>({
        open: signal => api.streamRunLogs({ engine, place, folder, name }, query, { signal }),
        apply: (state, event, isFirst) => {
          // The server sends a log from its start: after a break it comes again as a whole.
          if (isFirst) lines.clear();
          if (event.type === 'lines')
            lines.append(event.lines.map(({ step: source, at, text }) => ({ source, at, text })));
          return applyLogEvent(state, event);
        },
        isEnd: ({ type }) => type === 'end',
      }),
    };
  }, [api, engine, place, folder, name, task, step]);
  const { data, connection, error } = useLiveFeed(feed);
  const { lines, dropped } = useLogBuffer(buffer);
  if (connection === 'failed') {
    return (
      <FailureState
        title={t('log.failed')}
        deniedTitle={t('log.denied')}
        error={error}
        onRetry={() => feed.open()}
      />
    );
  }
  const problems = data?.problems ?? [];
  // What has failed is not waited for, and while the connection is broken nothing comes.
  const isWaiting = lines.length === 0 && problems.length === 0 && connection !== 'offline';
  const going = isWaiting ? 'waiting' : 'streaming';
  return (
    <>
      {connection === 'offline' && <PartialBanner title={t('log.reconnect')} />}
      {data?.from === 'archive' && (
        <Typography variant="caption" color="text.secondary">
          {t(data.isCut ? 'log.archiveCut' : 'log.archive')}
        </Typography>
      )}
      <Box sx={{ height: 420, display: 'flex', flexDirection: 'column' }}>
        <LogView
          lines={lines}
          dropped={dropped}
          state={connection === 'ended' ? 'ended' : going}
          showSource={step === undefined && new Set(lines.map(({ source }) => source)).size > 1}
          fileName={`${name}-${task}.log`}
          problems={problems}
          link={line === '' ? undefined : line}
          onLink={chosen => update({ line: chosen })}
          search={find}
          onSearchChange={text => update({ find: text })}
        />
      </Box>
    </>
  );
}
