import type { FreezeWindow } from '@kubemate/plugin-pipelines-common';
import type { StoredFreeze } from './FreezeStore';

export function presentFreeze(window: StoredFreeze, now: number): FreezeWindow {
  return { ...window, isActive: window.startsAt <= now && now < window.endsAt };
}

/** The windows that count for a component in an environment: those that hold, and those that begin soon. */
export function freezesOf(
  windows: readonly StoredFreeze[],
  {
    component,
    environment,
    now,
    soonMs = 0,
  }: { component: string; environment: string; now: number; soonMs?: number },
): FreezeWindow[] {
  return windows
    .filter(
      ({ environments, components, startsAt, endsAt }) =>
        environments.includes(environment) &&
        (components.length === 0 || components.includes(component)) &&
        startsAt <= now + soonMs &&
        now < endsAt,
    )
    .map(window => presentFreeze(window, now));
}
