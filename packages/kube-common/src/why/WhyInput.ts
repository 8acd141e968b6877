import type { KubeObject } from '../kubeObject';
import type { ResourceId } from '../resourceId';

/** The kinds that an explanation looks at beside the object itself. */
export type RelatedKind =
  | 'Event'
  | 'Pod'
  | 'ReplicaSet'
  | 'Job'
  | 'Node'
  | 'PersistentVolumeClaim'
  | 'StorageClass'
  | 'EndpointSlice'
  | 'HorizontalPodAutoscaler'
  | 'ResourceQuota';

/** Names an object, for the kinds outside {@link RelatedKind} too. */
export interface NamedObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The last lines of one container's log. */
export interface LogTail {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** True for the run before the present one. */
  readonly previous: boolean;
  readonly lines: readonly string[];
}

/** How full the volume behind a claim is, where somebody measures it. */
export interface VolumeUsage {
  readonly claim: string;
  readonly namespace: string;
  readonly usedBytes: number;
  readonly capacityBytes: number;
}

/** Everything that an explanation rests on. Whatever is absent is not guessed. */
export interface WhyInput {
  /** The object asked about, with `apiVersion` and `kind`. */
  readonly object: KubeObject;
  /** By kind; each list may hold more than belongs to the object, such as all events of a namespace. */
  readonly related: Readonly<Partial<Record<RelatedKind, readonly KubeObject[]>>>;
  /** Objects looked for and not found. */
  readonly missing: readonly NamedObject[];
  readonly logs: readonly LogTail[];
  readonly volumeUsage?: readonly VolumeUsage[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Something worth reading before explaining, as the viewer. */
export type WhyRequest =
  | {
      readonly type: 'list';
      readonly kind: RelatedKind;
      readonly resource: ResourceId;
      readonly namespace?: string;
      readonly labelSelector?: string;
      readonly fieldSelector?: string;
    }
  | {
      readonly type: 'get';
      readonly kind: RelatedKind | 'ConfigMap' | 'Secret' | 'ServiceAccount';
      readonly resource: ResourceId;
      readonly namespace?: string;
      readonly name: string;
    }
  | {
      readonly type: 'logs';
      readonly namespace: string;
      readonly pod: string;
      readonly container: string;
      readonly previous: boolean;
      readonly tailLines: number;
    };

/** What a request gave: objects, nothing of that name, lines, or a sentence why it could not be read. */
export type WhyAnswer =
  | { readonly type: 'objects'; readonly objects: readonly KubeObject[] }
  | { readonly type: 'missing' }
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  | { readonly type: 'gap'; readonly reason: string };
