import { listAt, objectsAt } from '../json';
import type { JsonObject } from '../publishedDocuments';

export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** A question about rights, as the authoriser sees a request. */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      readonly plural: string;
      readonly subresource?: string;
      readonly namespace?: string;
      readonly name?: string;
    }
  | { readonly verb: string; readonly path: string };

function strings(rule: JsonObject, field: string): readonly string[] {
  return listAt(rule, field).filter(value => typeof value === 'string');
}

export function readRules(role: unknown): PolicyRule[] {
  return objectsAt(role, 'rules').map(rule => ({
    verbs: strings(rule, 'verbs'),
    apiGroups: strings(rule, 'apiGroups'),
    resources: strings(rule, 'resources'),
    resourceNames: strings(rule, 'resourceNames'),
    nonResourceURLs: strings(rule, 'nonResourceURLs'),
  }));
}

function has(values: readonly string[], wanted: string): boolean {
  return values.includes('*') || values.includes(wanted);
}

function hasResource(rule: PolicyRule, plural: string, subresource: string | undefined): boolean {
  if (subresource === undefined) return has(rule.resources, plural);
  return (
    has(rule.resources, `${plural}/${subresource}`) || rule.resources.includes(`*/${subresource}`)
  );
}

function hasPath(rule: PolicyRule, path: string): boolean {
  return rule.nonResourceURLs.some(
    url => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
  );
}

export function allows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!has(rule.verbs, attributes.verb)) return false;
  if (!('plural' in attributes)) return hasPath(rule, attributes.path);
  const { group, plural, subresource, name } = attributes;
  return (
    has(rule.apiGroups, group) &&
    hasResource(rule, plural, subresource) &&
    (rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name)))
  );
}

/** The single rights a rule gives, each as a rule of its own, for comparing what is held with what is granted. */
export function breakDown(rule: PolicyRule): PolicyRule[] {
  const empty = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
  return rule.verbs.flatMap(verb => [
    ...rule.nonResourceURLs.map(url => ({ ...empty, verbs: [verb], nonResourceURLs: [url] })),
    ...rule.apiGroups.flatMap(group =>
      rule.resources.flatMap(resource =>
        (rule.resourceNames.length === 0 ? [undefined] : rule.resourceNames).map(name => ({
          ...empty,
          verbs: [verb],
          apiGroups: [group],
          resources: [resource],
          resourceNames: name === undefined ? [] : [name],
        })),
      ),
    ),
  ]);
}

/** Whether `held` gives everything that the broken-down rule `wanted` gives. */
export function covers(held: PolicyRule, wanted: PolicyRule): boolean {
  const [verb = ''] = wanted.verbs;
  if (!has(held.verbs, verb)) return false;
  const [url] = wanted.nonResourceURLs;
  if (url !== undefined) return hasPath(held, url);
  const [group = ''] = wanted.apiGroups;
  const [resource = ''] = wanted.resources;
  const [plural = '', subresource] = resource.split('/');
  const [name] = wanted.resourceNames;
  const namesCovered =
    held.resourceNames.length === 0 || (name !== undefined && held.resourceNames.includes(name));
  return has(held.apiGroups, group) && namesCovered && hasResource(held, plural, subresource);
}

/** A rule in the text form of escalation messages. */
export function formatRule(rule: PolicyRule): string {
  const list = (values: readonly string[]) => `[${values.map(value => `"${value}"`).join(' ')}]`;
  const parts = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['ResourceNames', rule.resourceNames],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['Verbs', rule.verbs],
  ] as const;
  const texts = parts.flatMap(([name, values]) =>
    values.length === 0 ? [] : [`${name}:${list(values)}`],
  );
  return `{${texts.join(', ')}}`;
}
