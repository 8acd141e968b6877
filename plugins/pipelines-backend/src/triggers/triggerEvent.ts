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

const STEP = /^(?:\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\[['"]([^'"\]]+)['"]\])/;

/**
 * The value of a path such as `body.commits[0].id` or `header.X-GitHub-Event`.
 * @throws RangeError for a path that is not there, or that is more than names and positions
 */
export function valueAt(path: string, event: TriggerEvent): unknown {
  if (path === 'context.eventID') return event.eventId;
  const steps = stepsOf(path);
  const [root, ...rest] = steps;
  if (root === 'header') {
    const values = event.header[canonicalHeader(String(rest[0] ?? ''))];
    if (values === undefined) throw new RangeError(`there is no ${path}`);
    return values.join(',');
  }
  if (root !== 'body' && root !== 'extensions') throw new RangeError(`${path} cannot be read here`);
  return rest.reduce<unknown>((value, step) => inside(value, { step, path }), event[root]);
}

function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let rest = path; rest !== '';) {
    const match = STEP.exec(rest);
    if (match === null) throw new RangeError(`${path} cannot be read here`);
    const [all, name, position, quoted] = match;
    steps.push(name ?? quoted ?? Number(position));
    rest = rest.slice(all.length);
  }
  return steps;
}

function inside(value: unknown, { step, path }: { step: string | number; path: string }): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
  if (!isThere) throw new RangeError(`there is no ${path}`);
  return new Map<string, unknown>(Object.entries(value)).get(String(step));
}

/** A binding's value with each `$(…)` filled in; what is no text stands as JSON. */
export function fillBinding(value: string, event: TriggerEvent): string {
  return value.replace(/\$\(([^()]+)\)/g, (_, path: string) => {
    const found = valueAt(path.trim(), event);
    return typeof found === 'string' ? found : JSON.stringify(found);
  });
}
