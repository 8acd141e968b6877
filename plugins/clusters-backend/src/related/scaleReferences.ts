import type { KubeObject } from '@kubemate/kube-common';
import type { ClusterReader } from '../ClusterReader';
import { refer } from './Reference';
import type { Reference } from './Reference';

interface Scaling extends KubeObject {
  readonly spec?: {
    readonly scaleTargetRef?: {
      readonly apiVersion?: string;
      readonly kind?: string;
      readonly name?: string;
    };
  };
}

/** References that a kind's fields name by `apiVersion` and `kind`, so that only the cluster knows their type. */
export function scaleReferences(
  object: KubeObject,
  reader: Pick<ClusterReader, 'typeOf'>,
): Reference[] {
  const { spec }: Scaling = object;
  const { apiVersion, kind, name } = spec?.scaleTargetRef ?? {};
  if (apiVersion === undefined || kind === undefined) return [];
  const type = reader.typeOf(apiVersion, kind);
  return type === undefined ? [] : refer('scales', type, { name });
}
