import type { KubeObject } from '../kubeObject';
import type { Reference } from './reference';

/** An event of the core group or of `events.k8s.io`: one stored object, two spellings of its fields. */
export interface KubeEvent extends KubeObject {
  readonly type?: string;
  readonly reason?: string;
  /** Core. */
  readonly message?: string;
  /** `events.k8s.io`. */
  readonly note?: string;
  readonly involvedObject?: Reference;
  readonly regarding?: Reference;
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly deprecatedSource?: { readonly component?: string; readonly host?: string };
  readonly reportingComponent?: string;
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly firstTimestamp?: string | null;
  readonly deprecatedFirstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly deprecatedLastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly count?: number;
  readonly deprecatedCount?: number;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string } | null;
}
