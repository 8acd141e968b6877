import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import { forStaticKind, shown } from './Projection';

interface RuntimeClass extends KubeObject {
  readonly handler?: string;
}

const runtimeClasses = forStaticKind<RuntimeClass>(
  [shown('handler', 'Handler')],
  ({ handler }) => ({
    handler: internCell(handler),
  }),
);

/** Projections of the group `node.k8s.io`, by plural. */
export const nodeGroup = { runtimeclasses: runtimeClasses };
