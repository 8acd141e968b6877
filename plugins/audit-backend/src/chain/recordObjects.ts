import type { OperationTarget } from '@kubemate/operations-common';
import { pluralOf } from '@kubemate/plugin-audit-common';
import type { TrailEvent } from '@kubemate/plugin-audit-common';

/** An object of a record, as it is stored for queries. Absent parts are empty. */
export interface RecordObject {
  readonly cluster: string;
  readonly group: string;
  /** Lower-case plural. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Every object that an event is about, the target first and each once. */
export function recordObjects(event: TrailEvent): readonly RecordObject[] {
  const targets = [
    ...(event.target ? [event.target] : []),
    ...(event.results ?? []).map(result => result.target),
    ...(event.diff ?? []).map(diff => diff.target),
  ];
  const found = new Map<string, RecordObject>();
  for (const target of targets) {
    const object = toObject(target, event.kubernetes?.resource);
    found.set(Object.values(object).join('\n'), object);
  }
  return [...found.values()];
}

/** The resource is what an API server reports, where it does; else it follows from the kind. */
function toObject(target: OperationTarget, resource: string | undefined): RecordObject {
  const { cluster, apiVersion = '', kind, namespace, name } = target;
  const slash = apiVersion.indexOf('/');
  return {
    cluster: storable(cluster, 63),
    group: storable(slash < 0 ? '' : apiVersion.slice(0, slash), 253),
    resource: storable(resource ?? pluralOf(kind), 253),
    namespace: storable(namespace, 63),
    name: storable(name, 253),
  };
}

/** A text that every database keeps as it is: PostgreSQL has no NUL, and lone surrogates have no UTF-8. */
export function storable(text: string | undefined, length: number): string {
  return Buffer.from((text ?? '').replaceAll('\0', '').slice(0, length)).toString();
}
