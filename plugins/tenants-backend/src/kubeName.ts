import { parseEntityRef } from '@backstage/catalog-model';
import type { KubeSubject } from '@kubemate/plugin-tenants-common';

export interface NamePrefixes {
  readonly userPrefix: string;
  readonly groupPrefix: string;
}

/** The name that a user or group of the catalog has on clusters, as the gateway of `kube-node` sends it: `default` is left out. */
export function kubeSubjectOf(ref: string, prefixes: NamePrefixes): KubeSubject {
  const { kind, namespace, name } = parseEntityRef(ref.toLocaleLowerCase('en-US'));
  const plain = namespace === 'default' ? name : `${namespace}/${name}`;
  return kind === 'group'
    ? { kind: 'Group', name: `${prefixes.groupPrefix}${plain}` }
    : { kind: 'User', name: `${prefixes.userPrefix}${plain}` };
}
