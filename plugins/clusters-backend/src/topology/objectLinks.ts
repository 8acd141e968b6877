import { labelSelectorOf } from '@kubemate/kube-common';
import type { KubeObject, LabelSelector, LabelSelectorObject } from '@kubemate/kube-common';
import type { ClusterReader } from '../ClusterReader';
import { podSelector } from '../podSelector';
import { objectReferences } from '../related/objectReferences';
import { podTemplate } from '../related/podTemplate';
import type { Reference } from '../related/Reference';
import { scaleReferences } from '../related/scaleReferences';

type Labels = Readonly<Record<string, string>>;

/** What an object's spec says of others; all that is kept of it. */
export interface ObjectLinks {
  readonly references: readonly Reference[];
  /** Which pods of its namespace it selects. */
  readonly selector?: LabelSelector;
  /** Labels that its pods have or would have. */
  readonly podLabels?: Labels;
  /** Which pods of its namespace a NetworkPolicy lets in. */
  readonly peers: readonly LabelSelector[];
}

interface Policy extends KubeObject {
  readonly spec?: {
    readonly ingress?: readonly {
      readonly from?: readonly {
        readonly podSelector?: LabelSelectorObject;
        readonly namespaceSelector?: object;
      }[];
    }[];
  };
}

/** Peers of other namespaces are not told here: only the labels of namespaces say which they are. */
function peersOf(object: KubeObject): LabelSelector[] {
  if (object.kind !== 'NetworkPolicy') return [];
  const { spec }: Policy = object;
  return (spec?.ingress ?? [])
    .flatMap(({ from }) => from ?? [])
    .filter(peer => peer.namespaceSelector === undefined)
    .flatMap(peer => {
      const selector = labelSelectorOf(peer.podSelector);
      return selector === undefined ? [] : [selector];
    });
}

/** Every way in which an object names or selects others. */
export function objectLinks(
  object: KubeObject,
  reader: Pick<ClusterReader, 'typeOf'>,
): ObjectLinks {
  return {
    references: [...objectReferences(object), ...scaleReferences(object, reader)],
    selector: podSelector(object),
    podLabels: podTemplate(object)?.metadata?.labels,
    peers: peersOf(object),
  };
}
