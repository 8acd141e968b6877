import type { ResourceId } from '@kubemate/kube-common';
import type { ClusterPool } from '../clusters/ClusterPool';
import { listAs } from '../queries/listAs';
import type { AccountKube, ServiceAccountRef, ServiceAccounts } from './ServiceAccounts';

/** API groups, or types of them: `triggers.tekton.dev`, `tekton.dev/pipelineruns`, `/secrets`. */
export interface AccountTypes {
  readonly reads: readonly string[];
  readonly creates: readonly string[];
}

const SECRETS: ResourceId = { group: '', version: 'v1', plural: 'secrets' };

/** {@link ServiceAccounts} over the portal's clusters. */
export class ConfinedServiceAccounts implements ServiceAccounts {
  constructor(
    private readonly options: { readonly types: AccountTypes; readonly clusters: ClusterPool },
  ) {}

  as({ cluster, ...serviceAccount }: ServiceAccountRef): AccountKube {
    const { clusters, types } = this.options;
    const caller = { serviceAccount };
    const gateway = () => clusters.get(cluster).gateway;
    return {
      async get(ref) {
        confine(types.reads, ref.resource);
        return gateway().get(ref, caller);
      },
      async list(target) {
        confine(types.reads, target.resource);
        return listAs({ ...target, cluster }, { caller, clusters });
      },
      async revealSecret(ref) {
        confine(types.reads, SECRETS);
        return gateway().revealSecret({ ...ref, resource: SECRETS }, caller);
      },
      async mayImpersonate(account) {
        const question = { group: '', plural: 'serviceaccounts', verb: 'impersonate', ...account };
        return (await clusters.get(cluster).access.ask(question, caller)).allowed;
      },
      async create(write) {
        confine(types.creates, write.resource);
        return gateway().write({ ...write, cluster, verb: 'create' }, caller);
      },
    };
  }
}

function confine(types: readonly string[], { group, plural }: ResourceId): void {
  if (!types.includes(group) && !types.includes(`${group}/${plural}`))
    throw new Error(`${plural} of "${group}" are not for service accounts here`);
}
