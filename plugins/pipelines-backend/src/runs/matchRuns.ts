import type { Run, RunQuery } from '@kubemate/plugin-pipelines-common';
import { durationOf } from './runOrder';

/** The words of a search, each of which must stand in {@link searchedText}. */
export function wordsOf({ search }: Pick<RunQuery, 'search'>): string[] {
  return (
    search
      ?.toLowerCase()
      .split(/\s+/)
      .filter(word => word !== '') ?? []
  );
}

/** What a search looks through, in lower case. */
export function searchedText({ ref, pipeline, component, source, trigger }: Run): string {
  return [ref.name, pipeline, component, source?.branch, source?.commit, trigger.by]
    .join('\n')
    .toLowerCase();
}

/** Whether a run is among those that a query asks for; places and folders are the engines' matter. */
export function runMatcher(query: RunQuery): (run: Run) => boolean {
  const { phases, pipeline, component, branch, author, since, until, minDuration } = query;
  const words = wordsOf(query);
  return run =>
    (phases === undefined || phases.includes(run.phase)) &&
    (pipeline === undefined || run.pipeline === pipeline) &&
    (component === undefined || run.component === component) &&
    (branch === undefined || run.source?.branch === branch) &&
    (author === undefined || run.trigger.by === author) &&
    (since === undefined || run.createdAt >= since) &&
    (until === undefined || run.createdAt < until) &&
    (minDuration === undefined || durationOf(run) >= minDuration) &&
    (words.length === 0 || hasWords(run, words));
}

function hasWords(run: Run, words: readonly string[]): boolean {
  const text = searchedText(run);
  return words.every(word => text.includes(word));
}
