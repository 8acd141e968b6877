import { isJsonObject, listAt, objectsAt, stringAt } from './json';

type Labels = Readonly<Record<string, string>>;

/** Whether labels satisfy a `LabelSelector` object. An empty selector matches everything, an absent one nothing. */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  if (!isJsonObject(selector)) return false;
  const wanted = isJsonObject(selector.matchLabels) ? selector.matchLabels : {};
  return (
    Object.entries(wanted).every(([name, value]) => labels[name] === value) &&
    objectsAt(selector, 'matchExpressions').every(expression => {
      const value = labels[stringAt(expression, 'key') ?? ''];
      const values = listAt(expression, 'values');
      switch (expression.operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}
