/** Says a text of a template in another language; the text itself where it has none. */
export type SayText = (text: string) => string;

interface Metadata {
  readonly title?: string;
  readonly description?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** By language, then by the text as the template has it. A part in `${{ }}` is written the same in both. */
  readonly translations?: unknown;
}

/** Keys of a parameter's schema whose values people read, and which hold no values of the form. */
const TEXTS = new Set([
  ...['title', 'description', 'errorMessage', 'enumNames', 'help', 'placeholder'],
  ...['ui:title', 'ui:description', 'ui:help', 'ui:placeholder', 'ui:enumNames'],
  ...['backButtonText', 'createButtonText', 'reviewButtonText'],
]);
/** Keys that hold values of the form, whatever they are called inside. */
const VALUES = new Set(['default', 'const', 'enum', 'examples', 'pattern']);
/** What each version of a template brought, a line for each: the version, then the text. */
const VERSIONS = 'kubemate.io/template-versions';
const EXPRESSION = /\$\{\{.*?\}\}/g;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a template says in the language, by its `metadata.translations`. */
export function wordsOf(metadata: Metadata | undefined, language: string): SayText {
  const all = metadata?.translations;
  const words = isObject(all) ? all[language] : undefined;
  if (!isObject(words)) return text => text;
  const entries = Object.entries(words);
  const patterns = entries.filter(([text]) => text.includes('${{'));
  // The catalog takes no two keys of an entity that differ only in casing, so one word stands for both.
  const known = new Map(entries.map(([text, said]) => [text.toLowerCase(), said]));
  return text => {
    const told = text.trim();
    const exact = known.get(told.toLowerCase());
    if (typeof exact === 'string') return exact;
    for (const [pattern, said] of patterns) {
      const filled = typeof said === 'string' ? fill(pattern, said, told) : undefined;
      if (filled !== undefined) return filled;
    }
    return text;
  };
}

/** `said` with what stands in `text` in the place of the expressions of `pattern`; undefined where the text is another one. */
function fill(pattern: string, said: string, text: string): string | undefined {
  const expressions: readonly string[] = pattern.match(EXPRESSION) ?? [];
  const fixed = pattern.split(EXPRESSION).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const found = new RegExp(`^${fixed.join('(.*?)')}$`, 's').exec(text);
  if (found === null) return undefined;
  return said.replace(EXPRESSION, expression => {
    const place = expressions.indexOf(expression);
    return place < 0 ? expression : (found[place + 1] ?? '');
  });
}

/** The schema of a form, or any part of it, with its texts said by `say`. */
export function formInWords<T>(schema: T, say: SayText): T {
  return visit(schema, say, false) as T;
}

function visit(value: unknown, say: SayText, isText: boolean): unknown {
  if (typeof value === 'string') return isText ? say(value) : value;
  if (Array.isArray(value)) return value.map(item => visit(item, say, isText));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      // A field can be called `title` or `default`: what describes it is an object.
      VALUES.has(key) && !isObject(inner) ? inner : visit(inner, say, TEXTS.has(key)),
    ]),
  );
}

/** What a template says to people, each text once however it is cased: to be translated by whoever writes one. */
export function textsOf(template: {
  readonly metadata: Metadata;
  readonly spec: {
    readonly type?: unknown;
    readonly parameters?: unknown;
    readonly presentation?: unknown;
    readonly steps?: readonly { readonly name?: string }[];
    readonly output?: unknown;
  };
}): readonly string[] {
  const found = new Map<string, string>();
  const note = (text: unknown) => {
    const key = typeof text === 'string' ? text.trim().toLowerCase() : undefined;
    if (typeof text === 'string' && key !== undefined && !found.has(key))
      found.set(key, text.trim());
    return '';
  };
  const { metadata, spec } = template;
  for (const text of [metadata.title, metadata.description, spec.type]) note(text);
  for (const line of (metadata.annotations?.[VERSIONS] ?? '').split('\n'))
    note(/^\s*\S+\s+(.*?)\s*$/.exec(line)?.[1]);
  for (const part of [spec.parameters, spec.presentation]) formInWords(part, note);
  for (const { name } of spec.steps ?? []) note(name);
  outputInWords(spec.output, note);
  return [...found.values()];
}

/** What a run has given out, with titles and texts said by `say`. */
export function outputInWords<T>(output: T, say: SayText): T {
  if (!isObject(output)) return output;
  const told = (items: unknown, keys: readonly string[]) =>
    Array.isArray(items)
      ? items.map(item =>
          isObject(item)
            ? Object.fromEntries(
                Object.entries(item).map(([key, text]) => [
                  key,
                  keys.includes(key) && typeof text === 'string' ? say(text) : text,
                ]),
              )
            : item,
        )
      : items;
  const { links, text } = output;
  return {
    ...output,
    ...(links !== undefined && { links: told(links, ['title']) }),
    ...(text !== undefined && { text: told(text, ['title', 'content']) }),
  } as T;
}
