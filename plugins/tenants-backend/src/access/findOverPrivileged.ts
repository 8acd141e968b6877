import type { AccessFinding, BindingChain, PolicyRule } from '@kubemate/plugin-tenants-common';
import { isOfTheSystem } from './accessMatrix';
import { allows } from './RbacRules';
import type { RbacRules } from './RbacRules';

type Kind = AccessFinding['kind'];

interface Check {
  readonly kind: Kind;
  readonly severity: AccessFinding['severity'];
  found(options: {
    chain: Omit<BindingChain, 'rule'>;
    rule: PolicyRule;
    production: boolean;
  }): boolean;
}

const everywhere = ({ binding }: Pick<BindingChain, 'binding'>) =>
  binding.kind === 'ClusterRoleBinding';
const hasAll = (list: readonly string[]) => list.includes('*');

/** What nobody should have without a reason, worst first. A subject shows up once for each kind and binding. */
const CHECKS: readonly Check[] = [
  {
    kind: 'wildcard',
    severity: 'high',
    found: ({ rule }) => hasAll(rule.verbs) && hasAll(rule.resources) && hasAll(rule.apiGroups),
  },
  {
    kind: 'escalation',
    severity: 'high',
    found: ({ chain, rule }) => {
      const rbac = { group: 'rbac.authorization.k8s.io', plural: 'clusterroles' };
      const roles = { ...rbac, plural: 'roles' };
      return (
        ['escalate', 'bind'].some(
          verb => allows(rule, { ...rbac, verb }) || allows(rule, { ...roles, verb }),
        ) ||
        ['users', 'groups'].some(plural =>
          allows(rule, { group: '', plural, verb: 'impersonate' }),
        ) ||
        // The stock role `edit` has it on the accounts of its namespace.
        (everywhere(chain) &&
          allows(rule, { group: '', plural: 'serviceaccounts', verb: 'impersonate' }))
      );
    },
  },
  {
    kind: 'secrets-everywhere',
    severity: 'high',
    found: ({ chain, rule }) =>
      everywhere(chain) &&
      ['get', 'list', 'watch'].some(verb => allows(rule, { group: '', plural: 'secrets', verb })),
  },
  {
    kind: 'default-service-account',
    severity: 'high',
    found: ({ chain: { subject } }) =>
      (subject.kind === 'ServiceAccount' && subject.name === 'default') ||
      (subject.kind === 'Group' && subject.name.startsWith('system:serviceaccounts')),
  },
  {
    kind: 'exec-in-prod',
    severity: 'medium',
    found: ({ rule, production }) =>
      production &&
      allows(rule, { group: '', plural: 'pods', subresource: 'exec', verb: 'create' }),
  },
];
const MAX_FINDINGS = 500;

/** Subjects that may do more than they should on one cluster, with the binding and rule that give it. */
export function findOverPrivileged(
  rules: RbacRules,
  { cluster, production }: { cluster: string; production: boolean },
): readonly AccessFinding[] {
  const findings: AccessFinding[] = [];
  for (const link of rules.links) {
    const { subject, binding, role } = link;
    if (isOfTheSystem(subject) || isBuiltIn(binding.name)) continue;
    const seen = new Set<Kind>();
    for (const rule of rules.rulesOf(role)) {
      for (const { kind, severity, found } of CHECKS) {
        // Who may do everything may do the rest as well; once is enough.
        if (seen.has(kind) || seen.has('wildcard')) continue;
        if (!found({ chain: link, rule, production })) continue;
        seen.add(kind);
        findings.push({ kind, severity, cluster, chain: { ...link, rule } });
      }
    }
  }
  const rank = (kind: Kind) => CHECKS.findIndex(check => check.kind === kind);
  return findings.sort((a, b) => rank(a.kind) - rank(b.kind)).slice(0, MAX_FINDINGS);
}

/** Bindings that the API server makes itself; those of `cluster-admin` are for `system:masters` only. */
function isBuiltIn(name: string): boolean {
  return name.startsWith('system:');
}
