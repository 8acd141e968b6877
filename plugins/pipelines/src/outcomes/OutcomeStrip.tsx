import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { countOutcomes } from '@kubemate/plugin-pipelines-common';
import type { TaskOutcome, TaskOutcomes } from '@kubemate/plugin-pipelines-common';
import { useTheme } from '@mui/material/styles';
import { memo } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

const BAR = 5;
const GAP = 2;
const HEIGHT = 28;
const LEAST = 6;

export interface OutcomeStripProps {
  task: TaskOutcomes['tasks'][number];
  /** Runs that are drawn, the newest at the right. */
  most?: number;
}

/**
 * What became of a task in the last runs: a bar for each, as high as it took long, on a scale of its own. A failure is also told by the notch at its
 * foot and a retry by that at its head, for colour alone would not do.
 */
export const OutcomeStrip = memo(({ task, most = 40 }: OutcomeStripProps) => {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { health } = useTheme().palette.kubemate;
  const colours: Record<TaskOutcome, string> = {
    passed: health.ok.fg,
    failed: health.failed.fg,
    retried: health.warning.fg,
  };
  const bars = task.outcomes
    .map((outcome, at) => ({ outcome, took: task.durations[at] ?? 0 }))
    .slice(0, most)
    .reverse();
  const longest = Math.max(1, ...bars.map(({ took }) => took));
  const { passed, failed } = countOutcomes(bars.map(({ outcome }) => outcome));
  const text = t('outcomes.strip', {
    name: task.title,
    runs: String(bars.length),
    passed: String(passed),
    failed: String(failed),
  });
  const width = bars.length * (BAR + GAP) - GAP;
  return (
    <svg
      width="100%"
      height={HEIGHT}
      viewBox={`0 0 ${Math.max(width, 1)} ${HEIGHT}`}
      preserveAspectRatio="xMinYMax meet"
      role="img"
      aria-label={text}
      style={{ display: 'block', maxWidth: width }}
    >
      <title>{text}</title>
      {bars.map(({ outcome, took }, at) => {
        const x = at * (BAR + GAP);
        if (outcome === null)
          return (
            <rect
              key={x}
              {...{ x, y: HEIGHT - 2, width: BAR, height: 2 }}
              fill={health.idle.fg}
              opacity={0.4}
            />
          );
        const height = LEAST + (HEIGHT - LEAST) * (took / longest);
        const y = HEIGHT - height;
        return (
          <g key={x} fill={colours[outcome]}>
            <rect {...{ x, y, width: BAR, height }} rx={1} />
            {outcome !== 'passed' && (
              <rect
                {...{ x: x + 1.5, width: 2, height: 3 }}
                y={outcome === 'failed' ? HEIGHT - 4 : y + 1}
                fill={health[outcome === 'failed' ? 'failed' : 'warning'].bg}
              />
            )}
          </g>
        );
      })}
    </svg>
  );
});
OutcomeStrip.displayName = 'OutcomeStrip';
