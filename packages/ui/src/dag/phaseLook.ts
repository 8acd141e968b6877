import type { Health } from '@kubemate/kube-common';
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiForbidLine,
  RiHourglassLine,
  RiLoader4Line,
  RiQuestionLine,
  RiSkipForwardLine,
  RiTimeLine,
  RiTimerFlashFill,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { TaskPhase } from './TaskGraphModel';

/** A shape and a tone for each phase; no two phases share a shape. */
export const PHASE_LOOK: Readonly<
  Record<TaskPhase, { readonly tone: Health; readonly icon: RemixiconComponentType }>
> = {
  pending: { tone: 'idle', icon: RiTimeLine },
  running: { tone: 'progressing', icon: RiLoader4Line },
  waiting: { tone: 'warning', icon: RiHourglassLine },
  succeeded: { tone: 'ok', icon: RiCheckboxCircleFill },
  failed: { tone: 'failed', icon: RiCloseCircleFill },
  cancelled: { tone: 'unknown', icon: RiForbidLine },
  'timed-out': { tone: 'failed', icon: RiTimerFlashFill },
  unknown: { tone: 'unknown', icon: RiQuestionLine },
  skipped: { tone: 'idle', icon: RiSkipForwardLine },
};
