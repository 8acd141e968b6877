/** What an expression can see: the object, and named values such as `$step`. */
export interface Scope {
  readonly root: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type Expression = (scope: Scope) => unknown;

/** A function that expressions may call. It must not change its arguments. */
export type ExpressionFunction = (...args: unknown[]) => unknown;

export type Functions = Readonly<Record<string, ExpressionFunction>>;

const MAX_LENGTH = 500;
const MAX_DEPTH = 16;

const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?)|(?<path>(?:\$[A-Za-z]\w*)?(?:\.[A-Za-z_][\w-]*|\[(?:"[^"]*"|\d+)\])+|\$[A-Za-z]\w*|\.)|(?<word>[A-Za-z]\w*)|(?<sign>[()|]))/y;

interface Token {
  readonly kind: 'text' | 'number' | 'path' | 'word' | 'sign';
  readonly value: string;
}

const KINDS = ['text', 'number', 'path', 'word', 'sign'] as const;

function tokenize(source: string): Token[] {
  if (source.length > MAX_LENGTH) throw new SyntaxError(`expression is longer than ${MAX_LENGTH}`);
  const tokens: Token[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    const kind = KINDS.find(candidate => groups?.[candidate] !== undefined);
    if (groups === undefined || kind === undefined)
      throw new SyntaxError(
        `cannot read ${JSON.stringify(text.slice(at))} in ${JSON.stringify(source)}`,
      );
    tokens.push({ kind, value: groups[kind] ?? '' });
  }
  return tokens;
}

function step(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

const SEGMENT = /\.([A-Za-z_][\w-]*)|\["([^"]*)"\]|\[(\d+)\]/g;

function compilePath(source: string): Expression {
  const variable = /^\$(\w+)/.exec(source)?.[1];
  const segments = [...source.matchAll(SEGMENT)].map(
    ([, name, quoted, index]) => name ?? quoted ?? Number(index),
  );
  return scope => {
    let value = variable === undefined ? scope.root : step(scope.variables, variable);
    for (const segment of segments) value = step(value, segment);
    return value;
  };
}

const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  true: true,
  false: false,
  null: null,
};

class Parser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly functions: Functions,
  ) {}

  parse(): Expression {
    const expression = this.pipeline();
    const rest = this.tokens[this.at];
    if (rest !== undefined) throw new SyntaxError(`unexpected ${JSON.stringify(rest.value)}`);
    return expression;
  }

  /** `value | f a | g` is `g(f(a, value))`: the piped value is the last argument, as in Go templates. */
  private pipeline(): Expression {
    if (++this.depth > MAX_DEPTH) throw new SyntaxError(`nested deeper than ${MAX_DEPTH}`);
    let expression = this.call(undefined);
    while (this.isSign('|')) {
      this.at += 1;
      expression = this.call(expression);
    }
    this.depth -= 1;
    return expression;
  }

  private call(piped: Expression | undefined): Expression {
    const token = this.tokens[this.at];
    const isFunction = token?.kind === 'word' && !Object.hasOwn(CONSTANTS, token.value);
    if (!isFunction) {
      if (piped !== undefined) throw new SyntaxError('only a function can follow |');
      return this.argument();
    }
    this.at += 1;
    const call = Object.hasOwn(this.functions, token.value)
      ? this.functions[token.value]
      : undefined;
    if (call === undefined) throw new SyntaxError(`there is no function ${token.value}`);
    const args: Expression[] = [];
    while (this.at < this.tokens.length && !this.isSign('|') && !this.isSign(')'))
      args.push(this.argument());
    if (piped !== undefined) args.push(piped);
    return scope => call(...args.map(arg => arg(scope)));
  }

  private argument(): Expression {
    const token = this.tokens[this.at++];
    switch (token?.kind) {
      case 'text': {
        const text: unknown = JSON.parse(token.value);
        return () => text;
      }
      case 'number': {
        const value = Number(token.value);
        return () => value;
      }
      case 'path':
        return compilePath(token.value);
      case 'word': {
        if (!Object.hasOwn(CONSTANTS, token.value))
          throw new SyntaxError(`${token.value} needs parentheses where it is an argument`);
        const value = CONSTANTS[token.value];
        return () => value;
      }
      default:
        return this.group(token);
    }
  }

  private group(token: Token | undefined): Expression {
    if (token?.value !== '(')
      throw new SyntaxError(`unexpected ${JSON.stringify(token?.value ?? 'end')}`);
    const inner = this.pipeline();
    if (!this.isSign(')')) throw new SyntaxError('missing )');
    this.at += 1;
    return inner;
  }

  private isSign(sign: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'sign' && token.value === sign;
  }
}

/**
 * Compiles an expression such as `.status.restartCount | add 1`. It reads own properties of the scope and calls the given
 * functions; there is nothing else it can do, and it always ends.
 *
 * @throws SyntaxError naming the part that cannot be read
 */
export function compileExpression(source: string, functions: Functions): Expression {
  return new Parser(tokenize(source), functions).parse();
}
