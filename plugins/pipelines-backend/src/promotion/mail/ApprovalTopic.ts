import type { Clock } from '@kubemate/kube-node';
import type { ApprovalStore, StoredApproval } from '../approvals/ApprovalStore';
import { groupsOf, stateOf, whyNotDecide } from '../approvals/judgeApproval';
import type { ApprovalRule, Environment } from '../environments/Environment';
import { approvalLetter } from './approvalLetter';
import type { MailMatter, MailTopic } from './MailTopic';
import type { People } from './People';
import type { MailConfig } from './readMailConfig';

export interface ApprovalTopicOptions {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly environments: readonly Pick<Environment, 'name' | 'gates'>[];
  readonly people: Pick<People, 'members'>;
  /** Of the portal, as people open it. */
  readonly baseUrl: string;
  readonly language: MailConfig['language'];
  readonly clock: Clock;
}

/** Requests for approval of a promotion: those who may decide on one are told while it waits. */
export class ApprovalTopic implements MailTopic {
  readonly #options: ApprovalTopicOptions;

  constructor(options: ApprovalTopicOptions) {
    this.#options = options;
  }

  async find(id: string): Promise<MailMatter | undefined> {
    const { approvals, environments, clock } = this.#options;
    const request = await approvals.get(id);
    const rule = environments.find(({ name }) => name === request?.to)?.gates.approvals;
    if (request === undefined || rule === undefined) return undefined;
    if (stateOf(request, { needed: rule.count, now: clock.now() }) !== 'waiting') return undefined;
    return {
      recipients: () => this.#who(request, rule),
      letterFor: async () => approvalLetter(request, this.#options),
    };
  }

  /** Those who may decide on it, by the rule that holds now. */
  async #who(request: StoredApproval, rule: ApprovalRule): Promise<readonly string[]> {
    const { people, clock } = this.#options;
    const members = await people.members(groupsOf(rule, request.owner));
    const may = members.filter(({ person, group }) => {
      const decider = { userEntityRef: person, ownershipEntityRefs: [group], isOffered: true };
      return whyNotDecide(request, { decider, rule, now: clock.now() }) === undefined;
    });
    return may.map(({ person }) => person);
  }
}
