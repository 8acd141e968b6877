import type { ActivityKind } from '@kubemate/ui';
import {
  RiAlarmWarningLine,
  RiArrowUpDownLine,
  RiGitMergeLine,
  RiRocket2Line,
  RiUserSettingsLine,
} from '@remixicon/react';

const ICONS = {
  deploy: RiRocket2Line,
  run: RiGitMergeLine,
  scale: RiArrowUpDownLine,
  operation: RiUserSettingsLine,
  incident: RiAlarmWarningLine,
} as const satisfies Record<ActivityKind, unknown>;

/** The sign of a kind of happening; its word stands beside it. */
export function KindIcon({ kind, size = 16 }: { kind: ActivityKind; size?: number }) {
  const Icon = ICONS[kind];
  return <Icon size={size} aria-hidden />;
}
