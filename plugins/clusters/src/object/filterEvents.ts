import { formatResourceId } from '@kubemate/kube-common';
import type { ResourceId } from '@kubemate/kube-common';
import type { ClusterEvent } from '@kubemate/plugin-clusters-common';

export interface EventFilter {
  readonly find: string;
  readonly warnings: boolean;
  /** Only those about this object, not what it owns. */
  readonly only?: { readonly resource: ResourceId; readonly name: string };
}

/** Events with every word typed in their reason, message, source or the object they are about. */
export function filterEvents(
  events: readonly ClusterEvent[],
  { find, warnings, only }: EventFilter,
): readonly ClusterEvent[] {
  const words = find.toLowerCase().split(/\s+/);
  return events.filter(event => {
    const { reason, message, source, regarding } = event;
    const about = `${regarding.kind}/${regarding.name}`;
    const text = `${reason} ${message} ${source} ${about}`.toLowerCase();
    return (
      (!warnings || event.type === 'Warning') &&
      (only === undefined || isAbout(event, only)) &&
      words.every(word => text.includes(word))
    );
  });
}

/** Whether an event is about the object itself, and not about something that it owns. */
export function isAbout(
  { regarding }: Pick<ClusterEvent, 'regarding'>,
  { resource, name }: { readonly resource: ResourceId; readonly name: string },
): boolean {
  return regarding.name === name && regarding.resource === formatResourceId(resource);
}
