import { listAt, objectAt, objectsAt, stringAt } from './json';

/** A `LabelSelector` object in the text form of queries and tables; empty where it selects everything or is absent. */
export function selectorText(selector: unknown): string {
  const equalities = Object.entries(objectAt(selector, 'matchLabels')).map(
    ([name, value]) => `${name}=${value}`,
  );
  const expressions = objectsAt(selector, 'matchExpressions').map(expression => {
    const key = stringAt(expression, 'key') ?? '';
    if (expression.operator === 'Exists') return key;
    if (expression.operator === 'DoesNotExist') return `!${key}`;
    const operator = expression.operator === 'NotIn' ? 'notin' : 'in';
    return `${key} ${operator} (${listAt(expression, 'values').join(',')})`;
  });
  return [...equalities.sort(), ...expressions].join(',');
}
