import { InputError } from '@backstage/errors';
import type { ObjectRef, ResourceKind } from '@kubemate/kube-common';
import type { ObjectInput, OperationTarget } from '@kubemate/operations-common';
import type { Need, OperationContext } from '@kubemate/operations-node';

/** An object that an input names, with its type on that cluster. It need not exist. */
export interface NamedObject {
  readonly kind: ResourceKind;
  readonly ref: ObjectRef;
  readonly target: OperationTarget;
}

/**
 * @throws NotFoundError where the cluster or the kind is unknown, InputError for a namespace that is missing or one too many
 */
export async function nameObject(
  input: ObjectInput,
  { kube, viewer }: Pick<OperationContext, 'kube' | 'viewer'>,
): Promise<NamedObject> {
  const { cluster, namespace, name } = input;
  const kind = await kube.typeOf(input, viewer);
  if (kind.namespaced && namespace === undefined)
    throw new InputError(`Invalid field "namespace": a ${kind.kind} is in a namespace`);
  if (!kind.namespaced && namespace !== undefined)
    throw new InputError(`Invalid field "namespace": a ${kind.kind} is in no namespace`);
  const { group, version, plural } = kind;
  return {
    kind,
    ref: { cluster, resource: { group, version, plural }, namespace, name },
    target: targetOf(input),
  };
}

export function targetOf({ cluster, apiVersion, kind, namespace, name }: ObjectInput) {
  return { cluster, apiVersion, kind, namespace, name } satisfies OperationTarget;
}

/** The right to a verb on the object. */
export function needOn({ ref, target }: NamedObject, verb: string, subresource?: string): Need {
  const { cluster, resource, namespace, name } = ref;
  return { access: { cluster, verb, resource, namespace, name, subresource }, target };
}

/** `Deployment payments` */
export function nameOf({ kind, name }: Pick<ObjectInput, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}
