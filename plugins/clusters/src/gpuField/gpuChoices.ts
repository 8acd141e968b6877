import { isGpuResource, parseQuantity, type Row } from '@kubemate/kube-common';
import type { RowPage } from '@kubemate/plugin-clusters-common';

/** Devices of one kind, as templates take them. */
export interface Gpus {
  /** As containers ask for it: `nvidia.com/gpu`. */
  readonly resource: string;
  readonly count: number;
}

/** Options of `ui:field: KubemateGpu`. */
export interface GpuOptions {
  /** Field of the form that has the cluster; `cluster` where absent. */
  readonly clusterField?: string;
  /** Field of the form that has the namespace, whose quota counts; `namespace` where absent. */
  readonly namespaceField?: string;
}

export interface GpuChoice {
  readonly resource: string;
  /** What the largest node has: a pod gets its devices from one. Undefined where nodes are not known. */
  readonly onNode?: number;
  /** What the quotas of the namespace leave. Undefined where none counts them. */
  readonly left?: number;
}

export interface GpuOffer {
  readonly choices: readonly GpuChoice[];
  /** Why nodes are not known; undefined where they are. */
  readonly hiddenNodes?: string;
}

type Rows = Pick<RowPage, 'items' | 'failures'>;

/** What can be asked for, by the nodes and quotas that the person may see. */
export function gpuOffer({ nodes, quotas }: { nodes: Rows; quotas?: Rows }): GpuOffer {
  const onNodes = largest(nodes.items);
  const left = leftOf(quotas?.items ?? []);
  const hiddenNodes = nodes.failures.find(({ state }) => state !== 'stale')?.reason;
  const names = hiddenNodes === undefined ? onNodes.keys() : [...onNodes.keys(), ...left.keys()];
  const choices = [...new Set(names)].sort().map(resource => ({
    ...{ resource, onNode: onNodes.get(resource), left: left.get(resource) },
  }));
  return { choices, hiddenNodes };
}

function largest(nodes: readonly Row[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const entry of nodes.flatMap(({ cells }) => entriesOf(cells.gpuTypes))) {
    const [resource = '', count] = entry.split('=');
    found.set(resource, Math.max(found.get(resource) ?? 0, Number(count)));
  }
  return found;
}

/** Of several quotas the one that leaves least counts. */
function leftOf(quotas: readonly Row[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const entry of quotas.flatMap(({ cells }) => entriesOf(cells.request))) {
    const [, resource = '', used, hard] = /^requests\.(.+): (.+)\/([^/]+)$/.exec(entry) ?? [];
    if (!isGpuResource(resource)) continue;
    const left = Math.max(0, (parseQuantity(hard) ?? 0) - (parseQuantity(used) ?? 0));
    found.set(resource, Math.min(found.get(resource) ?? Infinity, left));
  }
  return found;
}

function entriesOf(cell: unknown): string[] {
  return typeof cell === 'string' && cell !== '' ? cell.split(',') : [];
}

/** How many one can ask for; undefined where nothing says. */
export function mostOf({ onNode, left }: Pick<GpuChoice, 'onNode' | 'left'>): number | undefined {
  const most = Math.min(onNode ?? Infinity, left ?? Infinity);
  return Number.isFinite(most) ? most : undefined;
}

/** Why a pod would not get what is asked for: nothing is offered, not this resource, or not as many. */
export interface GpuProblem {
  readonly code: 'none' | 'other' | 'tooMany';
  /** How many one can ask for, of `tooMany`. */
  readonly most?: number;
}

/** Undefined where nothing that the person may see speaks against it. */
export function gpuProblem(
  { choices, hiddenNodes }: GpuOffer,
  asked: Gpus,
): GpuProblem | undefined {
  if (choices.length === 0) return hiddenNodes === undefined ? { code: 'none' } : undefined;
  const chosen = choices.find(({ resource }) => resource === asked.resource);
  if (chosen === undefined) return { code: 'other' };
  const most = mostOf(chosen);
  return most !== undefined && asked.count > most ? { code: 'tooMany', most } : undefined;
}

/** Where the devices are asked for, by other fields of the form. */
export function placeOfGpus(form: unknown, options: GpuOptions = {}) {
  const { clusterField = 'cluster', namespaceField = 'namespace' } = options;
  return { cluster: textIn(form, clusterField), namespace: textIn(form, namespaceField) };
}

/** What another field of the form has. */
function textIn(form: unknown, field: string): string {
  const value: unknown = typeof form === 'object' && form !== null ? Reflect.get(form, field) : '';
  return typeof value === 'string' ? value : '';
}
