import { InputError, isError, NotFoundError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { ClusterFailure, KubeService, Viewer } from '@kubemate/kube-node';
import type { HelmRelease, HelmReleaseRef, HelmRevision } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { ConcurrencyLimit } from '../ConcurrencyLimit';
import { SECRETS } from '../commonKinds';
import { decodeRelease, type StoredRelease } from './releaseCodec';
import { headOf, labelsOf, RELEASE_TYPE, secretRef } from './releaseSecret';

/** Requests to one API server at once: each brings up to a megabyte. */
const CONCURRENCY = 6;
const MAX_RELEASES = 500;
/** Helm keeps ten revisions unless it is told otherwise. */
const MAX_REVISIONS = 100;
const MAX_SECRETS = 2_000;

const dataSchema = z.object({ release: z.string() });

/** A revision with everything, and the Secret that it came in. */
export interface RevealedRelease {
  readonly release: StoredRelease;
  readonly secret: KubeObject;
}

interface ListedRelease {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
}

/** Releases as the viewer may read them, from Helm's Secrets, straight from the API server. Nothing is kept. */
export class ReleaseReader {
  constructor(private readonly options: { kube: KubeService; viewer: Viewer }) {}

  /** The newest revision of each release. Who may read no Secret of a cluster gets the reason. */
  async list(
    cluster: string,
  ): Promise<{ items: HelmRelease[]; failures: readonly ClusterFailure[] }> {
    const failures: ClusterFailure[] = [];
    try {
      const { releases, failures: unseen } = await this.newest(cluster);
      failures.push(...unseen);
      if (releases.length > MAX_RELEASES)
        failures.push({
          ...{ cluster, state: 'partial' },
          reason: `only the first ${MAX_RELEASES} of ${releases.length} releases are shown`,
        });
      const limit = new ConcurrencyLimit(CONCURRENCY);
      const items = await Promise.all(
        releases.slice(0, MAX_RELEASES).map(each =>
          limit.run(async () => {
            try {
              const { namespace, name, revision } = each;
              const { release } = await this.read({ cluster, namespace, name }, revision);
              return [{ cluster, namespace, name, ...headOf(release) }];
            } catch (error) {
              failures.push({ cluster, state: 'partial', reason: reasonOf(error) });
              return [];
            }
          }),
        ),
      );
      return { items: items.flat(), failures };
    } catch (error) {
      return { items: [], failures: [failureOf(cluster, error)] };
    }
  }

  /** Every revision that the cluster still has, newest first. @throws NotFoundError */
  async history(ref: HelmReleaseRef): Promise<HelmRevision[]> {
    const revisions = await this.revisions(ref);
    const limit = new ConcurrencyLimit(CONCURRENCY);
    return Promise.all(
      revisions
        .slice(0, MAX_REVISIONS)
        .map(({ revision }) =>
          limit.run(async () => headOf((await this.read(ref, revision)).release)),
        ),
    );
  }

  /** Numbers and states by their labels, newest first. @throws NotFoundError where there is none */
  async revisions({ cluster, namespace, name }: HelmReleaseRef) {
    const secrets = await this.secrets({
      ...{ cluster, namespace },
      labelSelector: `owner=helm,name=${name}`,
    });
    const found = secrets.flatMap(secret => labelsOf(secret) ?? []);
    if (found.length === 0)
      throw new NotFoundError(`There is no Helm release ${name} in ${namespace} on ${cluster}`);
    return found.sort((left, right) => right.revision - left.revision);
  }

  /**
   * One revision with its values: whoever lets those out records it first.
   * @throws NotFoundError, NotAllowedError; InputError where the Secret holds no release
   */
  async read(ref: HelmReleaseRef, revision: number): Promise<RevealedRelease> {
    const { kube, viewer } = this.options;
    const secret = await kube.revealSecret(secretRef(ref, revision), viewer);
    try {
      const release = await decodeRelease(dataSchema.parse(secret.data).release);
      return { release, secret };
    } catch {
      // What was read may be anything, and is not repeated.
      throw new InputError(
        `Revision ${revision} of ${ref.name} is not in a form that Helm 3 writes`,
      );
    }
  }

  /**
   * By the labels that the row store has of Secrets, which is metadata only: it knows in which namespaces the viewer may list them, and says why where
   * they may in none.
   */
  private async newest(cluster: string) {
    const { kube, viewer } = this.options;
    const { items, failures } = await kube.allRows(
      // What is superseded is never the newest, and it is the most of them.
      { clusters: [cluster], resource: SECRETS, labelSelector: 'owner=helm,status!=superseded' },
      viewer,
    );
    const newest = new Map<string, ListedRelease>();
    for (const { namespace = '', labels = {} } of items) {
      const { name, version } = labels;
      const revision = Number(version);
      if (!name || !Number.isInteger(revision)) continue;
      const key = `${namespace}/${name}`;
      if ((newest.get(key)?.revision ?? 0) < revision)
        newest.set(key, { namespace, name, revision });
    }
    const releases = [...newest.values()].sort((left, right) =>
      `${left.namespace}/${left.name}`.localeCompare(`${right.namespace}/${right.name}`),
    );
    return { releases, failures };
  }

  private async secrets(target: {
    cluster: string;
    namespace: string;
    labelSelector: string;
  }): Promise<readonly KubeObject[]> {
    const { kube, viewer } = this.options;
    const { group, version, plural } = SECRETS;
    return kube.list(
      {
        ...target,
        resource: { group, version, plural },
        fieldSelector: `type=${RELEASE_TYPE}`,
        limit: MAX_SECRETS,
      },
      viewer,
    );
  }
}

function reasonOf(error: unknown): string {
  return isError(error) ? error.message : 'the cluster did not answer';
}

function failureOf(cluster: string, error: unknown): ClusterFailure {
  const denied = isError(error) && error.name === 'NotAllowedError';
  return { cluster, state: denied ? 'denied' : 'unreachable', reason: reasonOf(error) };
}
