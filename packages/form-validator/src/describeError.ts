import type { OutputUnit } from '@cfworker/json-schema';
import type { RJSFSchema, RJSFValidationError } from '@rjsf/utils';
import { messagesOf, type ErrorFacts } from './messages';
import { pointerParts, schemaAt } from './schemaAt';

/** An error of the interpreter as a form shows it: at its field, in a sentence, by the schema's own `errorMessage` where it has one. */
export function describeError(error: OutputUnit, root: RJSFSchema): RJSFValidationError {
  const place = pointerParts(error.keywordLocation);
  const parent = schemaAt(root, place.slice(0, -1));
  const container = schemaAt(root, place.slice(0, -3));
  const missing = missingProperty(error);
  const path = [...pointerParts(error.instanceLocation), ...(missing ? [missing] : [])];
  const facts = { keyword: error.keyword, limit: parent?.[error.keyword], missing };
  const name = path.at(-1);
  const message =
    ownMessage(parent, facts) ?? messageOfChild(container, name) ?? messageFor(parent, facts);
  const title = (missing ? parent?.properties?.[missing] : parent) as RJSFSchema | undefined;
  const label = title?.title ?? name;
  return {
    name: error.keyword,
    property: path.map(part => `.${part}`).join(''),
    message,
    params: missing ? { missingProperty: missing } : {},
    stack: label === undefined ? message : `${label}: ${message}`,
    schemaPath: error.keywordLocation,
  };
}

function missingProperty({ keyword, error }: OutputUnit): string | undefined {
  if (keyword === 'required') return /property "(.*)"\.$/.exec(error)?.[1];
  if (keyword === 'dependencies' || keyword === 'dependentRequired')
    return /does not have "(.*)"\.$/.exec(error)?.[1];
  return undefined;
}

function messageFor(parent: RJSFSchema | undefined, facts: ErrorFacts): string {
  const titled = facts.missing ? parent?.properties?.[facts.missing] : undefined;
  const label = typeof titled === 'object' ? titled.title : undefined;
  return messagesOf(document.documentElement.lang)({ ...facts, label: label ?? facts.missing });
}

function ownMessage(parent: RJSFSchema | undefined, facts: ErrorFacts): string | undefined {
  const own: unknown = parent?.errorMessage;
  if (typeof own === 'string') return own;
  const byKeyword = entry(own, facts.keyword);
  if (typeof byKeyword === 'string') return byKeyword;
  const byProperty = entry(byKeyword, facts.missing);
  if (typeof byProperty === 'string') return byProperty;
  const rest = entry(own, '_');
  return typeof rest === 'string' ? rest : undefined;
}

function messageOfChild(
  container: RJSFSchema | undefined,
  name: string | undefined,
): string | undefined {
  const message = entry(entry(container?.errorMessage, 'properties'), name);
  return typeof message === 'string' ? message : undefined;
}

function entry(value: unknown, key: string | undefined): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return undefined;
  return (value as Record<string, unknown>)[key];
}
