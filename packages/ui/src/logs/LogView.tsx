import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiArrowDownLine } from '@remixicon/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { downloadText } from '../data/downloadText';
import { EmptyState } from '../states/EmptyState';
import { PartialBanner } from '../states/PartialBanner';
import { detectLevel } from './detectLevel';
import { LineFilter, placeAfter } from './LineFilter';
import { formatLineLink } from './lineLink';
import { LINE_NUMBER, LogLineRow } from './LogLineRow';
import { LogFrame } from './logStyles';
import { formatLines } from './logText';
import { LogToolbar } from './LogToolbar';
import type { LogViewLine, LogViewProps } from './LogViewProps';
import { useLinkedLine } from './useLinkedLine';
import { useLogMatches } from './useLogMatches';
import { useLogSettings, type LevelFilter } from './useLogSettings';

const LINE_HEIGHT = 18;
const ENDED = { Footer: EndOfLog };
const GOING_ON = {};

/** Whether the end of the log stays in view; `scrolled` and `paused` differ in what brings that back. */
type FollowMode = 'following' | 'scrolled' | 'paused';

function useLevel(lines: readonly LogViewLine[], level: LevelFilter): readonly LogViewLine[] {
  const filter = useMemo(
    () => (level === 'all' ? undefined : new LineFilter(line => detectLevel(line.text) === level)),
    [level],
  );
  return useMemo(() => filter?.apply(lines) ?? lines, [filter, lines]);
}

/** What is said in place of lines. Where there was a problem nobody knows what was written. */
function emptyText(state: LogViewProps['state'], hasProblems: boolean) {
  if (state === 'waiting') return 'log.waiting';
  if (state === 'streaming') return 'log.empty';
  return hasProblems ? 'log.unavailable' : 'log.nothing';
}

/** A log of one or many containers: follows, pauses, searches, filters, links, leaves. Draws only the lines in view. */
export function LogView(props: LogViewProps) {
  const { lines, dropped = 0, state, showSource = false, fileName = 'log.txt' } = props;
  const { problems = [], link, onLink } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const list = useRef<VirtuosoHandle>(null);
  const [settings, setSettings] = useLogSettings();
  const [mode, setMode] = useState<FollowMode>(link === undefined ? 'following' : 'paused');
  const following = mode === 'following';
  const [seen, setSeen] = useState(0);
  const [ownSearch, setOwnSearch] = useState('');
  const search = props.search ?? ownSearch;
  const shown = useLevel(lines, settings.level);
  const matches = useLogMatches(shown, search, settings.level);
  const streaming = state !== 'ended';
  // Those that came after the one that was last when the person stopped following.
  const newLines = following ? 0 : shown.length - placeAfter(shown, seen);

  const follow = (next: FollowMode) => {
    setMode(next);
    setSeen(shown.at(-1)?.number ?? 0);
    if (next === 'following') list.current?.scrollToIndex({ index: 'LAST', align: 'end' });
  };
  const step = (by: -1 | 1) => {
    const index = matches.step(by);
    if (index === undefined) return;
    if (following) follow('paused');
    list.current?.scrollToIndex({ index, align: 'center' });
  };
  const makeText = () => formatLines(lines, { timestamps: true, sources: showSource });
  const linked = useLinkedLine({ link, lines, shown, state });
  const found = linked.place !== undefined;
  useEffect(() => {
    if (linked.place !== undefined)
      list.current?.scrollToIndex({ index: linked.place, align: 'center' });
    // Once it is found, and not again with each line that comes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [link, found]);
  const latest = useRef(lines);
  latest.current = lines;
  const onSelect = useMemo(
    () =>
      onLink &&
      ((line: LogViewLine) => {
        const address = formatLineLink(latest.current, line);
        if (address === undefined) return;
        setMode('paused');
        onLink(address);
      }),
    [onLink],
  );
  const linkLabel = useMemo(() => t('log.linkToLine', { line: LINE_NUMBER }), [t]);

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0, gap: 1 }}>
      <LogToolbar
        search={search}
        onSearchChange={props.onSearchChange ?? setOwnSearch}
        match={matches}
        onStep={step}
        settings={settings}
        onSettingsChange={setSettings}
        following={following}
        onFollowingChange={on => follow(on ? 'following' : 'paused')}
        canFollow={streaming}
        makeText={makeText}
        onDownload={() => downloadText({ name: fileName, type: 'text/plain', text: makeText() })}
      />
      {problems.map(problem => (
        <PartialBanner key={problem.key} title={problem.text} />
      ))}
      {linked.problem === 'gone' && <PartialBanner severity="info" title={t('log.linkGone')} />}
      {linked.problem === 'hidden' && <PartialBanner severity="info" title={t('log.linkHidden')} />}
      {dropped > 0 && (
        <Typography variant="caption" color="text.secondary" role="status">
          {t('log.dropped', {
            kept: lines.length.toLocaleString(),
            dropped: dropped.toLocaleString(),
          })}
        </Typography>
      )}
      <LogFrame
        wrap={settings.wrap ? 'on' : 'off'}
        role="log"
        aria-label={t('log.label')}
        aria-live="off"
      >
        {shown.length === 0 ? (
          <EmptyState title={t(emptyText(state, problems.length > 0))} />
        ) : (
          <Virtuoso
            ref={list}
            data={shown}
            tabIndex={0}
            style={{ height: '100%' }}
            defaultItemHeight={LINE_HEIGHT}
            increaseViewportBy={240}
            initialTopMostItemIndex={linked.place ?? shown.length - 1}
            followOutput={following ? 'auto' : false}
            atBottomThreshold={24}
            // Scrolling up leaves the end and coming back to it follows again; a pause that was asked for stays.
            atBottomStateChange={atEnd => {
              if (atEnd && mode === 'scrolled') setMode('following');
            }}
            onWheel={event => {
              if (event.deltaY < 0 && following) follow('scrolled');
            }}
            onKeyDown={event => {
              if (['ArrowUp', 'PageUp', 'Home'].includes(event.key) && following)
                follow('scrolled');
            }}
            onTouchMove={() => following && follow('scrolled')}
            computeItemKey={(_, line) => line.number}
            itemContent={(index, line) => (
              <LogLineRow
                line={line}
                search={search}
                timestamps={settings.timestamps}
                showSource={showSource}
                linkLabel={linkLabel}
                selected={line.number === linked.number}
                current={index === matches.currentIndex}
                onSelect={line.at === undefined ? undefined : onSelect}
              />
            )}
            components={state === 'ended' ? ENDED : GOING_ON}
          />
        )}
        {newLines > 0 && (
          <Button
            variant="contained"
            startIcon={<RiArrowDownLine size={16} />}
            onClick={() => follow('following')}
            sx={{ position: 'absolute', bottom: 12, left: '50%', transform: 'translateX(-50%)' }}
          >
            {t('log.newLines', { count: newLines })}
          </Button>
        )}
      </LogFrame>
    </Box>
  );
}

function EndOfLog() {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Typography variant="caption" color="text.secondary" component="div" sx={{ p: 1, pl: 1.5 }}>
      {t('log.ended')}
    </Typography>
  );
}
