import { isError } from '@backstage/errors';
import type { PortalReader, PortalRows } from '@kubemate/kube-node';
import type { InputSource, OpenInput } from '../../waiting/mail/InputSource';
import { APPROVAL_TASKS } from '../kinds';
import { isGroup, readApprovalTask } from './approvalTask';

interface Options {
  readonly reader: Pick<PortalReader, 'follow' | 'get'>;
  /** How catalog entities are called on clusters. */
  readonly prefixes: { readonly userPrefix: string; readonly groupPrefix: string };
}

/** ApprovalTasks of all clusters that wait. */
export class TektonInputs implements InputSource {
  readonly engine = 'tekton';
  readonly #options: Options;
  #rows: readonly PortalRows[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  async follow(signal: AbortSignal): Promise<void> {
    for await (const rows of this.#options.reader.follow(APPROVAL_TASKS, { signal }))
      this.#rows = rows;
  }

  async open() {
    return {
      items: this.#rows.flatMap(({ cluster, rows }) =>
        [...rows()]
          .filter(({ cells }) => cells.state === 'pending' && cells.pipelineRun)
          .map(({ namespace = '', name, uid, cells }) => ({
            run: {
              ...{ engine: 'tekton' as const, place: cluster, folder: namespace },
              name: String(cells.pipelineRun),
            },
            ...{ input: name, uid },
          })),
      ),
      places: this.#rows
        .filter(({ isComplete, namespaces }) => isComplete && namespaces === 'all')
        .map(({ cluster }) => cluster),
    };
  }

  /** Whom the task names, as far as the portal is who calls them so on the cluster. */
  async candidates({ run, input }: OpenInput) {
    const { reader, prefixes } = this.#options;
    const ref = { cluster: run.place, namespace: run.folder, resource: APPROVAL_TASKS };
    try {
      const { spec } = readApprovalTask(await reader.get({ ...ref, name: input }));
      return (spec.approvers ?? []).flatMap(entry =>
        isGroup(entry)
          ? entityOf('group', entry.name, prefixes.groupPrefix)
          : entityOf('user', entry.name, prefixes.userPrefix),
      );
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return [];
      throw error;
    }
  }
}

function entityOf(kind: 'user' | 'group', name: string, prefix: string): string[] {
  if (!name.startsWith(prefix)) return [];
  const path = name.slice(prefix.length);
  return [path.includes('/') ? `${kind}:${path}` : `${kind}:default/${path}`];
}
