import { createExtensionBlueprint, createExtensionDataRef } from '@backstage/frontend-plugin-api';
import type { Health } from '@kubemate/kube-common';
import { lazy, useEffect, type ComponentType } from 'react';

export const ACTIVITY_KINDS = ['deploy', 'run', 'scale', 'operation', 'incident'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** An object that somebody may have done something to. */
export interface ActivityObject {
  /** Of every cluster where absent. */
  readonly cluster?: string;
  readonly kind: string;
  /** `apps/v1/deployments`; absent of what is no object of a cluster. */
  readonly resource?: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What a timeline is about. A source looks at what it knows something of, and leaves the rest alone. */
export interface ActivityScope {
  /** Components of the catalog: their entity refs, and the name that their pipeline runs carry. */
  readonly components: readonly { readonly ref: string; readonly runs?: string }[];
  /** What of them is in the clusters. */
  readonly objects: readonly ActivityObject[];
  /** Whole namespaces, or whole clusters. */
  readonly places: readonly { readonly cluster: string; readonly namespace?: string }[];
  readonly tenants: readonly string[];
}

export interface ActivityItem {
  /** Unique over all sources. What two sources tell of one thing has the same key, and is shown once. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: ActivityKind;
  readonly health: Health;
  /** In the person's language. */
  readonly title: string;
  /** `shop · prod`. */
  readonly source?: string;
  readonly text?: string;
  /** Where there is more of it. */
  readonly to?: string;
}

/** What a source knows, newest first. */
export interface ActivityFinds {
  readonly state: 'loading' | 'ready';
  readonly items: readonly ActivityItem[];
  /** Why something is missing here. */
  readonly gaps: readonly { readonly kind: 'denied' | 'failed'; readonly text: string }[];
  /** Asks for older ones; absent where there are none. Until then nothing is known of before the last item. */
  readonly more?: () => void;
}

interface ReaderProps {
  readonly scope: ActivityScope;
  onFinds(finds: ActivityFinds): void;
}

export interface ActivitySource {
  readonly id: string;
  /** Of its plugin, in English: names the source where it has failed before it could name itself. */
  readonly title: string;
  /** Draws nothing; tells what it finds, and again when that changes. */
  readonly Reader: ComponentType<ReaderProps>;
}

const sourceDataRef = createExtensionDataRef<ActivitySource>().with({
  id: 'kubemate.activity-source',
});

/**
 * Tells the Activity tab of catalog entities what a plugin knows. The loader gives a hook, which is called within a query cache; it must return the same
 * object until something changes.
 */
export const ActivitySourceBlueprint = createExtensionBlueprint({
  kind: 'activity-source',
  attachTo: { id: 'entity-content:catalog/activity', input: 'sources' },
  output: [sourceDataRef],
  dataRefs: { source: sourceDataRef },
  *factory(params: { loader(): Promise<(scope: ActivityScope) => ActivityFinds> }, { node }) {
    const Reader = lazy(async () => {
      const useActivity = await params.loader();
      return {
        default: function ActivityReader({ scope, onFinds }: ReaderProps) {
          const finds = useActivity(scope);
          useEffect(() => onFinds(finds), [finds, onFinds]);
          return null;
        },
      };
    });
    const { id, plugin } = node.spec;
    yield sourceDataRef({ id, title: plugin.title ?? plugin.pluginId, Reader });
  },
});
