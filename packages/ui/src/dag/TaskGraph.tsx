import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { styled } from '@mui/material/styles';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { radii, type } from '../theme/tokens';
import { ARROWS, moveFocus } from '../topology/moveFocus';
import { GraphFooter, SCALES } from './GraphFooter';
import { layoutTaskGraph } from './layoutTaskGraph';
import { TaskBox } from './TaskBox';
import { TaskEdges } from './TaskEdges';
import type { TaskGraphData } from './TaskGraphModel';
import { useBoxWidth } from './useBoxWidth';

const Frame = styled('div')(({ theme }) => ({
  position: 'absolute',
  border: `1px dashed ${theme.palette.kubemate.border.control}`,
  borderRadius: radii.large,
  backgroundColor: theme.palette.kubemate.surface.base,
  padding: '6px 14px',
  fontSize: type.caption.size,
  lineHeight: `${type.caption.line}px`,
  fontWeight: type.weight.medium,
  color: theme.palette.kubemate.text.secondary,
}));

export interface TaskGraphProps {
  graph: TaskGraphData;
  /** Names the graph for a screen reader. */
  label: string;
  selected?: string;
  onSelect(id: string | undefined): void;
}

/**
 * The tasks of a run or of a definition and the order between them. The arrow keys go from task to task, Enter selects, Escape
 * lets go. It scrolls where it is larger than its place, and can be made smaller there.
 */
export function TaskGraph({ graph, label, selected, onSelect }: TaskGraphProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const root = useRef<HTMLDivElement>(null);
  const width = useBoxWidth(root);
  const [scaleAt, setScaleAt] = useState(0);
  const [focused, setFocused] = useState<string>();
  const layout = useMemo(() => layoutTaskGraph(graph, { width }), [graph, width]);
  const isTooWide = width > 0 && layout.width > width;
  const scale = isTooWide ? (SCALES[scaleAt] ?? 1) : 1;
  const present = [focused, selected].find(id => id !== undefined && layout.items.has(id));
  const tabbable = present ?? [...layout.items.keys()][0];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const direction = ARROWS[event.key];
    if (direction !== undefined) {
      const next = moveFocus(layout, { from: present, direction });
      const nodes = root.current?.querySelectorAll<HTMLElement>('[data-task]') ?? [];
      const node = [...nodes].find(({ dataset }) => dataset.task === next);
      node?.focus();
      node?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    } else if (event.key === 'Escape' && selected !== undefined) onSelect(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <Box sx={{ minWidth: 0, bgcolor: 'kubemate.surface.sunken', borderRadius: 'inherit' }}>
      {/* Its parts have the focus; the keys are those of the whole. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <Box
        ref={root}
        role="group"
        aria-label={label}
        onKeyDown={onKeyDown}
        sx={{ overflow: 'auto', maxHeight: '70vh', position: 'relative' }}
      >
        <div
          style={{
            position: 'relative',
            width: layout.width * scale,
            height: layout.height * scale,
            margin: '0 auto',
            overflow: 'hidden',
          }}
        >
          <div style={{ transform: `scale(${scale})`, transformOrigin: '0 0' }}>
            {layout.finallyFrame !== undefined && (
              <Frame
                style={{
                  left: layout.finallyFrame.x,
                  top: layout.finallyFrame.y,
                  width: layout.finallyFrame.width,
                  height: layout.finallyFrame.height,
                }}
              >
                {t('dag.finally')}
              </Frame>
            )}
            <TaskEdges layout={layout} selected={selected} />
            {[...layout.items.values()].map(place => (
              <TaskBox
                key={place.task.id}
                place={place}
                selected={place.task.id === selected}
                tabbable={place.task.id === tabbable}
                onSelect={onSelect}
                onFocus={setFocused}
              />
            ))}
          </div>
        </div>
      </Box>
      <GraphFooter
        hasCritical={graph.nodes.some(({ isCritical }) => isCritical)}
        scaleAt={isTooWide ? scaleAt : undefined}
        onScaleChange={setScaleAt}
      />
    </Box>
  );
}
