import { NotFoundError } from '@backstage/errors';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { ExecRecording, ExecTranscript } from '@kubemate/plugin-clusters-common';
import type { ExecRecordingStore, RecordingFilter } from './ExecRecordingStore';

/**
 * The resource that stands for transcripts in RBAC. No API server serves it: authorizers decide on names alone, so a
 * `get` on it can be granted for a namespace like any other right.
 */
const TRANSCRIPTS = { group: 'kubemate.io', plural: 'execrecordings' };

/** Transcripts for those permitted: everybody their own, others' by `get` on `execrecordings.kubemate.io` in the namespace. */
export class RecordingReader {
  constructor(private readonly options: { kube: KubeService; store: ExecRecordingStore }) {}

  async list(
    query: Omit<RecordingFilter, 'user'>,
    viewer: Viewer,
  ): Promise<{ items: ExecRecording[]; scope: 'all' | 'own'; reason?: string }> {
    const { allowed, reason } = await this.#mayReadAll(query, viewer);
    const user = allowed ? undefined : viewer.userEntityRef;
    const items = [...(await this.options.store.list({ ...query, user }))];
    return allowed ? { items, scope: 'all' } : { items, scope: 'own', reason };
  }

  /** @throws NotFoundError for what the viewer may not see as well, so that ids tell nothing */
  async read(id: string, viewer: Viewer): Promise<ExecTranscript> {
    const recording = await this.options.store.get(id);
    const own = recording.user === viewer.userEntityRef;
    if (!own && !(await this.#mayReadAll(recording, viewer)).allowed)
      throw new NotFoundError(`There is no recording ${id}`);
    return this.options.store.read(id);
  }

  #mayReadAll({ cluster, namespace }: { cluster: string; namespace: string }, viewer: Viewer) {
    return this.options.kube.mayWhy(
      { cluster, verb: 'get', resource: TRANSCRIPTS, namespace },
      viewer,
    );
  }
}
