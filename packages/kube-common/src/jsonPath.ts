/** Finds every value at a path, in document order; empty where there is none. */
export type JsonPath = (document: unknown) => readonly unknown[];

type Step = (value: unknown) => readonly unknown[];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function field(name: string): Step {
  return value => (isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : []);
}

function index(position: number): Step {
  return value => {
    if (!Array.isArray(value)) return [];
    const at = position < 0 ? value.length + position : position;
    return at >= 0 && at < value.length ? [value[at]] : [];
  };
}

const every: Step = value => {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
};

type Scalar = string | number | boolean;

/** -1, 0 or 1 for two of a kind; undefined where they cannot be ordered. */
function order(left: unknown, right: Scalar): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return Math.sign(left - right);
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  return left < right ? -1 : Number(left > right);
}

const COMPARISONS: Readonly<Record<string, (left: unknown, right: Scalar) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => order(left, right) === -1,
  '<=': (left, right) => [-1, 0].includes(order(left, right) ?? NaN),
  '>': (left, right) => order(left, right) === 1,
  '>=': (left, right) => [0, 1].includes(order(left, right) ?? NaN),
};

const FILTER = /^@((?:\.|\[).*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.+?))?\s*$/;

function literal(text: string): Scalar | undefined {
  const quoted = /^"([^"]*)"$|^'([^']*)'$/.exec(text);
  if (quoted) return quoted[1] ?? quoted[2] ?? '';
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function filter(expression: string): Step | undefined {
  const [, path, sign, text] = FILTER.exec(expression) ?? [];
  const left = path === undefined ? undefined : compileJsonPath(path);
  if (left === undefined) return undefined;
  if (sign === undefined || text === undefined)
    return value => (Array.isArray(value) ? value.filter(item => left(item).length > 0) : []);
  const right = literal(text);
  const compare = COMPARISONS[sign];
  if (right === undefined || compare === undefined) return undefined;
  return value =>
    Array.isArray(value) ? value.filter(item => left(item).some(l => compare(l, right))) : [];
}

function bracket(inside: string): Step | undefined {
  const text = inside.trim();
  if (text === '*') return every;
  if (/^-?\d+$/.test(text)) return index(Number(text));
  const name = /^'((?:[^'\\]|\\.)*)'$|^"((?:[^"\\]|\\.)*)"$/.exec(text);
  if (name) return field((name[1] ?? name[2] ?? '').replace(/\\(.)/g, '$1'));
  const [, expression] = /^\?\((.*)\)$/.exec(text) ?? [];
  return expression === undefined ? undefined : filter(expression.trim());
}

/** The closing bracket of the one at `start`, past quoted text and nested brackets; -1 where it never closes. */
function closing(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '[') depth += 1;
    else if (char === ']') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

// A dot inside a name is escaped: `.metadata.labels.app\.kubernetes\.io/name`.
const NAME = /\.((?:\\.|[^.[\]\\\s])+)/y;

function steps(path: string): Step[] | undefined {
  const result: Step[] = [];
  let at = 0;
  while (at < path.length) {
    NAME.lastIndex = at;
    const name = NAME.exec(path)?.[1];
    let step: Step | undefined;
    if (name !== undefined) {
      step = name === '*' ? every : field(name.replace(/\\(.)/g, '$1'));
      at = NAME.lastIndex;
    } else {
      const start = path.startsWith('.[', at) ? at + 1 : at;
      const end = path[start] === '[' ? closing(path, start) : -1;
      if (end < 0) return undefined;
      step = bracket(path.slice(start + 1, end));
      at = end + 1;
    }
    if (step === undefined) return undefined;
    result.push(step);
  }
  return result;
}

/**
 * Compiles the JSONPath of a CRD's printer column: fields, quoted and escaped fields, indexes, `*`, and filters such as
 * `[?(@.type=="Ready")]`. Undefined for anything beyond (slices, `..`, unions, scripts).
 */
export function compileJsonPath(path: string): JsonPath | undefined {
  const text = path.trim().replace(/^\{(.*)\}$/, '$1');
  const compiled = steps(text === '.' ? '' : text.replace(/^\$/, ''));
  if (compiled === undefined) return undefined;
  return document => {
    let values: readonly unknown[] = [document];
    for (const step of compiled)
      values = values.length === 1 ? step(values[0]) : values.flatMap(step);
    return values;
  };
}
