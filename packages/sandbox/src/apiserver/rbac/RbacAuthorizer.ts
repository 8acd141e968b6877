import { ApiStatusError } from '../ApiStatusError';
import type { RequestAuthorizer } from '../http/Router';
import type { RequestUser } from '../writes/WriteRequest';
import { allows, type Attributes } from './PolicyRule';
import type { RbacPolicy } from './RbacPolicy';

export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

/** Answers who may do what, from the cluster's RBAC objects. */
export class RbacAuthorizer implements RequestAuthorizer {
  constructor(private readonly policy: RbacPolicy) {}

  decide(user: RequestUser, attributes: Attributes): Decision {
    if (user.groups.includes('system:masters')) return { allowed: true, reason: '' };
    const namespace = 'plural' in attributes ? attributes.namespace : undefined;
    const source = this.policy.grant(user, namespace || undefined, rule =>
      allows(rule, attributes),
    );
    if (source !== undefined) return { allowed: true, reason: `RBAC: allowed by ${source}` };
    const { errors } = this.policy.held(user, namespace || undefined);
    return { allowed: false, reason: errors.length === 0 ? '' : `RBAC: ${reasons(errors)}` };
  }

  check(user: RequestUser, attributes: Attributes): void {
    const decision = this.decide(user, attributes);
    if (!decision.allowed) this.refuse(user, attributes, decision.reason);
  }

  /** @throws ApiStatusError, always */
  refuse(user: RequestUser, attributes: Attributes, reason: string): never {
    const text = describe(user, attributes) + (reason === '' ? '' : `: ${reason}`);
    if ('plural' in attributes)
      throw ApiStatusError.forbidden(attributes, attributes.name ?? '', text);
    throw new ApiStatusError({
      code: 403,
      reason: 'Forbidden',
      message: `forbidden: ${text}`,
      details: {},
    });
  }
}

function reasons(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`;
}

function describe(user: RequestUser, attributes: Attributes): string {
  const who = `User "${user.name}" cannot ${attributes.verb}`;
  if (!('plural' in attributes)) return `${who} path "${attributes.path}"`;
  const { group, plural, subresource, namespace } = attributes;
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  const scope =
    namespace === undefined || namespace === ''
      ? 'at the cluster scope'
      : `in the namespace "${namespace}"`;
  return `${who} resource "${resource}" in API group "${group}" ${scope}`;
}
