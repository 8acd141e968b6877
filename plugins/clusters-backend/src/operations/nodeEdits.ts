import type { KubeObject } from '@kubemate/kube-common';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { editOperation } from './editOperation';
import { nameOf } from './namedObject';

const KINDS = ['Node'];

function withSpec(node: KubeObject, fields: Record<string, unknown>): KubeObject {
  const spec = typeof node.spec === 'object' && node.spec !== null ? node.spec : {};
  return { ...node, spec: { ...spec, ...fields } };
}

export const cordonNode = editOperation({
  contract: clustersOperations.cordonNode,
  objectOf: ({ node }) => node,
  kinds: KINDS,
  undoable: true,
  edit: ({ node }, before) => ({
    summary: sayObject('cordon', { object: nameOf(node) }),
    after: withSpec(before, { unschedulable: true }),
  }),
});

export const uncordonNode = editOperation({
  contract: clustersOperations.uncordonNode,
  objectOf: ({ node }) => node,
  kinds: KINDS,
  undoable: true,
  edit: ({ node }, before) => ({
    summary: sayObject('uncordon', { object: nameOf(node) }),
    after: withSpec(before, { unschedulable: undefined }),
  }),
});

export const setTaints = editOperation({
  contract: clustersOperations.setTaints,
  objectOf: ({ node }) => node,
  kinds: KINDS,
  undoable: true,
  edit({ node, taints }, before) {
    const evicting = taints.filter(({ effect }) => effect === 'NoExecute');
    return {
      summary: sayObject('setTaints', { object: nameOf(node) }),
      after: withSpec(before, { taints: taints.length > 0 ? taints : undefined }),
      warnings: evicting.map(({ key }) => sayObject('evictsAtOnce', { key })),
    };
  },
});
