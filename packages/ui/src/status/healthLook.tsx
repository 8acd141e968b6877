import type { Health } from '@kubemate/kube-common';
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiLoader4Line,
  RiPauseCircleLine,
  RiQuestionLine,
  type RemixiconComponentType,
} from '@remixicon/react';

/** Worst first: the order in which health is listed and stacked. */
export const HEALTH_ORDER: readonly Health[] = [
  'failed',
  'warning',
  'unknown',
  'progressing',
  'ok',
  'idle',
];

/** A shape for each health, so that none is told by colour alone. */
export const HEALTH_ICON: Readonly<Record<Health, RemixiconComponentType>> = {
  ok: RiCheckboxCircleFill,
  progressing: RiLoader4Line,
  warning: RiErrorWarningFill,
  failed: RiCloseCircleFill,
  idle: RiPauseCircleLine,
  unknown: RiQuestionLine,
};
