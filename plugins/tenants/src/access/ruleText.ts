import type { PolicyRule } from '@kubemate/plugin-tenants-common';

const SHOWN = 5;

/** A rule for reading: long lists are cut, what was asked about stands first. */
export interface RuleText {
  readonly verbs: string;
  readonly resources: readonly string[];
  /** How many more resources the rule names. */
  readonly more: number;
  readonly names: string;
}

/** `deployments.apps` of a question is `deployments` in a rule, its group beside. */
export function ruleText(rule: PolicyRule, asked?: string): RuleText {
  const [type = '', subresource] = (asked ?? '').split('/');
  const plural = type.split('.')[0] ?? '';
  const own = subresource === undefined ? plural : `${plural}/${subresource}`;
  const first = rule.resources.filter(resource => resource === own);
  const resources = [...first, ...rule.resources.filter(resource => resource !== own)];
  const groups = rule.apiGroups.filter(group => group !== '').join(', ');
  const shown = resources.slice(0, SHOWN);
  return {
    verbs: rule.verbs.join(', '),
    resources: shown.map(resource => (groups === '' ? resource : `${resource} (${groups})`)),
    more: resources.length - shown.length,
    names: rule.resourceNames.join(', '),
  };
}
