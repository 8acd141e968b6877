import type { KubeObject } from '@kubemate/kube-common';
import { clustersOperations } from '@kubemate/plugin-clusters-common';
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
    summary: `Cordon ${nameOf(node)}`,
    after: withSpec(before, { unschedulable: true }),
  }),
});

export const uncordonNode = editOperation({
  contract: clustersOperations.uncordonNode,
  objectOf: ({ node }) => node,
  kinds: KINDS,
  undoable: true,
  edit: ({ node }, before) => ({
    summary: `Uncordon ${nameOf(node)}`,
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
      summary: `Set the taints of ${nameOf(node)}`,
      after: withSpec(before, { taints: taints.length > 0 ? taints : undefined }),
      warnings: evicting.map(
        ({ key }) =>
          `Pods that do not tolerate ${key} are evicted at once, without regard to budgets`,
      ),
    };
  },
});
