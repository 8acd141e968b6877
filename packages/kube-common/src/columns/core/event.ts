import { summariseEvent } from '../../eventSummary';
import { intern, internCell } from '../../intern';
import type { KubeEvent } from '../../shapes/event';
import { forKind, shown, wide } from '../Projection';

/** `v1/events` and `events.k8s.io/v1/events` */
export const events = forKind<KubeEvent>({
  columns: [
    shown('lastSeen', 'Last seen', 'time'),
    shown('type', 'Type'),
    shown('reason', 'Reason'),
    shown('object', 'Object'),
    shown('message', 'Message'),
    shown('count', 'Count', 'number'),
    wide('source', 'Source'),
    wide('firstSeen', 'First seen', 'time'),
    wide('objectKind', 'Object kind'),
    wide('objectName', 'Object name'),
  ],
  read(event) {
    const { type, reason, message, count, source, firstSeen, lastSeen, regarding } =
      summariseEvent(event);
    return {
      health: type === 'Warning' ? 'warning' : 'ok',
      reason: type === 'Warning' ? intern(reason) : undefined,
      cells: {
        lastSeen,
        type: intern(type),
        reason: intern(reason),
        object: intern(`${regarding.kind?.toLowerCase() ?? ''}/${regarding.name ?? ''}`),
        message: intern(message),
        count,
        source: internCell(source),
        firstSeen,
        objectKind: internCell(regarding.kind),
        objectName: internCell(regarding.name),
      },
    };
  },
});
