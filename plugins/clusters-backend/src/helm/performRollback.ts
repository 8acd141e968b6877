import { ConflictError, isError } from '@backstage/errors';
import type { OperationContext, Progress } from '@kubemate/operations-node';
import type { OperationResult } from '@kubemate/operations-common';
import type { HelmReleaseRef } from '@kubemate/plugin-clusters-common';
import type { StoredRelease } from './releaseCodec';
import { ReleaseReader, type RevealedRelease } from './ReleaseReader';
import { changedSecret, newSecret, secretRef } from './releaseSecret';
import type { ReleaseStep } from './releaseSteps';

/** What a rollback starts from and goes to. */
export interface RollbackState {
  readonly current: RevealedRelease;
  readonly target: RevealedRelease;
  readonly steps: readonly ReleaseStep[];
}

type Context = OperationContext & { report?(progress: Progress): void };

/** Helm's Secrets of one release, written as the viewer. */
class ReleaseRecords {
  private readonly reader: ReleaseReader;

  constructor(
    private readonly release: HelmReleaseRef,
    private readonly context: Context,
  ) {
    this.reader = new ReleaseReader(context);
  }

  all() {
    return this.reader.revisions(this.release);
  }

  async add(made: StoredRelease, labels: Record<string, string> | undefined): Promise<void> {
    const { kube, viewer, clock, signal } = this.context;
    const { cluster, resource, namespace = '' } = secretRef(this.release, made.version);
    const object = await newSecret(made, { namespace, labels, now: clock.now() });
    try {
      await kube.write({ cluster, resource, namespace, verb: 'create', object, signal }, viewer);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      throw new ConflictError(
        `Somebody has made revision ${made.version} of ${this.release.name} in between`,
      );
    }
  }

  async mark(
    revision: number,
    info: { readonly status: string; readonly description?: string },
  ): Promise<void> {
    const { kube, viewer, clock } = this.context;
    const { release, secret } = await this.reader.read(this.release, revision);
    const changed = { ...release, info: { ...release.info, ...info } };
    const object = await changedSecret(secret, { release: changed, now: clock.now() });
    // Without the signal: a release that was begun must not be left pending because a person went away.
    await kube.write({ ...secretRef(this.release, revision), verb: 'replace', object }, viewer);
  }
}

/**
 * Rolls back as Helm 3 does (helm.sh/helm/v3 `pkg/action/rollback.go`): a new revision `pending-rollback` with what the old one had; then the objects;
 * then every revision that was deployed is superseded and the new one deployed. Where an object fails, the new revision is kept as failed, and
 * a later rollback or upgrade goes on from there. Hooks are not run.
 */
export async function performRollback(
  release: HelmReleaseRef,
  { current, target, steps }: RollbackState,
  context: Context,
): Promise<{ revision: number; results: OperationResult[] }> {
  const records = new ReleaseRecords(release, context);
  const revision = current.release.version + 1;
  const made: StoredRelease = {
    ...target.release,
    version: revision,
    namespace: release.namespace,
    info: {
      ...target.release.info,
      first_deployed: current.release.info.first_deployed,
      last_deployed: new Date(context.clock.now()).toISOString(),
      deleted: '',
      status: 'pending-rollback',
      description: `Rollback to ${target.release.version}`,
    },
  };
  await records.add(made, target.secret.metadata.labels);
  const results: OperationResult[] = [];
  for (const { named, write } of steps) {
    try {
      await context.kube.write({ ...write, signal: context.signal }, context.viewer);
      results.push({ target: named.target, status: 'succeeded' });
      context.report?.({ done: results.length, total: steps.length, results });
    } catch (error) {
      const description = `Rollback "${release.name}" failed: ${isError(error) ? error.message : 'unknown'}`;
      await records.mark(revision, { status: 'failed', description });
      await records.mark(current.release.version, { status: 'superseded' });
      throw error;
    }
  }
  for (const { revision: old, status } of await records.all())
    if (status === 'deployed' && old !== revision)
      await records.mark(old, { status: 'superseded' });
  await records.mark(revision, { status: 'deployed' });
  return { revision, results };
}
