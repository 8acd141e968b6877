import { isError } from '@backstage/errors';
import type { Viewer } from '@kubemate/kube-node';
import type { RunDetail, TaskOutcomes } from '@kubemate/plugin-pipelines-common';
import { hasEnded } from '../history/hasEnded';
import type { RunHistory } from '../history/RunHistory';
import type { JenkinsEngine } from '../jenkins/JenkinsEngine';
import { countOutcomes } from './countOutcomes';

/** Builds of Jenkins that are looked at: each takes requests, once. */
const MAX_BUILDS = 25;

export interface OutcomeQuery {
  readonly place: string;
  readonly folder: string;
  readonly name: string;
  readonly limit: number;
  readonly commit?: string;
}

/** How tasks did in the last runs: of Tekton from what the portal kept of them, of Jenkins from its builds. */
export class OutcomeReader {
  readonly #history: Pick<RunHistory, 'ended'>;
  readonly #jenkins: Pick<JenkinsEngine, 'has' | 'runs' | 'run'>;

  constructor(options: {
    history: Pick<RunHistory, 'ended'>;
    jenkins: Pick<JenkinsEngine, 'has' | 'runs' | 'run'>;
  }) {
    this.#history = options.history;
    this.#jenkins = options.jenkins;
  }

  /** @throws NotAllowedError where the viewer may not see runs there */
  async of(query: OutcomeQuery, viewer: Viewer): Promise<TaskOutcomes> {
    const details = this.#jenkins.has(query.place)
      ? await this.#builds(query, viewer)
      : await this.#history.ended(query, viewer);
    return countOutcomes(details);
  }

  async #builds(query: OutcomeQuery, viewer: Viewer): Promise<readonly RunDetail[]> {
    const { place, folder, name, limit, commit } = query;
    const { items } = await this.#jenkins.runs({ places: [place], folders: [folder] }, viewer);
    const ended = items
      .filter(run => run.pipeline === name && hasEnded(run))
      .sort((a, b) => b.createdAt - a.createdAt);
    const isWanted = ended.filter(
      (run, at) => at < Math.min(limit, MAX_BUILDS) || (commit && run.source?.commit === commit),
    );
    const details = await Promise.all(
      isWanted
        .slice(0, MAX_BUILDS * 2)
        .map(run => this.#jenkins.run(run.ref, viewer).catch(unlessMissing)),
    );
    return details.flatMap(detail => detail ?? []);
  }
}

/** A build that was deleted meanwhile. */
function unlessMissing(error: unknown): undefined {
  if (isError(error) && error.name === 'NotFoundError') return undefined;
  throw error;
}
