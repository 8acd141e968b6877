import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import { stringAt } from '../json';
import type { ResourceType } from '../ResourceType';
import type { RequestUser } from '../writes/WriteRequest';
import { breakDown, covers, formatRule, readRules, type PolicyRule } from './PolicyRule';
import type { RbacAuthorizer } from './RbacAuthorizer';
import type { RbacPolicy } from './RbacPolicy';

const GROUP = 'rbac.authorization.k8s.io';

/** Nobody hands out rights they do not hold, except with the verbs `escalate` and `bind`. */
export class EscalationGuard {
  constructor(
    private readonly policy: RbacPolicy,
    private readonly authorizer: RbacAuthorizer,
  ) {}

  check(draft: KubeObject, type: ResourceType, user: RequestUser): void {
    if (type.group !== GROUP || user.groups.includes('system:masters')) return;
    const { namespace, name } = draft.metadata;
    const where = { group: GROUP, name, ...(namespace === undefined ? {} : { namespace }) };
    if (type.plural === 'roles' || type.plural === 'clusterroles') {
      if (this.authorizer.decide(user, { ...where, verb: 'escalate', plural: type.plural }).allowed)
        return;
      this.requireHeld(readRules(draft), { draft, type, user });
      return;
    }
    const role = {
      kind: stringAt(draft.roleRef, 'kind') ?? '',
      name: stringAt(draft.roleRef, 'name') ?? '',
      ...(namespace === undefined ? {} : { namespace }),
    };
    const plural = role.kind === 'ClusterRole' ? 'clusterroles' : 'roles';
    if (this.authorizer.decide(user, { ...where, verb: 'bind', plural, name: role.name }).allowed)
      return;
    const rules = this.policy.roleRules(role);
    if (rules === undefined) throw ApiStatusError.notFound({ group: GROUP, plural }, role.name);
    this.requireHeld(rules, { draft, type, user });
  }

  private requireHeld(
    wanted: readonly PolicyRule[],
    context: { draft: KubeObject; type: ResourceType; user: RequestUser },
  ): void {
    const { draft, type, user } = context;
    const held = this.policy.held(user, draft.metadata.namespace).rules;
    const missing = wanted
      .flatMap(breakDown)
      .filter(rule => !held.some(candidate => covers(candidate, rule)));
    if (missing.length === 0) return;
    const groups = user.groups.map(group => `"${group}"`).join(' ');
    throw ApiStatusError.forbidden(
      type,
      draft.metadata.name,
      `user "${user.name}" (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${missing
        .map(formatRule)
        .join('\n')}`,
    );
  }
}
