import { isError, NotAllowedError } from '@backstage/errors';
import type { Access, AccessAnswer as Decision, KubeService, Viewer } from '@kubemate/kube-node';
import type { AccessAnswer, BindingChain } from '@kubemate/plugin-tenants-common';
import type { Attributes, Identity } from './RbacRules';
import { readRbac } from './readRbac';

const REVIEWS = {
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'subjectaccessreviews',
} as const;

export interface AccessQuestion extends Attributes {
  readonly cluster: string;
}

/** Asks about somebody: `self` is the viewer, whose own review needs no rights. */
export interface ExplainOptions {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly identity: Identity;
  readonly self: boolean;
}

/**
 * Whether an identity may, and why. The API server decides where it can be asked; bindings and roles say why, as far as the viewer may read them.
 * @throws NotAllowedError where neither can be had
 */
export async function explainAccess(
  question: AccessQuestion,
  options: ExplainOptions,
): Promise<AccessAnswer> {
  const { kube, viewer, identity } = options;
  const { rules, gaps } = await readRbac(question, { kube, viewer });
  const decision = await review(question, options);
  const chains = rules.chains(identity, question);
  if (decision === undefined && gaps.length > 0)
    throw new NotAllowedError(`You cannot ask this about others here: ${gaps[0]}`);
  const allowed = decision?.allowed ?? chains.length > 0;
  const told = decision?.allowed ? chainOf(decision.reason, question) : undefined;
  const because = !allowed ? [] : chains.length > 0 ? chains : told ? [told] : [];
  return {
    allowed,
    because: [...because],
    decidedBy: decision === undefined ? 'bindings' : 'review',
    reason: reasonOf({ allowed, because, question, decision, gaps }),
    identity: { user: identity.user, groups: [...identity.groups] },
    others: allowed ? [] : [...rules.linksFor(identity, question.namespace)],
  };
}

/** The API server's answer; undefined where the viewer may not ask about others. Nobody's session is taken over. */
async function review(
  question: AccessQuestion,
  { kube, viewer, identity, self }: ExplainOptions,
): Promise<Decision | undefined> {
  const { cluster, verb, group, plural, subresource, namespace, name } = question;
  const access: Access = {
    cluster,
    verb,
    resource: { group, plural },
    subresource,
    namespace,
    name,
  };
  if (self) return kube.mayWhy(access, viewer);
  const mayAsk = await kube.may({ cluster, verb: 'create', resource: REVIEWS }, viewer);
  if (!mayAsk) return undefined;
  const object = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: identity.user,
      groups: [...identity.groups],
      resourceAttributes: { verb, group, resource: plural, subresource, namespace, name },
    },
  };
  try {
    const answer = await kube.write({ cluster, verb: 'create', resource: REVIEWS, object }, viewer);
    const status: unknown = answer.object?.status;
    if (typeof status !== 'object' || status === null) return undefined;
    const reason: unknown = Reflect.get(status, 'reason');
    return {
      allowed: Reflect.get(status, 'allowed') === true,
      ...(typeof reason === 'string' && reason !== '' ? { reason } : {}),
    };
  } catch (error) {
    if (isError(error) && error.name === 'NotAllowedError') return undefined;
    throw error;
  }
}

const SENTENCE =
  /allowed by (RoleBinding|ClusterRoleBinding) "([^"]+)" of (Role|ClusterRole) "([^"]+)" to (User|Group|ServiceAccount) "([^"]+)"/;

/** The chain in the sentence of the API server, for those who may not read bindings themselves. Its rule is the question. */
export function chainOf(
  reason: string | undefined,
  question: Attributes,
): BindingChain | undefined {
  const [, bindingKind, binding = '', roleKind, role = '', subjectKind, subject = ''] =
    SENTENCE.exec(reason ?? '') ?? [];
  if (bindingKind === undefined) return undefined;
  const { verb, group, plural, subresource, namespace, name } = question;
  const isRoleBinding = bindingKind === 'RoleBinding';
  const [first = '', second] = subject.split('/');
  return {
    subject:
      subjectKind === 'ServiceAccount'
        ? { kind: 'ServiceAccount', name: first, namespace: second }
        : { kind: subjectKind === 'Group' ? 'Group' : 'User', name: subject },
    binding: isRoleBinding
      ? { kind: 'RoleBinding', name: binding.split('/')[0] ?? binding, namespace }
      : { kind: 'ClusterRoleBinding', name: binding },
    role:
      roleKind === 'Role'
        ? { kind: 'Role', name: role, namespace }
        : { kind: 'ClusterRole', name: role },
    rule: {
      verbs: [verb],
      apiGroups: [group],
      resources: [subresource === undefined ? plural : `${plural}/${subresource}`],
      resourceNames: name === undefined ? [] : [name],
    },
  };
}

function reasonOf(options: {
  allowed: boolean;
  because: readonly BindingChain[];
  question: AccessQuestion;
  decision?: Decision;
  gaps: readonly string[];
}): string | undefined {
  const { allowed, because, question, decision, gaps } = options;
  if (allowed) return because.length > 0 ? undefined : decision?.reason;
  const { verb, plural, subresource, namespace, cluster } = question;
  const what = subresource === undefined ? plural : `${plural}/${subresource}`;
  const where = namespace === undefined ? `the whole of ${cluster}` : `${namespace} on ${cluster}`;
  const seen = gaps.length > 0 ? ' that you may read' : '';
  return `No binding${seen} gives ${verb} on ${what} in ${where}`;
}
