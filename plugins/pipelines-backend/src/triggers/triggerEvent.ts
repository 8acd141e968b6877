/** What came in: a JSON body, headers by their canonical name, and what interceptors have added. */
export interface TriggerEvent {
  readonly body: unknown;
  readonly header: Readonly<Record<string, readonly string[]>>;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly eventId: string;
}

/** `X-Github-Event` of `x-github-event`, as Go writes it. */
export function canonicalHeader(name: string): string {
  return name
    .toLowerCase()
    .split('-')
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('-');
}

const STEP = /^(?:\.?((?:\\\.|[^.[\]{}()'"\s\\*@?,:])+)|\[(-?\d+)\]|\[['"]([^'".\]]+)['"]\])/;

/**
 * The value of a path such as `body.commits[0].id` or `header.X-GitHub-Event`.
 * @throws RangeError for a path that is not there, or that is more than names and positions
 */
export function valueAt(path: string, event: TriggerEvent): unknown {
  if (path === 'context.eventID') return event.eventId;
  const isHeader = path.startsWith('header.');
  const [root, ...rest] = stepsOf(
    isHeader ? `header.${canonicalHeader(path.slice('header.'.length))}` : path,
  );
  if (root === 'header') {
    const values = event.header[String(rest[0] ?? '')];
    if (values === undefined) throw new RangeError(`there is no ${path}`);
    return values.join(',');
  }
  if (root !== 'body' && root !== 'extensions') throw new RangeError(`${path} cannot be read here`);
  return rest.reduce<unknown>((value, step) => inside(value, { step, path }), event[root]);
}

/** `{.body.ref}` and `.body.ref` are `body.ref`. */
function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  const bare = /^\{(.*)\}$/.exec(path)?.[1] ?? path;
  for (let rest = bare; rest !== '';) {
    const match = STEP.exec(rest);
    if (match === null) throw new RangeError(`${path} cannot be read here`);
    const [all, name, position, quoted] = match;
    steps.push(name?.replaceAll('\\.', '.') ?? quoted ?? Number(position));
    rest = rest.slice(all.length);
  }
  return steps;
}

function inside(value: unknown, { step, path }: { step: string | number; path: string }): unknown {
  if (Array.isArray(value) && typeof step === 'number' && value.at(step) !== undefined)
    return value.at(step);
  const isThere =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.hasOwn(value, step);
  if (!isThere) throw new RangeError(`there is no ${path}`);
  return new Map<string, unknown>(Object.entries(value)).get(String(step));
}

/**
 * A binding's value with each `$(…)` filled in, as it is put into the JSON of a template: texts of the event are escaped for it, what else the event has
 * is JSON, and what the binding itself says stands as it is.
 * @param fallback - of the parameter: it stands in for what is not there
 */
export function fillBinding(value: string, event: TriggerEvent, fallback?: string): string {
  return value.replace(/\$\(([^()]+)\)/g, (_, path: string) => {
    try {
      const found = JSON.stringify(valueAt(path, event));
      return found.startsWith('"') ? found.slice(1, -1) : found;
    } catch (error) {
      if (fallback === undefined) throw error;
      return fallback;
    }
  });
}
