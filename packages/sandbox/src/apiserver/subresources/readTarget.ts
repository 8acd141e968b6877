import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import type { ApiRequest } from '../http/ApiRequest';
import type { ObjectWriter, WriteTarget } from '../writes/ObjectWriter';

export function targetOf({ type, info }: ApiRequest): WriteTarget {
  return {
    type,
    name: info.name ?? '',
    ...(info.namespace === undefined ? {} : { namespace: info.namespace }),
  };
}

/** The object a subresource request is about; 404 where it is not there. */
export function readTarget({ writer }: { writer: ObjectWriter }, request: ApiRequest): KubeObject {
  const target = targetOf(request);
  const object = writer.read(target);
  if (object === undefined) throw ApiStatusError.notFound(target.type, target.name);
  return object;
}
