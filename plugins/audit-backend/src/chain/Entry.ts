import type { Chain, Severity, TrailEvent } from '@kubemate/plugin-audit-common';

/** An event with what the trail decides of it, ready to be chained. */
export interface Entry {
  readonly event: TrailEvent;
  readonly chain: Chain;
  readonly severity: Severity;
  readonly tenant?: string;
}
