import type { KubeObject, ObjectRef, ResourceId, Row } from '@kubemate/kube-common';
import type { ClusterFailure, KubeService, LogEvent, LogRequest } from '../KubeService';

/** The rows of one cluster that the portal itself may list. */
export interface PortalRows {
  readonly cluster: string;
  /** The namespaces that they are of: what is not here says nothing about others. */
  readonly namespaces: 'all' | readonly string[];
  /** Whether what is missing from the rows does not exist: the list is whole, and followed without a problem. */
  readonly isComplete: boolean;
  /** Why rows are missing or old. */
  readonly failure: ClusterFailure | undefined;
  rows(): Iterable<Row>;
}

/**
 * Reading with the portal's own rights, without a viewer: for what the portal keeps of objects that go. Confined to the API groups that it was
 * made for, and to the logs of pods. Whoever lets out what was read so must ask for the viewer's right first.
 *
 * @throws NotFoundError, NotAllowedError, ServiceUnavailableError of `@backstage/errors`
 */
export interface PortalReader {
  /** All rows of a kind by cluster, at once and after changes; what a slow reader misses is in the next. Ends with the signal. */
  follow(
    resource: ResourceId,
    options: { signal: AbortSignal },
  ): AsyncIterable<readonly PortalRows[]>;
  get(ref: ObjectRef): Promise<KubeObject>;
  list(target: Parameters<KubeService['list']>[0]): Promise<readonly KubeObject[]>;
  logs(request: LogRequest, options: { signal: AbortSignal }): AsyncIterable<LogEvent>;
}
