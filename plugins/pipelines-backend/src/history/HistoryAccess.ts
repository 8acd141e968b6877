import { isError } from '@backstage/errors';
import type { Clock, KubeService, Viewer } from '@kubemate/kube-node';
import type { PlaceFailure, RunRef } from '@kubemate/plugin-pipelines-common';
import { PIPELINE_RUNS } from '../tekton/kinds';
import type { RunScope } from '../Engine';
import type { FolderScope } from './RunStore';

/** A cluster that takes longer to say what a viewer may see is left out, with a word on it. */
const ANSWER_MS = 5_000;
const PODS = { group: '', plural: 'pods' };

type Rights = Pick<KubeService, 'clusters' | 'listableNamespaces' | 'may'>;

/** Which kept runs a viewer may see: those whose object they might read now, if it were still there. Asked of the cluster, never remembered. */
export class HistoryAccess {
  readonly #kube: Rights;
  readonly #clock: Clock;

  constructor({ kube, clock }: { kube: Rights; clock: Clock }) {
    this.#kube = kube;
    this.#clock = clock;
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
          const listable = await this.#listable(name, viewer);
          return { place: name, folders: intersect(listable, folders) };
        } catch (error) {
          return withheld(name, isError(error) ? error.message : String(error));
        }
      }),
    );
    return {
      scope: answers.flatMap(answer => ('folders' in answer ? [answer] : [])),
      failures: answers.flatMap(answer => ('reason' in answer ? [answer] : [])),
    };
  }

  /** @throws ServiceUnavailableError where the cluster cannot be asked */
  mayRead({ place, folder, name }: RunRef, viewer: Viewer): Promise<boolean> {
    const at = { cluster: place, namespace: folder };
    return this.#kube.may({ ...at, verb: 'get', resource: PIPELINE_RUNS, name }, viewer);
  }

  /** Logs of pods need a right of their own, when the pod is gone as before. */
  mayReadLogs({ place, folder }: RunRef, viewer: Viewer): Promise<boolean> {
    const at = { cluster: place, namespace: folder };
    return this.#kube.may({ ...at, verb: 'get', resource: PODS, subresource: 'log' }, viewer);
  }

  #listable(cluster: string, viewer: Viewer): Promise<'all' | readonly string[]> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(ANSWER_MS, () =>
        reject(new Error('the cluster has not answered yet')),
      );
      this.#kube
        .listableNamespaces({ cluster, resource: PIPELINE_RUNS }, viewer)
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
