import type { RJSFSchema } from '@rjsf/utils';

/** The parts of a JSON pointer in its fragment form: `#/a/b~1c` is `['a', 'b/c']`. */
export function pointerParts(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part => decodeURI(part).replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** The schema in which a keyword stands, references of the same document followed; undefined where there is none. */
export function schemaAt(root: RJSFSchema, parts: readonly string[]): RJSFSchema | undefined {
  let at: unknown = root;
  for (const part of parts) {
    if (!isObject(at)) return undefined;
    const next = at[part];
    at = part === '$ref' && typeof next === 'string' ? referred(root, next) : next;
  }
  return isObject(at) ? at : undefined;
}

function referred(root: RJSFSchema, reference: string): unknown {
  return pointerParts(reference).reduce<unknown>(
    (at, part) => (isObject(at) ? at[part] : undefined),
    root,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
