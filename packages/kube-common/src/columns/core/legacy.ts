import type { KubeObject } from '../../kubeObject';
import type { PodTemplate } from '../../shapes/pod';
import type { ReplicaSet } from '../../shapes/workload';
import { TEMPLATE_COLUMNS, templateCells } from '../apps';
import { forKind, forStaticKind, listCell, shown } from '../Projection';
import { replicaSetHealth } from '../workloadHealth';

interface ReplicationController extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: Readonly<Record<string, string>>;
    readonly template?: PodTemplate;
  };
  readonly status?: ReplicaSet['status'];
}

/** `v1/replicationcontrollers` */
export const replicationControllers = forKind<ReplicationController>({
  columns: [
    shown('ready', 'Ready', 'fraction'),
    shown('current', 'Current', 'number'),
    ...TEMPLATE_COLUMNS,
  ],
  read(controller) {
    const { apiVersion, kind, metadata, spec, status } = controller;
    const selector = { matchLabels: spec?.selector };
    return {
      ...replicaSetHealth({ apiVersion, kind, metadata, spec: { ...spec, selector }, status }),
      cells: {
        ready: `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`,
        current: status?.replicas ?? 0,
        ...templateCells(spec?.template, selector),
      },
    };
  },
});

interface Endpoints extends KubeObject {
  readonly subsets?: readonly { readonly addresses?: readonly { readonly ip?: string }[] }[];
}

/** `v1/endpoints`, superseded by EndpointSlice. */
export const endpoints = forStaticKind<Endpoints>(
  [shown('addresses', 'Addresses', 'list')],
  ({ subsets }) => ({
    addresses: listCell(subsets?.flatMap(subset => subset.addresses ?? []).map(({ ip }) => ip)),
  }),
);

interface PodTemplateObject extends KubeObject {
  readonly template?: PodTemplate;
}

/** `v1/podtemplates` */
export const podTemplates = forStaticKind<PodTemplateObject>(TEMPLATE_COLUMNS, ({ template }) => ({
  ...templateCells(template, undefined),
}));
