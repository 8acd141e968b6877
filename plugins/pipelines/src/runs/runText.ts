import { LOST_REASONS } from '@kubemate/plugin-pipelines-common';
import type { LostReason, Run, RunSource } from '@kubemate/plugin-pipelines-common';

/** As much of a commit as people say. */
export function shortCommit(commit: string): string {
  return /^[0-9a-f]{12,64}$/i.test(commit) ? commit.slice(0, 7) : commit;
}

/** `main · 4f2a9c1`; a dash where nothing is known. */
export function sourceText(source: RunSource | undefined): string {
  const parts = [source?.branch, source?.commit && shortCommit(source.commit)].filter(Boolean);
  return parts.length === 0 ? '—' : parts.join(' · ');
}

/** `dana` of `user:default/dana`; other names as they are. */
export function shortActor(by: string): string {
  return by.replace(/^user:default\//, '');
}

/** Why nobody knows how a run ended, as the portal's own history names it: a key of the translations below `activity.lost`. */
export function whyLost({ phase, reason }: Pick<Run, 'phase' | 'reason'>): LostReason | undefined {
  return phase === 'unknown' ? LOST_REASONS.find(each => each === reason) : undefined;
}
