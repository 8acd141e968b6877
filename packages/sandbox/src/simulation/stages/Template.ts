import { compileExpression, type Expression, type Functions, type Scope } from './Expression';

/** Makes a JSON value from a scope. Parts that come out undefined are left out. */
export type Template = (scope: Scope) => unknown;

const MAX_DEPTH = 24;
const MAX_ITEMS = 256;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `$if` and `$where` take for true: as in Go templates, empty is false. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function compileText(source: string, functions: Functions): Template {
  const whole = /^\{\{((?:(?!\}\}).)*)\}\}$/s.exec(source.trim())?.[1];
  if (whole !== undefined) return compileExpression(whole, functions);
  if (!source.includes('{{')) return () => source;
  const parts = source.split(/\{\{(.*?)\}\}/s).map((part, index): Expression => {
    if (index % 2 === 0) return () => part;
    return compileExpression(part, functions);
  });
  return scope => parts.map(part => asText(part(scope))).join('');
}

class Compiler {
  private depth = 0;

  constructor(private readonly functions: Functions) {}

  compile(source: unknown): Template {
    if (++this.depth > MAX_DEPTH)
      throw new SyntaxError(`template is nested deeper than ${MAX_DEPTH}`);
    const template = this.compileValue(source);
    this.depth -= 1;
    return template;
  }

  private compileValue(source: unknown): Template {
    if (typeof source === 'string') return compileText(source, this.functions);
    if (Array.isArray(source)) return this.compileList(source);
    if (!isFields(source)) return () => source;
    if ('$for' in source) return this.compileLoop(source);
    if ('$if' in source) return this.compileChoice(source);
    return this.compileFields(source);
  }

  private compileFields(source: Fields): Template {
    const fields = Object.entries(source).map(([key, value]) => ({
      key: compileText(key, this.functions),
      template: this.compile(value),
    }));
    return scope =>
      Object.fromEntries(
        fields.flatMap(({ key, template }) => {
          const value = template(scope);
          return value === undefined ? [] : [[asText(key(scope)), value]];
        }),
      );
  }

  /** A loop among the items of a list adds its items to the list. */
  private compileList(source: readonly unknown[]): Template {
    const items = source.map(item => ({
      spread: isFields(item) && '$for' in item,
      template: this.compile(item),
    }));
    return scope =>
      items.flatMap(({ spread, template }) => {
        const value = template(scope);
        if (value === undefined) return [];
        return spread && Array.isArray(value) ? value : [value];
      });
  }

  /** `$for: container in .spec.containers`, `$do: …`, and `$where: …` to leave items out. */
  private compileLoop(source: Fields): Template {
    const [, name, list] = /^\s*([A-Za-z]\w*)\s+in\s+(.+)$/s.exec(String(source.$for)) ?? [];
    if (name === undefined || list === undefined)
      throw new SyntaxError(`$for must read "name in list", not ${JSON.stringify(source.$for)}`);
    const items = compileExpression(list, this.functions);
    const body = this.compile(source.$do);
    const where =
      source.$where === undefined
        ? () => true
        : compileExpression(String(source.$where), this.functions);
    return scope => {
      const values = items(scope);
      if (!Array.isArray(values)) return [];
      return values.slice(0, MAX_ITEMS).flatMap((value: unknown, index) => {
        const inner = {
          root: scope.root,
          variables: { ...scope.variables, [name]: value, [`${name}Index`]: index },
        };
        return isTruthy(where(inner)) ? [body(inner)] : [];
      });
    };
  }

  private compileChoice(source: Fields): Template {
    const condition = compileExpression(String(source.$if), this.functions);
    const yes = this.compile(source.$then);
    const no = source.$else === undefined ? () => undefined : this.compile(source.$else);
    return scope => (isTruthy(condition(scope)) ? yes(scope) : no(scope));
  }
}

/**
 * Compiles a YAML value with `{{ expression }}` in its strings, `$for` loops and `$if` choices. A string that is one
 * expression becomes the expression's value, whatever its type.
 *
 * @throws SyntaxError where an expression cannot be read
 */
export function compileTemplate(source: unknown, functions: Functions): Template {
  return new Compiler(functions).compile(source);
}
