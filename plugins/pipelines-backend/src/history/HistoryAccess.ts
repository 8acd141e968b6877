import { isError } from '@backstage/errors';
import type { ResourceId } from '@kubemate/kube-common';
import type { Clock, KubeService, Viewer } from '@kubemate/kube-node';
import type { PlaceFailure, RunRef } from '@kubemate/plugin-pipelines-common';
import { PIPELINE_RUNS } from '../tekton/kinds';
import type { RunScope } from '../Engine';
import type { FolderScope } from './RunStore';

/** A cluster that takes longer to say what a viewer may see is left out, with a word on it. */
const ANSWER_MS = 5_000;
const PODS = { group: '', plural: 'pods' };
/** What Tekton Results asks the cluster about whoever reads from it. */
const RESULTS = 'results.tekton.dev';
const RECORDS = { group: RESULTS, plural: 'records' };
const RESULT_LOGS = { group: RESULTS, plural: 'logs' };

type Rights = Pick<KubeService, 'clusters' | 'listableNamespaces' | 'may'>;

/**
 * Which kept runs a viewer may see: those whose object they might read now, if it were still there; of what Tekton Results has told, what it would tell
 * them itself. Asked of the cluster, never remembered.
 */
export class HistoryAccess {
  readonly #kube: Rights;
  readonly #clock: Clock;

  readonly #hasResults: (place: string) => boolean;

  constructor({
    kube,
    clock,
    hasResults = () => false,
  }: {
    kube: Rights;
    clock: Clock;
    hasResults?: (place: string) => boolean;
  }) {
    this.#kube = kube;
    this.#clock = clock;
    this.#hasResults = hasResults;
  }

  /** The folders of these places that may be seen, and which places could not be asked. Places that are no clusters here are left out. */
  async scope(
    places: readonly string[],
    { folders, viewer }: Pick<RunScope, 'folders'> & { viewer: Viewer },
  ): Promise<{ scope: readonly FolderScope[]; failures: readonly PlaceFailure[] }> {
    const clusters = this.#kube.clusters().filter(({ name }) => places.includes(name));
    const answers = await Promise.all(
      clusters.map(async ({ name, connection }) => {
        if (connection.state === 'unreachable') return withheld(name, connection.reason);
        try {
          return { scope: await this.#folders(name, { folders, viewer }) };
        } catch (error) {
          return withheld(name, isError(error) ? error.message : String(error));
        }
      }),
    );
    return {
      scope: answers.flatMap(answer => ('scope' in answer ? answer.scope : [])),
      failures: answers.flatMap(answer => ('reason' in answer ? [answer] : [])),
    };
  }

  /** @throws ServiceUnavailableError where the cluster cannot be asked */
  mayRead({ place, folder, name }: RunRef, viewer: Viewer): Promise<boolean> {
    const at = { cluster: place, namespace: folder };
    return this.#kube.may({ ...at, verb: 'get', resource: PIPELINE_RUNS, name }, viewer);
  }

  mayList({ place, folder }: Pick<RunRef, 'place' | 'folder'>, viewer: Viewer): Promise<boolean> {
    const at = { cluster: place, namespace: folder };
    return this.#kube.may({ ...at, verb: 'list', resource: PIPELINE_RUNS }, viewer);
  }

  /** Logs of pods need a right of their own, when the pod is gone as before. */
  mayReadLogs({ place, folder }: RunRef, viewer: Viewer): Promise<boolean> {
    const at = { cluster: place, namespace: folder };
    return this.#kube.may({ ...at, verb: 'get', resource: PODS, subresource: 'log' }, viewer);
  }

  /** What Tekton Results has of the run: its records, or its logs. */
  mayReadResults(
    { place, folder }: RunRef,
    { part, viewer }: { part: 'records' | 'logs'; viewer: Viewer },
  ): Promise<boolean> {
    const at = { cluster: place, namespace: folder };
    return part === 'records'
      ? this.#kube.may({ ...at, verb: 'list', resource: RECORDS }, viewer)
      : this.#kube.may({ ...at, verb: 'get', resource: RESULT_LOGS }, viewer);
  }

  async #folders(
    place: string,
    { folders, viewer }: Pick<RunScope, 'folders'> & { viewer: Viewer },
  ): Promise<readonly FolderScope[]> {
    const seen = intersect(await this.#listable(place, PIPELINE_RUNS, viewer), folders);
    if (!this.#hasResults(place)) return [{ place, folders: seen }];
    const told = intersect(await this.#listable(place, RECORDS, viewer), folders);
    if (seen === 'all' && told === 'all') return [{ place, folders: 'all' }];
    return [
      { place, folders: seen, origin: 'seen' },
      { place, folders: told, origin: 'results' },
    ];
  }

  #listable(
    cluster: string,
    resource: Pick<ResourceId, 'group' | 'plural'>,
    viewer: Viewer,
  ): Promise<'all' | readonly string[]> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(ANSWER_MS, () =>
        reject(new Error('the cluster has not answered yet')),
      );
      this.#kube
        .listableNamespaces({ cluster, resource }, viewer)
        .then(resolve, reject)
        .finally(cancel);
    });
  }
}

function withheld(place: string, reason: string): PlaceFailure {
  return {
    place,
    state: 'unreachable',
    reason: `${reason}; archived runs are withheld until it can be asked who may see them`,
  };
}

function intersect(
  listable: 'all' | readonly string[],
  asked: readonly string[] | undefined,
): FolderScope['folders'] {
  if (asked === undefined) return listable;
  return listable === 'all' ? asked : asked.filter(folder => listable.includes(folder));
}
