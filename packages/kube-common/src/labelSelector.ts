/** One term of a label selector. `Gt` and `Lt` exist in the text syntax alone and compare whole numbers. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

/** All terms must hold; an empty selector matches everything. */
export type LabelSelector = readonly LabelRequirement[];

/** A `metav1.LabelSelector`, as it stands in the spec of a workload, a policy or a budget. */
export interface LabelSelectorObject {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** Either a selector or a sentence that says which part of the text is wrong. */
export type ParsedLabelSelector =
  | { readonly ok: true; readonly selector: LabelSelector }
  | { readonly ok: false; readonly message: string };

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function isKey(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0) return NAME.test(text);
  return PREFIX.test(text.slice(0, slash)) && NAME.test(text.slice(slash + 1));
}

function isValue(text: string): boolean {
  return text === '' || NAME.test(text);
}

/** Splits at commas outside parentheses. */
function terms(text: string): string[] {
  return text.split(/,(?![^()]*\))/).map(term => term.trim());
}

const SET = /^([^\s!=<>(),]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const COMPARE = /^([^\s!=<>(),]+)\s*(==|=|!=|>|<)\s*([^\s!=<>(),]*)$/;
const EXISTS = /^(!?)\s*([^\s!=<>(),]+)$/;

const OPERATORS = {
  '=': 'In',
  '==': 'In',
  '!=': 'NotIn',
  '>': 'Gt',
  '<': 'Lt',
} as const satisfies Record<string, LabelRequirement['operator']>;

function isComparison(text: string): text is keyof typeof OPERATORS {
  return Object.hasOwn(OPERATORS, text);
}

function parseTerm(term: string): LabelRequirement | undefined {
  const [, setKey, word, list] = SET.exec(term) ?? [];
  if (setKey !== undefined && list !== undefined) {
    const values = [...new Set(list.split(',').map(value => value.trim()))].sort();
    return { key: setKey, operator: word === 'in' ? 'In' : 'NotIn', values };
  }
  const [, key, sign, value] = COMPARE.exec(term) ?? [];
  if (key !== undefined && sign !== undefined && isComparison(sign))
    return { key, operator: OPERATORS[sign], values: [value ?? ''] };
  const [, not, bare] = EXISTS.exec(term) ?? [];
  if (bare === undefined) return undefined;
  return { key: bare, operator: not === '!' ? 'DoesNotExist' : 'Exists', values: [] };
}

function complaint(term: string, requirement: LabelRequirement | undefined): string | undefined {
  if (requirement === undefined) return `cannot read ${JSON.stringify(term)}`;
  const { key, operator, values } = requirement;
  if (!isKey(key)) return `${JSON.stringify(key)} is not a label key`;
  const bad = values.find(value => !isValue(value));
  if (bad !== undefined) return `${JSON.stringify(bad)} is not a label value`;
  if ((operator === 'Gt' || operator === 'Lt') && !/^-?\d+$/.test(values[0] ?? ''))
    return `${JSON.stringify(term)} compares with something that is not a whole number`;
  return undefined;
}

/**
 * Reads the text syntax of label selectors: `app=web,tier in (front, back),!canary,gpu`.
 * Grammar: k8s.io/apimachinery/pkg/labels `Parse`.
 */
export function parseLabelSelector(text: string): ParsedLabelSelector {
  if (text.trim() === '') return { ok: true, selector: [] };
  const selector: LabelRequirement[] = [];
  for (const term of terms(text)) {
    const requirement = parseTerm(term);
    const message = complaint(term, requirement);
    if (message !== undefined || requirement === undefined)
      return { ok: false, message: message ?? term };
    selector.push(requirement);
  }
  return { ok: true, selector };
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const [value = ''] = values;
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key}>${value}`;
    case 'Lt':
      return `${key}<${value}`;
    case 'In':
      return values.length === 1 ? `${key}=${value}` : `${key} in (${values.join(',')})`;
    default:
      return values.length === 1 ? `${key}!=${value}` : `${key} notin (${values.join(',')})`;
  }
}

/** The inverse of {@link parseLabelSelector}. */
export function formatLabelSelector(selector: LabelSelector): string {
  return selector.map(formatRequirement).join(',');
}

const EXPRESSION_OPERATORS: ReadonlySet<string> = new Set([
  'In',
  'NotIn',
  'Exists',
  'DoesNotExist',
]);

function isExpressionOperator(operator: string): operator is LabelRequirement['operator'] {
  return EXPRESSION_OPERATORS.has(operator);
}

/**
 * The terms of a `metav1.LabelSelector`. Undefined for an absent selector, which matches nothing, and for one with an
 * operator that this version does not know: guessing would select the wrong pods.
 */
export function labelSelectorOf(
  selector: LabelSelectorObject | undefined | null,
): LabelSelector | undefined {
  if (!selector) return undefined;
  const requirements = labelSelectorOfMap(selector.matchLabels);
  const result = [...requirements];
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    if (!isExpressionOperator(operator)) return undefined;
    result.push({ key, operator, values });
  }
  return result;
}

/** The terms of a plain map, as in the selector of a Service. */
export function labelSelectorOfMap(
  labels: Readonly<Record<string, string>> | undefined | null,
): LabelSelector {
  return Object.entries(labels ?? {}).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
}

function holds(
  { key, operator, values }: LabelRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    default: {
      if (value === undefined || !/^-?\d+$/.test(value)) return false;
      const limit = Number(values[0]);
      return operator === 'Gt' ? Number(value) > limit : Number(value) < limit;
    }
  }
}

/** Whether labels satisfy every term. As in Kubernetes, `!=` and `notin` also accept a label that is not there. */
export function matchesLabels(
  selector: LabelSelector,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return selector.every(requirement => holds(requirement, labels ?? {}));
}
