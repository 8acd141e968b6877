/** What a form has found, by field: each may have errors of its own and fields within. */
export interface FoundErrors {
  readonly __errors?: readonly string[];
  readonly [field: string]: FoundErrors | readonly string[] | undefined;
}

/** As much of a schema as names a field. */
export interface Named {
  readonly title?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface FieldError {
  readonly key: string;
  /** Empty for the form as a whole. */
  readonly field: string;
  readonly message: string;
}

/** What is still found, in the order of the fields: what has been filled in since is not among it. */
export function errorsOf(found: FoundErrors, schema: Named = {}, path = ''): readonly FieldError[] {
  const own = (found.__errors ?? []).map(message => ({
    key: `${path} ${message}`,
    ...{ field: path === '' ? '' : (schema.title ?? path), message },
  }));
  const within = Object.entries(found).flatMap(([name, errors]) =>
    isFound(errors) ? errorsOf(errors, named(schema, name), name) : [],
  );
  return [...own, ...within];
}

function named({ properties }: Named, name: string): Named | undefined {
  return properties?.[name] as Named | undefined;
}

function isFound(errors: FoundErrors[string]): errors is FoundErrors {
  return errors !== undefined && !Array.isArray(errors);
}
