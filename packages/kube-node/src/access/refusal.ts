/** One question to the API server's authorizers. */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/**
 * What the API server says to a request that it forbids, from "User" on: see `ForbiddenMessage` of apiserver's responsewriters.
 * A review's own reason stands at its end; without any, RBAC had no rule that allows it.
 */
export function refusal(
  { verb, group, plural, namespace = '', subresource = '' }: AccessQuestion,
  { user, reason }: { user: string; reason?: string | null },
): string {
  const resource = subresource === '' ? plural : `${plural}/${subresource}`;
  const place =
    namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const sentence = `User ${JSON.stringify(user)} cannot ${verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)} ${place}`;
  return reason ? `${sentence}: ${reason}` : sentence;
}
